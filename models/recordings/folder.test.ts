import assert from "node:assert/strict";
import { existsSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { readFolder, streamFolder } from "./folder.ts";
import { openSound, readSound } from "./sound-file.ts";
import { makeFile, makeFolder, manifest } from "./test-folder.ts";
import { formatPiece, riff, tone, wavFile } from "./test-wav.ts";

const SOUND = wavFile(tone(440, 0.3));
const MOTION = ["t,ax,ay,az", ...Array.from({ length: 50 }, (_, i) => `${i / 50},0.0${i % 7},0,1`)].join(
  "\n",
);

async function faultCode(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof BeckonError) return error.fault.code;
    throw error;
  }
  return "none";
}

describe("recordings folder", () => {
  const files = {
    "manifest.csv": manifest("a.wav,sound,p1,up,1,here", "b.csv,motion,p1,wave,2,", "c.wav,sound,p2,up,1,"),
    "a.wav": SOUND,
    "b.csv": MOTION,
    "c.wav": SOUND,
  };

  it("gives takes in the manifest's order, sound as 16 kHz PCM, movement as milli-g", async () => {
    const { takes, warnings } = await readFolder(makeFolder(files));
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      takes.map(({ path, person, label, session, source }) => [path, person, label, session, source]),
      [
        ["a.wav", "p1", "up", 1, "here"],
        ["b.csv", "p1", "wave", 2, ""],
        ["c.wav", "p2", "up", 1, ""],
      ],
    );
    const [sound, motion] = takes.map((take) => take.samples);
    assert.ok(sound?.signal === "sound" && sound.pcm.length === 4800 && sound.originRateHz === 16000);
    assert.ok(motion?.signal === "motion" && motion.milliG.length === 150 && motion.rateHz === 50);
  });

  it("gives one person's takes, or those of some labels", async () => {
    const dir = makeFolder(files);
    const paths = async (options: object): Promise<string[]> =>
      (await readFolder(dir, options)).takes.map((take) => take.path);
    assert.deepEqual(await paths({ person: "p1" }), ["a.wav", "b.csv"]);
    assert.deepEqual(await paths({ labels: ["up"] }), ["a.wav", "c.wav"]);
    assert.deepEqual(await paths({ person: "p2", labels: ["wave"] }), []);
  });

  it("reads one file at a time when streamed: a bad second file does not hide the first take", async () => {
    const dir = makeFolder({ ...files, "b.csv": "nothing" });
    const seen: string[] = [];
    const run = async (): Promise<void> => {
      for await (const take of streamFolder(dir)) seen.push(take.path);
    };
    assert.equal(await faultCode(run()), "motion-columns");
    assert.deepEqual(seen, ["a.wav"]);
  });

  it("says each remark once, with the number of files it fits", async () => {
    const low = wavFile(tone(440, 0.3, 8000), { rateHz: 8000 });
    const { takes, warnings } = await readFolder(makeFolder({ ...files, "a.wav": low, "c.wav": low }));
    assert.deepEqual(warnings, [
      "a.wav and 1 more: It holds nothing above 4,000 Hz: hisses and clicks are harder to tell apart, and a microphone that hears more may not be understood.",
    ]);
    assert.equal(takes[0]!.warnings.length, 1);
  });

  const silences = {
    "exact zeros": wavFile(new Int16Array(48000)),
    "zeros with a codec's faint ripple": wavFile(Int16Array.from({ length: 48000 }, (_, i) => (i >> 4) & 1)),
    "one constant value": wavFile(new Int16Array(48000).fill(-311)),
    "a constant value at 44.1 kHz": wavFile(new Int16Array(3 * 44100).fill(250), { rateHz: 44100 }),
  };
  for (const [name, content] of Object.entries(silences)) {
    it(`refuses a take of ${name}: it holds no sound`, async () => {
      const take = makeFolder({ "manifest.csv": manifest("a.wav,sound,p1,up,1,"), "a.wav": content });
      assert.equal(await faultCode(readFolder(take)), "sound-silent");
      const everyday = makeFolder({
        "manifest.csv": manifest("a.wav,sound,p1,_background,1,"),
        "a.wav": content,
      });
      assert.deepEqual((await readFolder(everyday)).warnings, [
        "a.wav: It holds no sound: every sample is the same.",
      ]);
    });
  }

  it("takes the faintest real room for sound", async () => {
    const faint = Int16Array.from({ length: 16000 }, (_, i) => (i * 7919) % 3);
    const dir = makeFolder({ "manifest.csv": manifest("a.wav,sound,p1,up,1,"), "a.wav": wavFile(faint) });
    assert.equal(await faultCode(readFolder(dir)), "none");
  });

  it("refuses a movement take in which nothing moves, not even the sensor's noise", async () => {
    const dead = ["t,ax,ay,az", ...Array.from({ length: 50 }, (_, i) => `${i / 50},0,0,1`)].join("\n");
    const dir = makeFolder({ "manifest.csv": manifest("a.csv,motion,p1,up,1,"), "a.csv": dead });
    assert.equal(await faultCode(readFolder(dir)), "motion-still");
  });

  it("names the file when a sound is listed as movement", async () => {
    const dir = makeFolder({ "manifest.csv": manifest("a.wav,motion,p1,up,1,"), "a.wav": SOUND });
    assert.equal(await faultCode(readFolder(dir)), "motion-encoding");
  });
});

