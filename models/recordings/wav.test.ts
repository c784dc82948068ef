import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readSound } from "./sound-file.ts";
import { makeFile } from "./test-folder.ts";
import { dataPiece, formatPiece, riff, tone, wavFile } from "./test-wav.ts";
import { readWavHead, type ReadAt } from "./wav-format.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const SOUND = tone(440, 0.1);

async function read(content: Uint8Array): Promise<{ pcm: Int16Array; warnings: string[] }> {
  const { samples, warnings } = await readSound(makeFile(content));
  return { pcm: samples.pcm, warnings };
}

async function fault(content: Uint8Array): Promise<string> {
  try {
    await read(content);
  } catch (error) {
    return (error as { fault: { code: string } }).fault.code;
  }
  return "none";
}

const SHORTER = ["The file is shorter than it says; it was read to its end."];
const LONGER = ["The file is longer than it says; it was read to its end."];

describe("WAV: what another program wrote (SoX)", () => {
  /** How far 16-bit values may be off when they went through the other form. */
  const FORMS = {
    "unsigned-8": 129,
    "pcm-24-extensible": 0,
    "pcm-32-extensible": 0,
    "float-32": 0,
    "float-64": 0,
    "a-law": 1024,
    "mu-law": 1024,
  };

  for (const [name, tolerance] of Object.entries(FORMS)) {
    it(`${name} reads like the 16-bit file it was made from`, async () => {
      const expected = (await readSound(join(FIXTURES, "sweep.wav"))).samples.pcm;
      const { samples, warnings } = await readSound(join(FIXTURES, `${name}.wav`));
      assert.deepEqual(warnings, []);
      assert.equal(samples.pcm.length, 1600);
      const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - samples.pcm[i]!)), 0);
      assert.ok(worst <= tolerance, `off by ${worst}`);
    });
  }

  it("G.711 codes have the values of the standard", async () => {
    const first = async (tag: number, byte: number): Promise<number> =>
      (await read(riff([formatPiece({ tag, bits: 8 }), { id: "data", body: Uint8Array.of(byte) }]))).pcm[0]!;
    const muLaw = [
      [0xff, 0],
      [0x7f, 0],
      [0x80, 32124],
      [0x00, -32124],
      [0xf0, 120],
    ] as const;
    for (const [byte, value] of muLaw) assert.equal(await first(7, byte), value, `mu-law ${byte}`);
    const aLaw = [
      [0xd5, 8],
      [0x55, -8],
      [0xaa, 32256],
      [0x2a, -32256],
    ] as const;
    for (const [byte, value] of aLaw) assert.equal(await first(6, byte), value, `A-law ${byte}`);
  });
});

describe("WAV: good input in unusual order", () => {
  it("gives 16 kHz mono 16-bit back bit for bit", async () => {
    const extremes = Int16Array.of(-32768, 32767, 0, -1, 1);
    assert.deepEqual((await read(wavFile(extremes))).pcm, extremes);
  });

  const list = { id: "LIST", body: Buffer.from("INFOISFT\x05\0\0\0Lavf\0", "latin1") };
  const orders = {
    "the format after the data": [dataPiece(SOUND), formatPiece()],
    "other parts before, between and after": [list, formatPiece(), list, dataPiece(SOUND), list],
    "an odd part with its filling byte": [
      { id: "junk", body: new Uint8Array(3) },
      formatPiece(),
      dataPiece(SOUND),
    ],
    "an odd part without it": [
      { id: "junk", body: new Uint8Array(3), pad: false },
      formatPiece(),
      dataPiece(SOUND),
    ],
    "an empty part": [{ id: "junk", body: new Uint8Array(0) }, formatPiece(), dataPiece(SOUND)],
  };
  for (const [name, pieces] of Object.entries(orders)) {
    it(`reads ${name}`, async () => {
      assert.deepEqual(await read(riff(pieces)), { pcm: SOUND, warnings: [] });
    });
  }

  it("takes the mean of the channels", async () => {
    assert.deepEqual([...(await read(wavFile([100, 300, -5, -7], { channels: 2 }))).pcm], [200, -6]);
  });

  it("reads 24 bits in 32, and drops half a frame at the end", async () => {
    const body = new Uint8Array([0, 0, 1, 0x40, 0, 0, 0, 0xc0, 9, 9]);
    const { pcm } = await read(riff([formatPiece({ bits: 24, block: 4 }), { id: "data", body }]));
    assert.deepEqual([...pcm], [0x4001, -0x4000]);
  });

  it("takes what is no number as silence, and says so", async () => {
    const body = new Uint8Array(Float32Array.of(0.5, NaN, Infinity, -0.5).buffer);
    const { pcm, warnings } = await read(riff([formatPiece({ tag: 3, bits: 32 }), { id: "data", body }]));
    assert.deepEqual([...pcm], [16384, 0, 0, -16384]);
    assert.deepEqual(warnings, ["Some of its samples are no numbers and were taken as silence."]);
  });

  it("cuts at full scale, and says so", async () => {
    const body = new Uint8Array(Float32Array.of(3, -3, 1).buffer);
    const { pcm, warnings } = await read(riff([formatPiece({ tag: 3, bits: 32 }), { id: "data", body }]));
    assert.deepEqual([...pcm], [32767, -32768, 32767]);
    assert.equal(warnings.length, 1);
  });
});

