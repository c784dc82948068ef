/**
 * Hostile bytes: whatever a file holds, it is read or refused with a reason;
 * nothing else is ever thrown, and what is read is fit for the runtime.
 *
 * BECKON_FUZZ_SECONDS sets the time for the WAV and the motion reader (default
 * 10); the others, which rest on kept decoders or are small, get a third. A failure
 * prints its seed; put it into BECKON_FUZZ_SEED to see it again.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { createRandom, type Random } from "../../common/random.ts";
import { CsvQuoteError, csvRows, decodeText, guessSeparator } from "./csv.ts";
import { openFlac } from "./flac.ts";
import { parseMotion } from "./motion-file.ts";
import { openOpus } from "./opus.ts";
import type { OpenFile, SoundSource } from "./sound-source.ts";
import { dataPiece, formatPiece, riff, tone } from "./test-wav.ts";
import { openWav } from "./wav.ts";

const SECONDS = Number(process.env.BECKON_FUZZ_SECONDS ?? 10);
const FIRST_SEED = Number(process.env.BECKON_FUZZ_SEED ?? 1);
const FIXTURES = join(import.meta.dirname, "fixtures");

/** Bytes of size fields, rates and the like that are most likely to go wrong. */
const NASTY = [0, 1, 2, 3, 7, 8, 15, 16, 24, 32, 64, 127, 128, 254, 255];

function mutate(origin: Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(origin);
  for (let change = random.integer(8) + 1; change > 0 && bytes.length > 0; change--) {
    // Most formats have their tender places at the start.
    const at =
      random.next() < 0.7 ? random.integer(Math.min(64, bytes.length)) : random.integer(bytes.length);
    const length = 1 + random.integer(8);
    switch (random.integer(6)) {
      case 0:
        bytes[at]! ^= 1 << random.integer(8);
        break;
      case 1:
        bytes[at] = NASTY[random.integer(NASTY.length)]!;
        break;
      case 2:
        bytes.fill(random.integer(256), at, at + length);
        break;
      case 3:
        bytes = bytes.slice(0, at);
        break;
      case 4:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
        break;
      default:
        bytes = Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
    }
  }
  return bytes;
}

