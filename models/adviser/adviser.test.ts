import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { SoundSamples, Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readFolder } from "../recordings/folder.ts";
import { enrol } from "../training/enrolment.ts";
import { everydayOf } from "../training/everyday.ts";
import type { Advice, AdviceKind, AdviceOf } from "./advice.ts";
import { advise } from "./adviser.ts";

const engine = await createEngine();
const { takes: sample } = await readFolder(join(import.meta.dirname, "../sample/sound"));

/** The first takes of these commands of the sample person, the label given where it stands for another. */
function some(count: number, ...labels: readonly string[]): Take[] {
  return labels.flatMap((label) => of(label).slice(0, count));
}
const of = (label: string): Take[] => sample.filter((take) => take.label === label);
const called = (takes: readonly Take[], label: string): Take[] => takes.map((take) => ({ ...take, label }));
const pcmOf = ({ samples }: Take): Int16Array => (samples as SoundSamples).pcm;
const withPcm = (take: Take, pcm: Int16Array): Take => ({
  ...take,
  samples: { ...(take.samples as SoundSamples), pcm },
});

function adviceOn(takes: readonly Take[]): Advice[] {
  const enrolment = enrol(engine, takes);
  return advise(engine, enrolment, everydayOf(engine, takes, enrolment));
}
function only<K extends AdviceKind>(advice: readonly Advice[], kind: K): AdviceOf<K>[] {
  return advice.filter((one): one is AdviceOf<K> => one.kind === kind);
}

describe("after three takes", () => {
  it("steady, different commands get no advice but to record more", () => {
    const advice = adviceOn(some(3, "stop", "page up", "open menu", "select"));
    assert.deepEqual([...new Set(advice.map(({ kind }) => kind))], ["few-takes"]);
    assert.equal(advice.length, 4);
  });

  it("of five takes each nothing is left to say", () => {
    assert.deepEqual(adviceOn(some(5, "stop", "page up", "open menu", "select", "scroll down")), []);
  });

  it("a take that a pause cut in two is unlike the whole ones", () => {
    // The third "go back" lasts 35 frames, the others 79 and more.
    const takes = some(5, "stop", "page up", "open menu", "select", "go back", "scroll down");
    const bad = only(adviceOn(takes), "bad-take");
    assert.deepEqual(
      bad.map(({ reason, takes, figures }) => [reason, takes, figures.value]),
      [["unlike", ["go-back-03.opus"], 10]],
    );
  });

  it("two commands with the same word are too alike, with a take of each to compare", () => {
    const again = called(of("stop").slice(3, 6), "halt");
    const [found, ...others] = only(
      adviceOn([...some(3, "stop", "page up", "open menu"), ...again]),
      "alike",
    );
    assert.deepEqual(others, []);
    assert.deepEqual([...found!.commands].sort(), ["halt", "stop"]);
    const [first, second] = found!.takes.map((path) =>
      again.some((take) => take.path === path) ? "halt" : "stop",
    );
    assert.notEqual(first, second);
    assert.ok(found!.figures.times < 1.1 && found!.figures.of === 6, JSON.stringify(found!.figures));
    assert.match(found!.sentence, /^“.*” and “.*” are too alike .*make them one command\.$/);
  });

  it("a command whose takes are three different words is unsteady", () => {
    const three = [of("select")[1]!, of("go back")[1]!, of("scroll down")[2]!];
    const advice = adviceOn([...some(3, "stop"), ...called(three, "do it")]);
    const [found, ...others] = only(advice, "unsteady");
    assert.deepEqual(others, []);
    assert.deepEqual(found!.commands, ["do it"]);
    assert.equal(new Set(found!.takes).size, 2);
    assert.ok(found!.figures.times > 1.3);
    assert.match(found!.sentence, /“do it” differ from each other [\d.]+ times/);
    assert.deepEqual(only(advice, "bad-take"), [], "no single take is to blame");
  });
});

