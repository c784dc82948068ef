import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FlacFrames } from "./flac-frames.ts";
import { checksum, OggPages } from "./ogg-pages.ts";
import { readSound } from "./sound-file.ts";
import { makeFile } from "./test-folder.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const FLAC = readFileSync(join(FIXTURES, "sweep.flac"));
const OPUS = readFileSync(join(FIXTURES, "second.opus"));

async function read(
  content: Uint8Array,
): Promise<{ pcm: Int16Array; warnings: string[]; originRateHz: number }> {
  const { samples, warnings } = await readSound(makeFile(content));
  return { pcm: samples.pcm, warnings, originRateHz: samples.originRateHz };
}

async function fault(content: Uint8Array): Promise<string> {
  try {
    await read(content);
  } catch (error) {
    return (error as { fault: { code: string } }).fault.code;
  }
  return "none";
}

const changed = (content: Uint8Array, change: (copy: Buffer) => Buffer | void): Buffer => {
  const copy = Buffer.from(content);
  return change(copy) ?? copy;
};

const SHORTER = "The file is shorter than it says; it was read to its end.";
const LONGER = "The file is longer than it says; it was read to its end.";
const DAMAGED = "Parts of the file are damaged and were left out.";

describe("FLAC (made by flac 1.4.2)", () => {
  it("equals the WAV it was made from, bit for bit, with 16 and with 24 bits", async () => {
    const expected = (await readSound(join(FIXTURES, "sweep.wav"))).samples.pcm;
    for (const name of ["sweep.flac", "sweep-24.flac"]) {
      const { samples, warnings } = await readSound(join(FIXTURES, name));
      assert.deepEqual(samples.pcm, expected, name);
      assert.deepEqual(warnings, [], name);
    }
  });

  const counts = [
    ["zero (written live)", 0, []],
    ["too small", 100, [LONGER]],
    ["too large", 0x7fffffff, [SHORTER]],
  ] as const;
  for (const [name, count, warnings] of counts) {
    it(`is read to its end when its sample count is ${name}`, async () => {
      const content = changed(FLAC, (copy) => void copy.writeUInt32BE(count, 22));
      const { pcm, warnings: said } = await read(content);
      assert.equal(pcm.length, 1600);
      assert.deepEqual(said, warnings);
    });
  }

  it("loses one frame to a wrong bit, and says so", async () => {
    const whole = readFileSync(join(FIXTURES, "second.flac")); // four frames of 4096 samples, the last one shorter
    const { pcm, warnings } = await read(changed(whole, (copy) => void (copy[copy.length >> 1]! ^= 16)));
    assert.equal(pcm.length, 16000 - 4096);
    assert.deepEqual(warnings, [DAMAGED]);
  });

  it("without any sound in it is refused", async () => {
    assert.equal(await fault(FLAC.subarray(0, 20)), "flac-damaged");
    assert.equal(await fault(FLAC.subarray(0, 200)), "flac-damaged");
    assert.equal(await fault(changed(FLAC, (copy) => copy.fill(0x55, 42))), "flac-damaged");
    assert.equal(await fault(Buffer.from("fLaC")), "flac-damaged");
  });
});

describe("Ogg Opus (made by opusenc 0.2)", () => {
  it("gives the sound it was made from: as long, in its place, at 16 kHz", async () => {
    const origin = (await readSound(join(FIXTURES, "second.wav"))).samples.pcm;
    const { pcm, warnings, originRateHz } = await read(OPUS);
    assert.equal(originRateHz, 16000);
    assert.equal(pcm.length, origin.length);
    assert.deepEqual(warnings, []);
    let [error, energy] = [0, 0];
    for (let i = 1000; i < 15000; i++) {
      error += (pcm[i]! - origin[i]!) ** 2;
      energy += origin[i]! ** 2;
    }
    assert.ok(
      error < energy / 100,
      `error ${error / energy} of the energy; a shift of one sample would be above a tenth`,
    );
  });

  it("says when it ends in the middle, and is never read beyond what is there", async () => {
    const lastPage = new OggPages().push(OPUS).at(-1)!.bytes.length;
    const { pcm, warnings } = await read(OPUS.subarray(0, OPUS.length - lastPage));
    assert.ok(pcm.length > 8000 && pcm.length < 16000, `${pcm.length}`);
    assert.deepEqual(warnings, ["The file ends in the middle; it was read to its end."]);
    const torn = await read(OPUS.subarray(0, OPUS.length - Math.floor(lastPage / 2)));
    assert.deepEqual(torn.pcm, pcm);
    assert.deepEqual(torn.warnings, [DAMAGED]);
  });

  it("leaves damaged pages out and says so", async () => {
    const content = Buffer.concat([OPUS, Buffer.from("OggS and then no page at all")]);
    const { pcm, warnings } = await read(content);
    assert.equal(pcm.length, 16000);
    assert.deepEqual(warnings, [DAMAGED]);
  });

  it("without any sound in it is refused", async () => {
    assert.equal(await fault(OPUS.subarray(0, 47)), "opus-damaged");
    assert.equal(await fault(Buffer.from("OggS".padEnd(200, "x"))), "opus-damaged");
    assert.equal(await fault(changed(OPUS, (copy) => void (copy[40]! ^= 1))), "opus-damaged");
  });

  /** The first page with another body, its checksum made right again. */
  const withHead = (change: (body: Buffer) => void): Buffer =>
    changed(OPUS, (copy) => {
      const length = new OggPages().push(OPUS)[0]!.bytes.length;
      change(copy.subarray(28, length));
      copy.writeUInt32LE(checksum(copy.subarray(0, length)), 22);
    });

  it("of another codec, with no channels or at too low a rate is refused with the reason", async () => {
    assert.equal(await fault(withHead((body) => body.write("\x7fFLAC   ", "latin1"))), "sound-unknown");
    assert.equal(await fault(withHead((body) => void (body[9] = 0))), "sound-channels");
    assert.equal(await fault(withHead((body) => void body.writeUInt32LE(4000, 12))), "sound-rate");
  });

  it("of a telephone (8 kHz) is taken with a warning; an untold rate counts as 48 kHz", async () => {
    const narrow = await read(withHead((body) => void body.writeUInt32LE(8000, 12)));
    assert.match(narrow.warnings[0]!, /nothing above 4,000 Hz/);
    assert.equal((await read(withHead((body) => void body.writeUInt32LE(0, 12)))).originRateHz, 48000);
  });
});

