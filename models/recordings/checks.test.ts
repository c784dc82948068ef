import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import type { MotionSamples } from "../../common/street.ts";
import { checkTake, measureSound, TAKE_REMARKS } from "./checks.ts";
import { readFolder } from "./folder.ts";
import { readManifest } from "./manifest.ts";

const RATE = 16000;

interface TakePlan {
  /** dBFS of the word and of the room around it. */
  readonly word?: number;
  readonly room?: number;
  readonly before?: number;
  readonly after?: number;
  readonly length?: number;
  /** Samples above this are cut. */
  readonly ceiling?: number;
  /** A click at this time, s. */
  readonly click?: number;
}

/** A buzz that swells and fades, in a quiet room. */
function spoken({
  word = -18,
  room = -60,
  before = 0.4,
  after = 0.4,
  length = 0.6,
  ceiling = 32767,
  click,
}: TakePlan): Int16Array {
  const random = createRandom(5);
  const loud = 32768 * 10 ** (word / 20);
  return Int16Array.from({ length: Math.round((before + length + after) * RATE) }, (_, i) => {
    const t = i / RATE - before;
    const shape = t < 0 || t > length ? 0 : Math.min(1, t / 0.05, (length - t) / 0.05);
    const voice = shape * Math.SQRT2 * loud * Math.sin(2 * Math.PI * 180 * t);
    const noise = random.normal() * 32768 * 10 ** (room / 20);
    const since = i / RATE - (click ?? Infinity);
    const burst = since >= 0 && since < 0.01 ? 0.7 * loud * random.normal() : 0;
    return Math.max(-ceiling, Math.min(ceiling, Math.round(voice + noise + burst)));
  });
}

function remarks(plan: TakePlan): string[] {
  return checkTake({ signal: "sound", pcm: spoken(plan), originRateHz: RATE }).map(({ code }) => code);
}

/** A turn there and back in `seconds`, rest around it. */
function moved({
  milliG = 400,
  before = 0.6,
  after = 0.6,
  seconds = 0.8,
  tremor = 4,
  range = 32767,
}): MotionSamples {
  const random = createRandom(6);
  const count = Math.round((before + seconds + after) * 50);
  const samples = Array.from({ length: count }, (_, i) => {
    const t = i / 50 - before;
    const shape = t < 0 || t > seconds ? 0 : Math.sin((2 * Math.PI * t) / seconds);
    return [milliG * shape, 0.5 * milliG * shape, 1000].map((value) =>
      Math.max(-range, Math.min(range, Math.round(value + tremor * random.normal()))),
    );
  });
  return { signal: "motion", milliG: Int16Array.from(samples.flat()), rateHz: 50 };
}

const motionRemarks = (plan: Parameters<typeof moved>[0]): string[] =>
  checkTake(moved(plan)).map(({ code }) => code);

describe("a sound take", () => {
  it("that is good has no remark, soft or loud, near or far from other sounds", () => {
    for (const plan of [{}, { word: -35 }, { word: -6 }, { room: -40 }, { length: 0.25 }, { length: 1.5 }]) {
      assert.deepEqual(remarks(plan), [], JSON.stringify(plan));
    }
  });

  const faults: Record<string, [TakePlan, readonly string[]]> = {
    "nothing but the room": [{ word: -200 }, ["empty", "quiet", "cut-start", "cut-end"]],
    "too quiet": [{ word: -55, room: -80 }, ["quiet"]],
    "cut at full scale": [{ word: -1 }, ["clipped"]],
    "begun too late": [{ before: -0.1 }, ["cut-start"]],
    "ended too early": [{ after: -0.1 }, ["cut-end"]],
    "drowned in noise": [{ room: -26 }, ["noisy"]],
    "with the button's click before": [{ click: 0.05 }, ["click"]],
    "with the button's click after": [{ click: 1.3 }, ["click"]],
    "that went on and on": [{ after: 29 }, ["long"]],
    "shorter than any word": [{ before: 0.02, after: 0.02, length: 0.1 }, ["short"]],
  };
  for (const [name, [plan, expected]] of Object.entries(faults)) {
    it(`${name} is noticed`, () => {
      const found = remarks(plan);
      for (const code of expected.slice(0, 1)) assert.ok(found.includes(code), `${found}`);
      assert.ok(
        found.every((code) => expected.includes(code)),
        `${found}`,
      );
    });
  }

  it("cut at full scale is noticed even if the top is not quite flat", () => {
    const pcm = spoken({ word: -1 }).map((value, i) =>
      Math.abs(value) > 32700 ? value - Math.sign(value) * ((i * 37) % 150) : value,
    );
    const found = checkTake({ signal: "sound", pcm, originRateHz: RATE }).map(({ code }) => code);
    assert.deepEqual(found, ["clipped"]);
  });

  it("is measured in dB below full scale", () => {
    const { loud, floor, seconds } = measureSound(spoken({ word: -20, room: -50 }));
    assert.ok(Math.abs(loud + 20) < 0.5 && Math.abs(floor + 50) < 1, `${loud} ${floor}`);
    assert.equal(seconds, 1.4);
  });

  it("of no length at all is short and empty, not a crash", () => {
    assert.deepEqual(
      checkTake({ signal: "sound", pcm: new Int16Array(0), originRateHz: RATE })[0]?.code,
      "short",
    );
  });
});

