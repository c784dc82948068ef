/**
 * Makes the conformance vectors in firmware-gen/vectors anew: images and samples
 * from seeds, samples of the bundled sample person, and what runtime.wasm makes of
 * them. Only after a change that is meant to change results; then say so in the commit.
 *
 *   node tools/build-runtime/vectors.ts
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Signal } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { buildImage } from "../../firmware-gen/image/build.ts";
import { sampleImages } from "../../firmware-gen/vectors/sample-images.ts";
import {
  type Origin,
  packImages,
  samplesOf,
  type StoredVector,
  sumsOf,
} from "../../firmware-gen/vectors/vectors.ts";
import { readFolder } from "../../models/recordings/folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const SEEDS_PER_IMAGE = 20;
/** Recordings of each signal; those of sound are cut to this many samples. */
const RECORDINGS = { sound: 10, motion: 16 } as const;
const REST_SAMPLES = 40;
const SOUND_SAMPLES = 9600;
const MOTION_RATES_CHZ = [5000, 2500, 10000, 1248, 20000];

const engine = await createEngine();
const images = sampleImages().map(({ spec }) => ({ signal: spec.signal, bytes: buildImage(spec) }));
const stored: StoredVector[] = [];
const recordings: Int16Array[] = [];
let offset = 0;

function add(name: string, image: number, rateChz: number, samples: Int16Array, origin: Origin): void {
  const bytes = images[image]?.bytes as Uint8Array;
  stored.push({ name, image, rateChz, origin, ...sumsOf(engine, bytes, { name, image, rateChz, samples }) });
}

for (const [image, { signal }] of images.entries()) {
  for (let i = 0; i < SEEDS_PER_IMAGE; i++) {
    const seed = 1000 * image + i + 1;
    const rateChz = signal === "sound" ? 0 : (MOTION_RATES_CHZ[i % 5] as number);
    add(`seed ${seed}`, image, rateChz, samplesOf(rateChz, seed), { seed });
  }
}
for (const signal of ["sound", "motion"] as const) await addRecordings(signal);

const folder = join(root, "firmware-gen/vectors");
writeFileSync(join(folder, "images.bin"), packImages(images.map(({ bytes }) => bytes)));
writeFileSync(
  join(folder, "recordings.bin"),
  Buffer.concat(recordings.map((part) => Buffer.from(part.buffer))),
);
writeFileSync(
  join(folder, "vectors.json"),
  `[\n${stored.map((vector) => JSON.stringify(vector)).join(",\n")}\n]\n`,
);
console.log(`${stored.length} vectors, ${offset * 2} bytes of recordings`);

async function addRecordings(signal: Signal): Promise<void> {
  const { takes: all } = await readFolder(join(root, "models/sample", signal));
  const takes = all.filter((take) => !take.label.startsWith("_"));
  const usable = images.flatMap((image, index) => (image.signal === signal ? [index] : []));
  const step = Math.floor(takes.length / RECORDINGS[signal]);
  for (let i = 0; i < RECORDINGS[signal]; i++) {
    const take = takes[i * step];
    if (take === undefined) throw new Error(`models/sample/${signal} holds too few takes.`);
    const samples =
      take.samples.signal === "sound"
        ? loudest(take.samples.pcm, SOUND_SAMPLES)
        : rested(take.samples.milliG);
    const rateChz = take.samples.signal === "sound" ? 0 : Math.round(take.samples.rateHz * 100);
    add(`${signal}/${take.path}`, usable[i % usable.length] as number, rateChz, samples, {
      offset,
      count: samples.length,
    });
    recordings.push(samples);
    offset += samples.length;
  }
}

/** With rest after it, so that the last segment closes. */
function rested(milliG: Int16Array): Int16Array {
  const out = new Int16Array(milliG.length + 3 * REST_SAMPLES);
  out.set(milliG);
  for (let at = milliG.length; at < out.length; at++) out[at] = out[at - 3] as number;
  return out;
}

/** The stretch around the loudest sample, with quiet after it, so that a segment opens and closes. */
function loudest(pcm: Int16Array, count: number): Int16Array {
  let at = 0;
  pcm.forEach((value, index) => {
    if (Math.abs(value) > Math.abs(pcm[at] ?? 0)) at = index;
  });
  const from = Math.max(0, Math.min(at - Math.floor(count / 3), pcm.length - count));
  return pcm.slice(from, from + count);
}