/** Runs `one` with new seeds until the time is over; at least 50 times, so that a slow machine tests something too. */
async function fuzz(one: (random: Random) => Promise<"read" | "refused">, seconds = SECONDS): Promise<void> {
  const counts = { read: 0, refused: 0 };
  const until = performance.now() + seconds * 1000;
  for (let seed = FIRST_SEED; performance.now() < until || seed < FIRST_SEED + 50; seed++) {
    try {
      counts[await one(createRandom(seed))]++;
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  assert.ok(counts.read > 0 && counts.refused > 0, `both must happen: ${JSON.stringify(counts)}`);
}

function fileOf(bytes: Uint8Array): OpenFile {
  return {
    bytes: bytes.length,
    thing: "fuzz",
    readAt: async (offset, length) => bytes.slice(offset, offset + length),
  };
}

/** @returns "refused" if the reader gave a reason; anything else that is thrown goes on. */
async function reading(work: () => Promise<void>): Promise<"read" | "refused"> {
  try {
    await work();
    return "read";
  } catch (error) {
    if (!(error instanceof BeckonError)) throw error;
    return "refused";
  }
}

async function checkSound(source: SoundSource, mostSamples: number): Promise<void> {
  assert.ok(source.rateHz >= 8000 && source.rateHz <= 384000);
  let length = 0;
  for await (const block of source.blocks()) length += block.length;
  assert.ok(length <= mostSamples, `${length} samples`);
}

function checkMotion(bytes: Uint8Array): void {
  const { samples } = parseMotion(bytes, "fuzz");
  assert.ok(samples.rateHz >= 10 && samples.rateHz <= 400.01, `${samples.rateHz}`);
  assert.ok(samples.milliG.length >= 3 && samples.milliG.length % 3 === 0);
  assert.ok(
    samples.milliG.length <= 15 * bytes.length + 1500,
    `${samples.milliG.length} values from ${bytes.length} bytes`,
  );
}

describe("hostile bytes", () => {
  const sound = tone(440, 0.02);
  const list = { id: "LIST", body: Buffer.from("INFOISFT\x05\0\0\0Lavf\0", "latin1") };
  const extensible = readFileSync(join(FIXTURES, "pcm-24-extensible.wav"));
  const wavs = [
    riff([formatPiece(), dataPiece(sound)]),
    riff([
      list,
      { id: "junk", body: new Uint8Array(3) },
      dataPiece(sound),
      formatPiece({ channels: 2, rateHz: 44100 }),
    ]),
    riff(
      [
        { id: "ds64", body: new Uint8Array(28) },
        formatPiece({ tag: 3, bits: 32 }),
        dataPiece(sound, 0xffffffff),
      ],
      { magic: "RF64" },
    ),
    extensible.subarray(0, 2000),
  ];
  it("a WAV file is read or refused with a reason", async () => {
    await fuzz((random) => {
      const bytes = mutate(wavs[random.integer(wavs.length)]!, random);
      return reading(async () => checkSound(await openWav(fileOf(bytes)), bytes.length));
    });
  });

  const row = (i: number): string => `${i / 50},${Math.sin(i).toFixed(3)},0.01,1`;
  const plain = ["t,ax,ay,az", ...Array.from({ length: 30 }, (_, i) => row(i))].join("\n");
  const texts = [
    plain,
    plain.replaceAll(",", ";").replaceAll(".", ","),
    `\ufeffsep=\t\r\n${plain.replaceAll(",", "\t").replaceAll("\n", "\r\n")}`,
    plain.replaceAll(/(\d+\.\d+)/g, '"$1"'),
  ];
  const inserts = [
    "\n",
    "\r",
    ",",
    ";",
    "\t",
    '"',
    "-",
    "e9",
    "e-9",
    "1e300",
    "NaN",
    ".",
    "0,0,0,0\n",
    "9999999999,0,0,1\n",
    "\ufeff",
    "\0",
    "é",
    "Infinity",
  ];
  it("a motion CSV is read or refused with a reason, and never grows beyond measure", async () => {
    await fuzz((random) => {
      let text = texts[random.integer(texts.length)]!;
      for (let change = random.integer(6); change > 0; change--) {
        const at = random.integer(text.length);
        text =
          text.slice(0, at) + inserts[random.integer(inserts.length)]! + text.slice(at + random.integer(6));
      }
      const bytes =
        random.next() < 0.5
          ? mutate(Buffer.from(text), random)
          : Buffer.from(text, random.next() < 0.1 ? "utf16le" : "utf8");
      return reading(async () => checkMotion(bytes));
    });
  });

  it("a CSV text gives rows of fields that stand in it, or tells of an open quote", async () => {
    const letters = ['"', '""', ",", ";", "\t", "\n", "\r", "\r\n", " ", "a", "é", "\ufeff", "1.5"];
    await fuzz(async (random) => {
      const text = Array.from(
        { length: random.integer(40) },
        () => letters[random.integer(letters.length)],
      ).join("");
      const { text: decoded } = decodeText(Buffer.from(text));
      let line = 0;
      try {
        for (const found of csvRows(decoded, guessSeparator(decoded))) {
          assert.ok(found.line > line, "lines go up");
          line = found.line;
          assert.ok(found.fields.length > 0 && found.fields.every((field) => field.length <= text.length));
        }
        return "read";
      } catch (error) {
        if (!(error instanceof CsvQuoteError)) throw error;
        return "refused";
      }
    }, SECONDS / 3);
  });

  const flac = readFileSync(join(FIXTURES, "sweep.flac"));
  const opus = readFileSync(join(FIXTURES, "second.opus"));
  it("a FLAC file is read or refused with a reason", async () => {
    await fuzz(
      (random) => reading(async () => checkSound(await openFlac(fileOf(mutate(flac, random))), 70_000)),
      SECONDS / 3,
    );
  });

  it("an Ogg Opus file is read or refused with a reason", async () => {
    await fuzz(
      (random) => reading(async () => checkSound(await openOpus(fileOf(mutate(opus, random))), 70_000)),
      SECONDS / 3,
    );
  });
});
