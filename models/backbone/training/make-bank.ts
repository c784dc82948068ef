/**
 * Makes bank.bin and bank.json anew from the folder that the backbone was trained on:
 *   node tools/node24.mjs models/backbone/training/make-bank.ts SPEECH_FOLDER
 *
 * Run it after the backbone was replaced and its prebuilt rebuilt. Which sources may
 * ship and which words the developers test on is said here and in data.py.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../../../common/random.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import { shippedBackbone } from "../../../firmware-gen/image/shipped-backbones.ts";
import { createBandLimiter } from "../../features/adapt.ts";
import { openGate } from "../../features/gate.ts";
import { laySound } from "../../features/lay.ts";
import { featuresOf, segmentAt, segmentsIn } from "../../features/segments.ts";
import { vectorsAt, vectorsOf } from "../../features/vectors.ts";
import { csvRows, decodeText } from "../../recordings/csv.ts";
import { openSound } from "../../recordings/sound-file.ts";
import { BACKBONE, loadBackbone } from "../backbone.ts";
import { BANK_FILES, type BankDescription } from "../bank.ts";

const LICENCES: Record<string, string> = {
  asc: "CC BY 4.0",
  dspspeech20: "MIT",
  mycroft: "public domain",
  "pinyin-sound": "Unlicense",
  "asterisk-it": "CC BY 3.0",
  "asterisk-ru": "CC BY 3.0",
  "libri-test-clean": "CC BY 4.0",
  "libri-test-other": "CC BY 4.0",
  "libri-train-100": "CC BY 4.0",
  watson: "Apache-2.0",
  talon: "MIT",
};
/** What the bank is made of: few talkers have many single words, and strangers mostly talk. Parts of its bytes. */
const PARTS = { talk: 0.5, words: 0.25, common: 0.25 };
const COMMON = ["asc", "dspspeech20"];
/** Talk is cut where it is softest, into pieces as long as words, seconds. */
const PIECE_S = { least: 0.25, most: 0.9 };
const TEST_WORDS = new Set(
  [
    ...of("ar", "up down left right yes no start stop open close"),
    ...of("zh", "shuzi beijing shanghai fandian"),
    ...of("en", "speaker print open close zero one two three four five six seven eight nine"),
  ].map(String),
);
const BYTES_MOST = 1_950_000;
/** Vectors of 40 ms: what is longer is no command, what is shorter hardly a word. */
const LENGTHS = { least: 5, most: 40 };
/** Level of the quiet around each, steps of int16. */
const QUIET = 8;

function of(language: string, words: string): string[] {
  return words.split(" ").map((word) => `${language} ${word}`);
}

interface Word {
  readonly vectors: Int8Array;
  readonly part: keyof typeof PARTS;
  readonly source: string;
  readonly recording: string;
}

const folder = process.argv[2];
if (folder === undefined) {
  console.error("make-bank.ts SPEECH_FOLDER");
  process.exit(2);
}
const engine = await createEngine();
const { network } = loadBackbone(BACKBONE);
const rows = [...csvRows(decodeText(readFileSync(join(folder, "index.csv"))).text, ",")]
  .slice(1)
  .map(({ fields: [path = "", start, end, kind, , label, language, source = ""] }) => ({
    path,
    start: Number(start),
    end: Number(end),
    word: `${language} ${label}`,
    source,
    kind,
  }))
  .filter(({ source, word }) => source in LICENCES && !TEST_WORDS.has(word));

const random = createRandom(1);
const words: Word[] = [];
let size = 0;
for (const path of [...new Set(rows.map((row) => row.path))].sort()) {
  const file = join(folder, path);
  const recording = createHash("sha256").update(readFileSync(file)).digest("hex");
  const pcm = await wholeSound(file, path);
  for (const { start, end, kind, source } of rows.filter((row) => row.path === path)) {
    const clip = pcm.subarray(Math.round(start * 16000), Math.round(end * 16000));
    const pieces = kind === "talk" ? cutTalk(clip) : [clip];
    const part = kind === "talk" ? "talk" : COMMON.includes(source) ? "common" : "words";
    for (const piece of pieces) {
      const vectors = heard(piece);
      if (vectors) words.push({ vectors, part, source, recording });
    }
  }
}

