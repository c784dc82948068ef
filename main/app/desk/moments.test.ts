import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../../common/random.ts";
import type { SoundSamples } from "../../../common/street.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import { laySound, quietLevel } from "../../../models/features/lay.ts";
import { readFolder } from "../../../models/recordings/folder.ts";
import { SAMPLE_SOUND } from "../demo.ts";
import { createMoments, UNHEARD_FOR_MS, UNHEARD_MOST } from "./moments.ts";

const engine = await createEngine();
const { takes } = await readFolder(SAMPLE_SOUND, { labels: ["stop"] });
const sounds = takes.map(({ samples }) => samples as SoundSamples);
const level = quietLevel(sounds);
const said = (chosen: readonly SoundSamples[]): Int16Array =>
  laySound(chosen, level, createRandom(3), 1200).pcm;

/** In pieces of a tenth of a second, as a microphone gives it. */
function* pieces(pcm: Int16Array): Generator<Int16Array> {
  for (let at = 0; at < pcm.length; at += 1600) yield pcm.subarray(at, at + 1600);
}

/** How much of a take lies in a piece of sound: the best match of their loudest stretch, 0..1. */
function holds(piece: Int16Array, take: Int16Array): boolean {
  const needle = take.subarray(take.length >> 1, (take.length >> 1) + 200).join();
  return piece.join().includes(needle);
}

test("an event gets the sound that it was made of, whether it comes before the sound's end is known or after", async () => {
  for (const early of [false, true]) {
    const moments = createMoments(engine);
    for (const piece of pieces(said([]))) moments.push(piece);
    const asked = early ? moments.ofEvent() : undefined;
    let sound: Promise<Int16Array> | undefined = asked;
    for (const piece of pieces(said([sounds[0]!]).subarray(1200 * 16 - 1600))) {
      if (moments.push(piece) && !early) sound ??= moments.ofEvent();
    }
    assert.ok(holds(await sound!, sounds[0]!.pcm), `early: ${early}`);
    assert.deepEqual(moments.unheard(), [], "it is no sound without event");
  }
});

test("sounds without event are remembered, newest first, few and for some minutes only", () => {
  let now = 0;
  const moments = createMoments(engine, () => ({ dayMs: now, clockMs: now }));
  for (const sound of [...sounds, ...sounds].slice(0, UNHEARD_MOST + 2)) {
    now += 60_000;
    for (const piece of pieces(said([sound]))) moments.push(piece);
  }
  const kept = moments.unheard();
  assert.equal(kept.length, UNHEARD_MOST);
  assert.ok(kept[0]!.at > kept[1]!.at);
  moments.drop(kept[0]!.id);
  assert.equal(moments.unheard().length, UNHEARD_MOST - 1);
  now += UNHEARD_FOR_MS;
  assert.equal(moments.unheard().length, 0);
});

test("they are forgotten in time although the computer slept, or its clock was set back an hour", () => {
  for (const [dayMs, clockMs] of [
    [8 * 3_600_000, 0],
    [UNHEARD_FOR_MS - 3_600_000, UNHEARD_FOR_MS],
  ] as const) {
    let now = { dayMs: 1e12, clockMs: 5000 };
    const moments = createMoments(engine, () => now);
    for (const piece of pieces(said([sounds[0]!]))) moments.push(piece);
    assert.equal(moments.unheard().length, 1);
    now = { dayMs: now.dayMs + dayMs + 1, clockMs: now.clockMs + clockMs + 1 };
    assert.equal(moments.unheard().length, 0);
  }
});

test("in talk without end an event gets what was heard last, and nobody waits for ever", async () => {
  const moments = createMoments(engine);
  for (const piece of pieces(said([]))) moments.push(piece);
  const random = createRandom(5);
  const asked = moments.ofEvent();
  const talk = Int16Array.from({ length: 80_000 }, () => Math.round(random.normal() * 6000));
  for (const piece of pieces(talk)) moments.push(piece);
  assert.ok((await asked).length >= 32_000);
  const waiting = moments.ofEvent();
  moments.clear();
  assert.ok((await waiting).length > 0);
  assert.deepEqual(moments.unheard(), []);
});