describe("WAV: size fields that are wrong", () => {
  const claims = [
    ["nothing (written to a pipe)", 0, LONGER],
    ["half", SOUND.length, LONGER],
    ["2 GB", 0x7fffffff, SHORTER],
    ["4 GB (written to a pipe)", 0xffffffff, SHORTER],
    ["a byte too much", 2 * SOUND.length + 1, SHORTER],
  ] as const;
  for (const [name, stated, warnings] of claims) {
    it(`reads to the end when the file claims ${name}`, async () => {
      assert.deepEqual(await read(riff([formatPiece(), dataPiece(SOUND, stated)])), { pcm: SOUND, warnings });
    });
  }

  it("reads a file cut in the middle to its end", async () => {
    const { pcm, warnings } = await read(wavFile(SOUND).slice(0, 44 + 1001));
    assert.deepEqual(pcm, SOUND.slice(0, 500));
    assert.deepEqual(warnings, SHORTER);
  });

  it("does not take a tag at the end for sound", async () => {
    for (const tail of ["TAG" + "x".repeat(125), "ID3" + "x".repeat(60), "\0".repeat(512)]) {
      const content = Buffer.concat([wavFile(SOUND), Buffer.from(tail, "latin1")]);
      assert.deepEqual(await read(content), { pcm: SOUND, warnings: [] });
    }
  });

  /** A head followed by so many zeros as the file claims to have; nothing is stored. */
  const huge = (head: Uint8Array, bytes: number): [ReadAt, number] => [
    (offset, length) => {
      const block = new Uint8Array(Math.max(0, Math.min(length, bytes - offset)));
      block.set(head.subarray(offset, offset + block.length));
      return Promise.resolve(block);
    },
    bytes,
  ];
  const FIVE_GIB = 5 * 2 ** 30;

  it("finds the true length when a 5 GiB file's size field has wrapped", async () => {
    const head = riff([
      formatPiece(),
      { id: "data", body: new Uint8Array(0), stated: (FIVE_GIB - 44) % 2 ** 32 },
    ]);
    const { dataBytes, dataOffset, warnings } = await readWavHead(...huge(head, FIVE_GIB), "big.wav");
    assert.deepEqual(
      { dataBytes, dataOffset, warnings: [...warnings] },
      { dataBytes: FIVE_GIB - 44, dataOffset: 44, warnings: LONGER },
    );
  });

  it("believes the 64-bit size of RF64", async () => {
    const sizes = Buffer.alloc(28);
    sizes.writeBigUInt64LE(BigInt(FIVE_GIB - 80), 8);
    const pieces = [
      { id: "ds64", body: sizes },
      formatPiece(),
      { id: "data", body: new Uint8Array(0), stated: 0xffffffff },
    ];
    const { dataBytes, warnings } = await readWavHead(
      ...huge(riff(pieces, { magic: "RF64" }), FIVE_GIB),
      "big.wav",
    );
    assert.deepEqual({ dataBytes, warnings: [...warnings] }, { dataBytes: FIVE_GIB - 80, warnings: [] });
  });
});

describe("WAV: input that cannot be read", () => {
  it("says why", async () => {
    const faults = {
      "file-empty": new Uint8Array(0),
      "sound-unknown": Buffer.from("GIF89a not a sound at all"),
      "wav-truncated": wavFile(SOUND).slice(0, 8),
      "wav-no-format": riff([dataPiece(SOUND)]),
      "wav-coding": riff([formatPiece({ tag: 2, bits: 4, block: 256 }), dataPiece(SOUND)]),
      "sound-rate": wavFile(SOUND, { rateHz: 4000 }),
      "sound-channels": wavFile(SOUND, { channels: 0 }),
      "sound-empty": wavFile([]),
    };
    for (const [code, content] of Object.entries(faults)) assert.equal(await fault(content), code);
  });

  it("cut anywhere, is read to its end or refused with a reason", async () => {
    const whole = riff([
      { id: "junk", body: new Uint8Array(3) },
      formatPiece(),
      dataPiece(SOUND.subarray(0, 20)),
    ]);
    for (let length = 0; length < whole.length; length++) {
      const code = await fault(whole.slice(0, length));
      const expected =
        length === 0
          ? ["file-empty"]
          : ["none", "wav-truncated", "wav-no-format", "sound-empty", "sound-unknown"];
      assert.ok(expected.includes(code), `${code} at ${length}`);
    }
  });
});