describe("one bad take among five", () => {
  const good = some(5, "stop", "page up", "open menu");
  const spoiled = good[2]!;
  /** The good takes with the third made into something else. */
  const withThird = (take: Take): Take[] => good.map((one) => (one === spoiled ? take : one));
  function badOf(take: Take): AdviceOf<"bad-take"> {
    const advice = adviceOn(withThird({ ...take, path: spoiled.path, label: spoiled.label }));
    const bad = only(advice, "bad-take");
    assert.equal(bad.length, 1, JSON.stringify(advice));
    assert.deepEqual(bad[0]!.takes, [spoiled.path]);
    return bad[0]!;
  }
  const times = (pcm: Int16Array, factor: number): Int16Array =>
    pcm.map((value) => Math.max(-32768, Math.min(32767, Math.round(value * factor))));

  it("that is another command is named, with the command", () => {
    const found = badOf(of("page up")[7]!);
    assert.equal(found.reason, "other-word");
    assert.deepEqual(found.commands, ["stop", "page up"]);
    assert.match(found.sentence, /labelled “stop” but is like “page up”/);
  });

  it("that is a word of no command is unlike the others", () => {
    const found = badOf(of("scroll down")[1]!);
    assert.equal(found.reason, "unlike");
    assert.ok(found.figures.value > 1.5);
  });

  it("that is clipped says so", () => {
    const found = badOf(withPcm(spoiled, times(pcmOf(spoiled), 40)));
    assert.equal(found.reason, "clipped");
    assert.ok(found.figures.value > 0);
  });

  it("that is cut off says so", () => {
    const pcm = pcmOf(spoiled);
    const loudest = pcm.reduce((best, value, i) => (Math.abs(value) > Math.abs(pcm[best]!) ? i : best), 0);
    assert.equal(badOf(withPcm(spoiled, pcm.slice(loudest))).reason, "cut-start");
  });

  it("that holds the click of a button says where", () => {
    const pcm = Int16Array.from({ length: 8000 + pcmOf(spoiled).length }, (_, i) => {
      if (i >= 800 && i < 960) return i % 2 === 0 ? 9000 : -9000;
      return i < 8000 ? pcmOf(spoiled)[i % 400]! : pcmOf(spoiled)[i - 8000]!;
    });
    const found = badOf(withPcm(spoiled, pcm));
    assert.equal(found.reason, "click");
    assert.ok(Math.abs(found.figures.value - 0.05) < 0.02, `${found.figures.value}`);
  });

  it("every take with the same fault is the way of recording, told once", () => {
    const advice = adviceOn(good.map((take) => withPcm(take, times(pcmOf(take), 60))));
    const [found, ...others] = only(advice, "recording");
    assert.deepEqual([others, only(advice, "bad-take")], [[], []]);
    assert.equal(found!.reason, "clipped");
    assert.ok(found!.figures.takes > 8 && found!.figures.of === 15);
  });
});

describe("ordinary talk", () => {
  it("in which a command is said is like it, with the place; other talk is not", () => {
    const commands = some(5, "stop", "page up", "open menu");
    const talk = of("_background").find(({ path }) => path.includes("own-talk-1"))!;
    assert.deepEqual(only(adviceOn([...commands, talk]), "like-talk"), []);
    const word = pcmOf(of("page up")[5]!);
    const at = 20 * 16000;
    const quiet = pcmOf(commands[0]!).subarray(0, 800);
    const pcm = pcmOf(talk).slice();
    for (let i = -8000; i < word.length + 8000; i++) pcm[at + i] = word[i] ?? quiet[Math.abs(i) % 800]!;
    const [found, ...others] = only(adviceOn([...commands, withPcm(talk, pcm)]), "like-talk");
    assert.deepEqual(others, []);
    assert.deepEqual(found!.commands, ["page up"]);
    const [nearest] = found!.stretches;
    assert.equal(nearest!.take, talk.path);
    assert.ok(
      nearest!.startMs > 19_700 && nearest!.endMs < 20_300 + word.length / 16,
      JSON.stringify(nearest),
    );
    assert.match(found!.sentence, /“page up” is like your ordinary talk: 1 piece/);
  });
});

const DATA = join(import.meta.dirname, "../../../shared/data");
describe("real people with three takes of each command", {
  skip: existsSync(DATA) ? false : "the developers' recordings are not here",
}, () => {
  const kindsOf = async (set: string, person: string): Promise<string[]> => {
    const { takes } = await readFolder(join(DATA, set), { person });
    const counts = new Map<string, number>();
    const first = takes.filter(({ label }) => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      return label !== "_background" && counts.get(label)! <= 3;
    });
    return adviceOn(first).flatMap(({ kind, commands }) =>
      kind === "few-takes" || kind === "recording" ? [] : [`${kind} ${[...commands].sort().join("/")}`],
    );
  };

  it("get advice where their words are alike, and next to none where not", async () => {
    assert.deepEqual(await kindsOf("commands", "p12"), ["alike close/no"]);
    assert.ok((await kindsOf("commands", "p14")).includes("alike no/yes"));
    assert.deepEqual(await kindsOf("commands", "p13"), []);
    assert.deepEqual(await kindsOf("commands", "p17"), []);
  });

  it("who say three different words for one command hear that it is unsteady", async () => {
    const { takes } = await readFolder(join(DATA, "commands"), { person: "p13" });
    const of = (label: string): Take[] => takes.filter((take) => take.label === label).slice(0, 3);
    const mixed = ["start", "open", "left"].map((label, i) => ({ ...of(label)[i]!, label: "do it" }));
    const advice = adviceOn([...["up", "down", "right", "yes", "no"].flatMap(of), ...mixed]);
    assert.deepEqual(
      only(advice, "unsteady").map(({ commands }) => commands),
      [["do it"]],
    );
  });

  it("who pressed a button each time hear of its click", async () => {
    const { takes } = await readFolder(join(DATA, "commands"), { person: "p16" });
    const advice = adviceOn(takes);
    const [found] = only(advice, "recording");
    assert.equal(found?.reason, "click");
    assert.match(found!.sentence, /wait a moment after pressing/);
  });
});
