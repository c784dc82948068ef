/** A soak as the window asks for it: real vault, real runtime, a real file, the sample person's voice. */
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createRandom } from "../../../common/random.ts";
import { laySound } from "../../../models/features/lay.ts";
import { wavFile } from "../../../models/recordings/test-wav.ts";
import type { CallInput } from "../../contract/contract.ts";
import type { SoakView } from "../../contract/soak-values.ts";
import { openVault } from "../../vault/vault.ts";
import { type Desk, openDesk } from "./desk.ts";
import type { Feed } from "./feed.ts";
import { type PreparedPerson, preparePerson } from "./testing/prepared.ts";

const WINDOW = { id: 1 };
const DAY_MS = 86_400_000;
const RATE = 16_000;
const CHUNK = 60_000;
const ACTIONS = {
  "scroll down": { do: "scroll", down: 3, harm: "harmless" },
  "go back": { do: "keys", keys: "Enter" },
  stop: { do: "keys", keys: "PageDown", harm: "harmless" },
} as const;

/** Sounds one after the other, a second and a half of room between. */
function laid(...sounds: readonly Int16Array[]): Int16Array {
  const parts = sounds.map((pcm) => ({ signal: "sound" as const, pcm, originRateHz: RATE }));
  return laySound(parts, 10, createRandom(3), 1500).pcm;
}

/** Waits for a value of a feed. */
function until<T>(feed: Feed<T>, wanted: (value: T) => boolean, limitMs = 60_000): Promise<T> {
  return new Promise((resolve, reject) => {
    let latest: T | undefined;
    let end = (): void => {};
    const timer = setTimeout(() => {
      end();
      reject(new Error(`this did not come; the last was ${JSON.stringify(latest)?.slice(0, 2000)}`));
    }, limitMs);
    end = feed.subscribe((value) => {
      latest = value;
      if (!wanted(value)) return;
      clearTimeout(timer);
      setImmediate(() => end());
      resolve(value);
    });
  });
}