const chosen = choose(words);
writeFileSync(
  BANK_FILES.words,
  Buffer.concat(
    chosen.flatMap(({ vectors }) => [
      Uint8Array.of(vectors.length / size),
      Buffer.from(vectors.buffer, vectors.byteOffset, vectors.length),
    ]),
  ),
);
const description: BankDescription = {
  backbone: shippedBackbone(BACKBONE).id,
  size,
  words: chosen.length,
  sources: Object.entries(LICENCES)
    .map(([source, licence]) => ({
      source,
      licence,
      words: chosen.filter((word) => word.source === source).length,
    }))
    .filter(({ words }) => words > 0),
  recordings: [...new Set(chosen.map(({ recording }) => recording))].sort(),
};
writeFileSync(BANK_FILES.description, `${JSON.stringify(description, null, 1)}\n`);
console.log(`${chosen.length} of ${words.length} words`, description.sources);

async function wholeSound(file: string, path: string): Promise<Int16Array> {
  const sound = await openSound(file, path);
  const blocks: Int16Array[] = [];
  for await (const block of sound.blocks()) blocks.push(block.slice());
  const pcm = new Int16Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    pcm.set(block, at);
    at += block.length;
  }
  return pcm;
}

/** Pieces between the softest 20 ms within reach of each other. */
function cutTalk(pcm: Int16Array): Int16Array[] {
  const hop = 320;
  const power = Array.from({ length: Math.floor(pcm.length / hop) }, (_, i) =>
    pcm.subarray(i * hop, (i + 1) * hop).reduce((sum, v) => sum + v * v, 0),
  );
  const [least, most] = [PIECE_S.least, PIECE_S.most].map((s) => Math.round((s * 16000) / hop)) as [
    number,
    number,
  ];
  const pieces: Int16Array[] = [];
  for (let from = 0; from + most < power.length; ) {
    const reach = power.slice(from + least, from + most);
    const to = from + least + reach.indexOf(Math.min(...reach));
    pieces.push(pcm.slice(from * hop, to * hop));
    from = to;
  }
  return pieces;
}

/** What the runtime would judge of a sound in quiet, every second one over a telephone's band; undefined if nothing. */
function heard(pcm: Int16Array): Int8Array | undefined {
  const originRateHz = random.integer(2) === 0 ? 16000 : 8000;
  const limited = createBandLimiter(originRateHz).push(pcm).slice();
  const laid = laySound([{ signal: "sound", pcm: limited, originRateHz }], QUIET, random, 500);
  const features = featuresOf(engine, { signal: "sound", pcm: laid.pcm, originRateHz });
  const segments = segmentsIn(engine, features, openGate("sound", features.levels, features.levels));
  const segment = segmentAt(segments, laid.places[0]!, "sound");
  if (segment === undefined) return undefined;
  const vectors = vectorsOf(engine, network, features);
  size = vectors.size;
  const found = vectorsAt(vectors, segment);
  const length = found.length / size;
  return length >= LENGTHS.least && length <= LENGTHS.most ? found : undefined;
}

/** As many as fit, by chance, each part no more than its share. */
function choose(all: readonly Word[]): Word[] {
  const shuffled = all
    .map((word) => ({ word, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ word }) => word);
  const room = new Map(Object.entries(PARTS).map(([part, share]) => [part, BYTES_MOST * share]));
  return shuffled.filter(({ part, vectors }) => {
    const left = room.get(part)! - vectors.length - 1;
    if (left < 0) return false;
    room.set(part, left);
    return true;
  });
}