describe("one sentence as 16 kHz mono and as 44.1 kHz stereo", () => {
  it("is the same sound within 1 % of its energy, and as long", async () => {
    const word = (rateHz: number): Int16Array =>
      Int16Array.from({ length: Math.round(0.8 * rateHz) }, (_, i) => {
        const t = i / rateHz;
        const pitch = 2 * Math.PI * (120 * t + 30 * t * t);
        return (
          6000 *
          Math.sin(Math.PI * (t / 0.8)) *
          (Math.sin(pitch) + 0.5 * Math.sin(9 * pitch) + 0.3 * Math.sin(23 * pitch))
        );
      });
    const high = word(44100);
    const stereo = Int16Array.from({ length: 2 * high.length }, (_, i) => high[i >> 1]!);
    const read = async (content: Uint8Array): Promise<Int16Array> => {
      const parts: Int16Array[] = [];
      for await (const block of (await openSound(makeFile(content))).blocks()) parts.push(block);
      return Int16Array.from(parts.flatMap((part) => [...part]));
    };
    const expected = await read(wavFile(word(16000)));
    const actual = await read(wavFile(stereo, { rateHz: 44100, channels: 2 }));
    assert.equal(actual.length, expected.length);
    const energy = expected.reduce((sum, value) => sum + value * value, 0);
    const error = expected.reduce((sum, value, i) => sum + (value - actual[i]!) ** 2, 0);
    assert.ok(error < 0.0001 * energy, `${error / energy}`);
  });
});

describe("long recordings", () => {
  it("come in blocks, and leave the file closed when nobody reads on", async () => {
    const sound = await openSound(makeFile(wavFile(tone(300, 30))));
    const lengths: number[] = [];
    for await (const block of sound.blocks()) {
      lengths.push(block.length);
      if (lengths.length === 2) break;
    }
    assert.ok(
      lengths.every((length) => length <= 65536),
      `${lengths}`,
    );
    await assert.rejects(async () => {
      for await (const block of sound.blocks()) assert.ok(block);
    });
  });

  it("are refused in one piece where they are longer than asked for", async () => {
    const path = makeFile(wavFile(tone(300, 2)));
    assert.equal((await readSound(path, path, 2)).samples.pcm.length, 32000);
    assert.equal(await faultCode(readSound(path, path, 1.9)), "sound-long");
  });

  it("of a quarter of an hour are walked through in little memory", {
    skip: process.env.BECKON_FULL ? false : "only in test:full",
  }, async () => {
    const path = makeFile(
      riff([
        formatPiece({ rateHz: 44100, channels: 2 }),
        { id: "data", body: new Uint8Array(0), stated: 0xffffffff },
      ]),
    );
    truncateSync(path, 44 + 900 * 44100 * 4); // a sparse file: it takes no room on the disk
    const before = process.memoryUsage().rss;
    let [length, most] = [0, 0];
    for await (const block of (await openSound(path)).blocks()) {
      length += block.length;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    assert.equal(length, 900 * 16000);
    assert.ok(most < 150e6, `${most} bytes`);
  });
});

/** The developers' recordings are not part of the repository. */
const DATA = join(import.meta.dirname, "../../../shared/data");

describe("the developers' recordings", { skip: existsSync(DATA) ? false : "not here" }, () => {
  it("are read in full, with no remark but about their band", async () => {
    const { takes, warnings } = await readFolder(join(DATA, "digits"));
    assert.equal(takes.length, 800);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /nothing above 4,000 Hz/);
    const motion = await readFolder(join(DATA, "motion/microbit"));
    assert.equal(motion.takes.length, 125);
    assert.deepEqual(motion.warnings, []);
  });
});