describe("a soak", () => {
  const made: string[] = [];
  let prepared: PreparedPerson;
  let template: string;
  let desk: Desk;
  let folder: string;
  const faults: unknown[] = [];

  const newFolder = (): string => {
    const path = mkdtempSync(join(tmpdir(), "beckon-soak-"));
    made.push(path);
    return path;
  };
  const start = async (path: string): Promise<void> => {
    folder = path;
    const actor = { kind: "journal", path: join(path, "actions.jsonl") } as const;
    desk = await openDesk({
      folder: path,
      useKeyRing: false,
      actor,
      log: (error) => void faults.push(error),
    });
  };
  /** A desk of its own on a copy of the prepared vault. */
  const fresh = async (): Promise<void> => {
    await desk?.close();
    const path = newFolder();
    cpSync(template, path, { recursive: true });
    await start(path);
  };
  const view = (): Feed<SoakView> => desk.feeds.soak({ personId: prepared.personId });
  const now = (): Promise<SoakView> => until(view(), () => true);
  const rested = (): Promise<SoakView> => until(view(), ({ state }) => state === "off");
  const sendFile = async (
    bytes: Uint8Array,
    said: CallInput<"soak.file">["said"] = "talk",
  ): Promise<void> => {
    const { personId } = prepared;
    await desk.calls["soak.file"]({ personId, said, name: "tuesday.wav", bytes: bytes.length }, WINDOW);
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const base64 = Buffer.from(bytes.subarray(at, at + CHUNK)).toString("base64");
      await desk.calls["soak.fileBytes"]({ base64 }, WINDOW);
    }
    await desk.calls["soak.fileEnd"]({}, WINDOW);
  };
  const command = ({ commands }: SoakView, label: string) => commands.find((one) => one.label === label)!;
  const wrongOf = (seen: SoakView, label: string): number => {
    const { steps, step } = command(seen, label);
    return steps[step]!.wrong;
  };

  before(async () => {
    template = newFolder();
    prepared = await preparePerson(template, ACTIONS);
  });
  after(async () => {
    await desk?.close();
    for (const path of made) rmSync(path, { recursive: true, force: true });
    assert.deepEqual(faults, []);
  });

  it("of a file counts what was said in it, lets it be heard and marked, and never counts it twice", async () => {
    await fresh();
    const backs = prepared.unheard("go back");
    const life = laid(prepared.everyday[0]!, ...backs.slice(0, 4), prepared.everyday[1]!);
    await sendFile(wavFile(life));
    const seen = await rested();
    assert.equal(seen.fault, null, JSON.stringify(seen.fault));
    const seconds = Object.values(seen.seconds).reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(seconds - life.length / RATE) < 0.01, `${seconds} seconds`);
    assert.ok(Math.abs(seen.hours * 3600 - (seconds - seen.seconds.quiet)) < 0.01);
    assert.ok(wrongOf(seen, "go back") >= 3, "its takes are heard");
    const { limitPerHour, advice, wrongByKind } = command(seen, "go back");
    assert.equal(limitPerHour, 0.5);
    assert.equal(command(seen, "stop").limitPerHour, 2);
    assert.ok(advice.kind === "surer" || advice.kind === "otherWord");
    assert.equal(wrongByKind.talk, wrongOf(seen, "go back"));

    const { personId } = prepared;
    const [event] = seen.events.filter(({ label }) => label === "go back");
    assert.ok(event?.hasSound);
    assert.equal(event.atKnown, false);
    const { pcmBase64 } = await desk.calls["soak.listen"]({ personId, eventId: event.eventId }, WINDOW);
    assert.ok(Buffer.from(pcmBase64, "base64").length > RATE);
    await desk.calls["soak.mark"]({ personId, eventId: event.eventId, mark: "me" }, WINDOW);
    assert.equal(wrongOf(await now(), "go back"), wrongOf(seen, "go back") - 1);
    await desk.calls["soak.mark"]({ personId, eventId: event.eventId, mark: null }, WINDOW);
    assert.equal(wrongOf(await now(), "go back"), wrongOf(seen, "go back"));
    await assert.rejects(
      async () => desk.calls["soak.mark"]({ personId, eventId: "no such", mark: "me" }, WINDOW),
      /soak-event-unknown|not kept/,
    );

    await sendFile(wavFile(life));
    const again = await until(view(), ({ state, fault }) => state === "off" && fault !== null);
    assert.equal(again.fault?.code, "soak-heard");
    assert.deepEqual(again.seconds, seen.seconds);
    assert.equal(existsSync(join(folder, "soak-file.part")), false, "nothing of the file is left");
  });

  it("counts again at another threshold at once, and the model is another one that must be put on again", async () => {
    const { personId } = prepared;
    const before = await now();
    const person = desk.feeds.person({ personId });
    await desk.calls["wearables.send"]({ personId }, WINDOW);
    const sent = await until(person, (value) => value?.verifiedModelId === value?.model?.modelId);
    await desk.calls["soak.setSureness"]({ personId, steps: { "go back": 10 } }, WINDOW);
    const seen = await until(view(), (value) => command(value, "go back").step === 10);
    assert.equal(wrongOf(seen, "go back"), command(before, "go back").steps[10]!.wrong);
    assert.ok(wrongOf(seen, "go back") < wrongOf(before, "go back"));
    assert.deepEqual(seen.seconds, before.seconds);
    const changed = await until(person, (value) => value?.model?.modelId !== sent?.model?.modelId);
    assert.equal(changed?.verifiedModelId, sent?.verifiedModelId);
    assert.equal(changed?.modelIsStale, false);
    const arm = async () => desk.calls["live.arm"]({ personId, consent: true }, WINDOW);
    await assert.rejects(arm, /not have this model/);
    await desk.calls["soak.setSureness"]({ personId, steps: { "go back": 3 } }, WINDOW);
    const back = await until(person, (value) => value?.model?.modelId === sent?.model?.modelId);
    assert.equal(back?.verifiedModelId, back?.model?.modelId, "the wearable has this one still");
  });

  it("keeps a command that is over its limit from being armed, and says which", async () => {
    const { personId } = prepared;
    const seen = await now();
    const { steps, step } = command(seen, "go back");
    assert.equal(steps[step]!.standing, "over");
    const person = await until(desk.feeds.person({ personId }), (value) => value !== null);
    assert.equal(person?.standings["go back"], "over");
    for (const label of ["scroll down", "stop"]) {
      await desk.calls["profile.setAction"]({ personId, label, action: null }, WINDOW);
    }
    await assert.rejects(
      async () => desk.calls["live.arm"]({ personId, consent: true }, WINDOW),
      /"go back".*more often than the limit/,
    );
  });

  it("holds a command to the limit of whichever of its lists may cost most", async () => {
    await fresh();
    const { personId } = prepared;
    const life = laid(prepared.everyday[0]!);
    await sendFile(wavFile(life));
    await rested();
    const limit = async (label: string): Promise<number> => command(await now(), label).limitPerHour;
    assert.equal(await limit("stop"), 2);
    await desk.calls["profile.addMode"]({ personId, name: "Writing", set: "writing" }, WINDOW);
    const action = { do: "keys", keys: "Enter" } as const;
    await desk.calls["profile.setAction"]({ personId, label: "stop", action, mode: 1 }, WINDOW);
    await until(view(), (seen) => command(seen, "stop").limitPerHour === 0.5);
  });

  it("stopped in the middle of a file goes on there, and counts as if it had not been stopped", async () => {
    const life = laid(
      ...Array.from({ length: 8 }, (_, i) => prepared.everyday[i % 6]!),
      ...prepared.unheard("stop"),
    );
    await fresh();
    await sendFile(wavFile(life));
    const whole = await rested();
    await fresh();
    await sendFile(wavFile(life));
    await until(view(), ({ doneSeconds }) => doneSeconds > 0);
    await desk.calls["soak.stop"]({}, WINDOW);
    const half = await rested();
    const secondsOf = ({ seconds }: SoakView): number =>
      Object.values(seconds).reduce((sum, one) => sum + one, 0);
    assert.ok(
      secondsOf(half) > 0 && secondsOf(half) < secondsOf(whole),
      `${secondsOf(half)} of ${secondsOf(whole)}`,
    );
    const path = folder;
    await desk.close();
    const left = join(path, "soak-file.part");
    writeFileSync(left, "half a file, for Beckon was killed while it came");
    await start(path);
    assert.equal(secondsOf(await now()), secondsOf(half), "what was counted is kept");
    for (let tries = 0; existsSync(left) && tries < 100; tries++)
      await new Promise((on) => setTimeout(on, 50));
    assert.equal(existsSync(left), false, "a file that was left lying is removed");
    await sendFile(wavFile(life));
    await until(
      view(),
      ({ state, seconds }) => state === "off" && secondsOf({ ...half, seconds }) > secondsOf(half),
    );
    const both = await rested();
    assert.ok(Math.abs(secondsOf(both) - secondsOf(whole)) < 0.01);
    assert.ok(
      Math.abs(both.eventCount - whole.eventCount) <= 1,
      `${both.eventCount} and ${whole.eventCount}`,
    );
  });

  it("of a file that is no sound counts nothing and says so", async () => {
    await fresh();
    await sendFile(new TextEncoder().encode("This is a letter, and no sound at all. ".repeat(50)));
    const seen = await until(view(), ({ fault, state }) => fault !== null && state === "off");
    assert.match(seen.fault!.code, /^sound-/);
    assert.equal(seen.hours, 0);
    const { personId } = prepared;
    await desk.calls["soak.file"]({ personId, said: "talk", name: "half.wav", bytes: 100 }, WINDOW);
    await desk.calls["soak.fileBytes"]({ base64: "AAAA" }, WINDOW);
    await assert.rejects(async () => desk.calls["soak.fileEnd"]({}, WINDOW), /did not come over whole/);
  });

  it("of what is kept counts only the half that training has not seen", async () => {
    await fresh();
    await desk.close();
    const vault = await openVault({ folder, useKeyRing: false });
    const { personId } = prepared;
    const length = 70 * RATE;
    const sound = laid(prepared.everyday[2]!, prepared.everyday[3]!, prepared.everyday[4]!).subarray(
      0,
      length,
    );
    for (const [recorded, kind] of [
      [Date.now() - DAY_MS, "room"],
      [Date.now() + 60_000, "talk"],
    ] as const) {
      const id = await vault.beginRecording(personId, kind, recorded);
      for (let at = 0; at < length; at += 10 * RATE) {
        await vault.addToRecording(personId, id, at / (10 * RATE), sound.slice(at, at + 10 * RATE));
      }
    }
    await vault.close();
    await start(folder);
    await desk.calls["soak.start"]({ personId, source: "kept", said: "other" }, WINDOW);
    const seen = await rested();
    assert.equal(seen.fault, null, JSON.stringify(seen.fault));
    const { quiet, talk, television, other } = seen.seconds;
    assert.equal(quiet + talk + television + other, 30 + 70);
    assert.ok(other <= 30 && talk > 30, JSON.stringify(seen.seconds));
    await desk.calls["soak.start"]({ personId, source: "kept", said: "other" }, WINDOW);
    await until(view(), ({ state, fault }) => state === "off" && fault?.code === "soak-heard");
  });

  it("by the microphone goes on by itself after a start, and rests while commands are recorded", async () => {
    await fresh();
    const { personId } = prepared;
    const life = laid(prepared.everyday[0]!, prepared.everyday[3]!);
    const hear = async (seconds: number): Promise<void> => {
      for (let at = 0; at < seconds * RATE; at += 1600) {
        await desk.sound(RATE, life.subarray(at % 400_000, (at % 400_000) + 1600), WINDOW);
      }
    };
    const total = ({ seconds }: SoakView): number =>
      Object.values(seconds).reduce((sum, one) => sum + one, 0);
    await desk.calls["microphone.report"]({ state: "open", name: "Desk" }, WINDOW);
    await desk.calls["soak.start"]({ personId, source: "live", said: "television" }, WINDOW);
    assert.equal((await now()).state, "waiting");
    await hear(1);
    await until(view(), ({ state }) => state === "listening");
    await hear(25);
    const first = await until(view(), (value) => total(value) >= 20);
    assert.equal(total(first), 20, "ten seconds at a time");
    assert.ok(first.seconds.television > 0 && first.seconds.talk === 0);
    await desk.calls["soak.say"]({ personId, said: "talk" }, WINDOW);
    await hear(11);
    const second = await until(view(), ({ seconds }) => seconds.talk > 0);
    assert.ok(total(second) > 30 && second.said === "talk");

    const commandId = (await until(desk.feeds.person({ personId }), (value) => value !== null))!.commands[0]!
      .commandId;
    await desk.calls["recorder.start"]({ personId, commandId, wanted: 1, start: "listen" }, WINDOW);
    const held = await until(view(), ({ state }) => state === "held");
    await hear(0.5);
    await desk.calls["recorder.stop"]({}, WINDOW);
    const resumed = await until(view(), ({ state }) => state === "listening");
    await hear(0.5);
    const path = folder;
    await desk.close();
    await start(path);
    const back = await until(view(), ({ state }) => state === "waiting");
    assert.ok(
      total(back) >= total(held) && total(back) >= total(resumed),
      "what was heard before closing is kept",
    );
    assert.equal(back.said, "talk");
    await desk.calls["soak.stop"]({}, WINDOW);
    await desk.close();
    await start(path);
    assert.equal((await now()).state, "off", "stopped, it does not go on");
  });

  it("counts no sleep, and says when each sound was, whatever the clock does (case B23)", async (t) => {
    await fresh();
    const { personId } = prepared;
    const life = laid(...prepared.unheard("go back").slice(0, 3));
    const lifeMs = (1000 * life.length) / RATE;
    const evening = Date.UTC(2026, 0, 5, 22);
    const begins = [evening, evening + 8 * 3_600_000, evening + 7 * 3_600_000];
    t.mock.timers.enable({ apis: ["Date"], now: evening });
    await desk.calls["microphone.report"]({ state: "open", name: "Desk" }, WINDOW);
    await desk.calls["soak.start"]({ personId, source: "live", said: "talk" }, WINDOW);
    // It sleeps eight hours, and later its clock is set back one.
    for (const begin of begins) {
      for (let at = 0; at < life.length; at += 1600) {
        t.mock.timers.setTime(begin + (1000 * at) / RATE);
        await desk.sound(RATE, life.subarray(at, at + 1600), WINDOW);
      }
    }
    // It sleeps again before it is asked.
    t.mock.timers.setTime(evening + 16 * 3_600_000);
    await desk.calls["soak.stop"]({}, WINDOW);
    const { seconds, events, hours } = await rested();
    const total = Object.values(seconds).reduce((sum, one) => sum + one, 0);
    assert.ok(Math.abs(total - (3 * lifeMs) / 1000) < 0.2, `${total} seconds of ${(3 * lifeMs) / 1000}`);
    assert.ok(hours * 3600 <= total);
    const during = begins.map((begin) =>
      events.filter(({ at }) => at >= begin - 200 && at <= begin + lifeMs),
    );
    assert.ok(
      during.every(({ length }) => length >= 2 && length <= 3),
      JSON.stringify(events),
    );
    assert.equal(during.flat().length, events.length, "none at another time");
  });

  it("runs once, and needs a model", async () => {
    const { personId } = prepared;
    await desk.calls["soak.start"]({ personId, source: "live", said: "talk" }, WINDOW);
    await assert.rejects(
      async () => desk.calls["soak.start"]({ personId, source: "kept", said: "talk" }, WINDOW),
      /goes on already/,
    );
    const other = await desk.calls["people.create"]({ name: "Ben", carer: false }, WINDOW);
    await until(desk.feeds.soak(other), ({ state }) => state === "elsewhere");
    await desk.calls["soak.stop"]({}, WINDOW);
    await assert.rejects(
      async () =>
        desk.calls["soak.start"]({ personId: other.personId, source: "live", said: "talk" }, WINDOW),
      /has no model yet/,
    );
  });
});