describe("a movement take", () => {
  it("that is good has no remark", () => {
    for (const plan of [{}, { milliG: 150 }, { milliG: 1500 }, { tremor: 15 }])
      assert.deepEqual(motionRemarks(plan), [], JSON.stringify(plan));
  });

  const faults: Record<string, [Parameters<typeof moved>[0], string]> = {
    "in which nothing moves": [{ milliG: 0 }, "empty"],
    "that begins in the movement": [{ before: 0 }, "cut-start"],
    "that ends in the movement": [{ after: 0 }, "cut-end"],
    "stronger than the sensor's range": [{ milliG: 4000, range: 2048 }, "clipped"],
    "without any rest": [{ tremor: 150, milliG: 300 }, "noisy"],
    "that is too short": [{ before: 0.04, after: 0.04, seconds: 0.16 }, "short"],
  };
  for (const [name, [plan, code]] of Object.entries(faults)) {
    it(`${name} is noticed`, () => assert.ok(motionRemarks(plan).includes(code), `${motionRemarks(plan)}`));
  }
});

it("every remark is one plain sentence with its number", () => {
  const found = [
    ...[
      { word: -200 },
      { word: -55, room: -80 },
      { word: -1 },
      { before: -0.1 },
      { after: -0.1 },
      { room: -26 },
      { click: 0.05 },
      { before: 0, after: 0, length: 0.1 },
      { after: 29 },
    ].flatMap((plan) => checkTake({ signal: "sound", pcm: spoken(plan), originRateHz: RATE })),
    ...[
      { milliG: 0 },
      { before: 0 },
      { after: 0 },
      { tremor: 150 },
      { seconds: 0.1, before: 0, after: 0 },
    ].flatMap((plan) => checkTake(moved(plan))),
  ];
  assert.deepEqual(new Set(found.map(({ code }) => code)), new Set(TAKE_REMARKS));
  for (const { sentence, value } of found) {
    assert.match(sentence, /^[A-Z][^.]*(\d\.\d[^.]*)?\.$/);
    assert.doesNotMatch(sentence, /VALUE/);
    assert.ok(Number.isFinite(value));
  }
});

const SAMPLE = join(import.meta.dirname, "../sample");
const DATA = join(import.meta.dirname, "../../../shared/data");

describe("remarks on whole folders", () => {
  /** Share of a person's takes that get each remark. */
  async function shares(dir: string, person: string): Promise<Map<string, number>> {
    const { takes } = await readFolder(dir, { person });
    const commands = takes.filter((take) => take.label !== "_background");
    const counts = new Map<string, number>();
    for (const take of commands)
      for (const { code } of checkTake(take.samples))
        counts.set(code, (counts.get(code) ?? 0) + 1 / commands.length);
    return counts;
  }

  it("the sample person's takes are clean", async () => {
    assert.deepEqual([...(await shares(join(SAMPLE, "sound"), "sample")).keys()], []);
    assert.deepEqual([...(await shares(join(SAMPLE, "motion"), "sample")).keys()], []);
  });

  const there = existsSync(DATA) ? false : "the developers' recordings are not here";
  it("real words spoken with rest around them get next to none; a clicking button is found", {
    skip: there,
  }, async () => {
    const dir = join(DATA, "commands");
    for (const person of new Set((await readManifest(dir)).map((row) => row.person))) {
      const found = await shares(dir, person);
      const clicks = found.get("click") ?? 0;
      found.delete("click");
      assert.ok(
        [...found.values()].every((share) => share <= 0.05),
        `${person} ${[...found]}`,
      );
      // One person's recordings hold the clicks of the record button, as their makers say.
      assert.ok(person === "p16" ? clicks > 0.3 : clicks <= 0.05, `${person} ${clicks}`);
    }
  });
});