describe("Ogg pages", () => {
  it("come out the same however the file is cut into blocks", () => {
    const whole = new OggPages().push(OPUS).map((page) => page.bytes.length);
    const reader = new OggPages();
    const pieces: number[] = [];
    for (let at = 0; at < OPUS.length; at += 7)
      pieces.push(...reader.push(OPUS.subarray(at, at + 7)).map((page) => page.bytes.length));
    reader.end();
    assert.deepEqual(pieces, whole);
    assert.equal(reader.skippedBytes, 0);
    assert.equal(
      whole.reduce((sum, length) => sum + length, 0),
      OPUS.length,
    );
  });

  it("with one wrong bit anywhere are left out, and the next one is found again", () => {
    const all = new OggPages().push(OPUS);
    const first = all[0]!.bytes.length;
    for (let byte = 0; byte < first; byte++) {
      const reader = new OggPages();
      const pages = reader.push(changed(OPUS, (copy) => void (copy[byte]! ^= 1 << (byte % 8))));
      reader.end();
      assert.equal(pages.length, all.length - 1, `byte ${byte}`);
      assert.equal(reader.skippedBytes, first, `byte ${byte}`);
    }
  });
});

describe("FLAC frames", () => {
  const stream = readFileSync(join(FIXTURES, "second.flac"));
  const whole = (bytes: Uint8Array, step = bytes.length): { frames: Uint8Array[]; skipped: number } => {
    const reader = new FlacFrames();
    const frames: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += step)
      frames.push(...reader.push(bytes.subarray(at, at + step)));
    return { frames: [...frames, ...reader.end()], skipped: reader.skippedBytes };
  };
  /** After the metadata: the first frame's header has number 0, a fixed block size and 16 kHz mono 16-bit. */
  const start = stream.indexOf(Buffer.from([0xff, 0xf8]));

  it("come out the same however the file is cut into blocks, and leave nothing over", () => {
    const { frames, skipped } = whole(stream.subarray(start));
    assert.deepEqual([frames.length, skipped], [4, 0]);
    assert.deepEqual(Buffer.concat(frames), stream.subarray(start));
    for (const step of [1, 7, 1000]) assert.deepEqual(whole(stream.subarray(start), step).frames, frames);
  });

  it("with one wrong bit are left out, and the next one is found again", () => {
    const { frames } = whole(stream.subarray(start));
    const second = frames[0]!.length;
    for (let at = second + 8; at < second + frames[1]!.length; at += 97) {
      const damagedOne = whole(changed(stream.subarray(start), (copy) => void (copy[at]! ^= 1)));
      assert.deepEqual(damagedOne.frames, [frames[0], frames[2], frames[3]], `byte ${at}`);
      assert.equal(damagedOne.skipped, frames[1]!.length, `byte ${at}`);
    }
  });

  it("whose headers repeat inside are none: what only looks like a stream costs no time", () => {
    const header = stream.subarray(start, start + 6);
    const crc16 = (bytes: Uint8Array): number => {
      let sum = 0;
      for (const byte of bytes) {
        sum ^= byte << 8;
        for (let bit = 0; bit < 8; bit++) sum = (sum & 0x8000 ? (sum << 1) ^ 0x8005 : sum << 1) & 0xffff;
      }
      return sum;
    };
    const made = (inside: number): Buffer => {
      const body = Buffer.concat(Array.from({ length: inside + 1 }, () => header));
      return Buffer.concat([body, Buffer.from([crc16(body) >> 8, crc16(body) & 0xff])]);
    };
    assert.equal(whole(made(2)).frames[0]?.length, 20);
    assert.ok(whole(made(20)).frames.every((frame) => frame.length < made(20).length));
  });
});
