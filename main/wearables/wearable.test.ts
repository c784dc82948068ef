import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { createChannel } from "./link/channel.ts";
import { readInfo } from "./link/greeting.ts";
import { noCompiler } from "./testing/compile.ts";
import { startNativeDevice, type NativeDevice } from "./testing/native-device.ts";
import { COMMANDS, sampleImage, sampleTake } from "./testing/sample-model.ts";
import { tamper, type Tampering, type TamperedPipe } from "./testing/tampered-pipe.ts";
import { isArmed, linkOf, watch, type Watched } from "./testing/watched.ts";
import { openSerial } from "./transport/serial.ts";
import { openVirtual, type VirtualWearable } from "./transport/virtual.ts";
import { play } from "./sources.ts";

const image = await sampleImage("sound");

interface Bench {
  readonly virtual: VirtualWearable;
  readonly pipe: TamperedPipe;
  readonly watched: Watched;
  arm(): Promise<void>;
  /** A `start` that the device never decided: the pause gate makes taps only. */
  hold(): void;
  /** Says a command to the wearable. */
  say(command: (typeof COMMANDS)[number], seed: number): Promise<void>;
}

/** A virtual wearable with the sample model, on a cable that can be tampered with. */
async function bench(t: TestContext, tampering: Tampering = {}): Promise<Bench> {
  const virtual = openVirtual({ image });
  t.after(() => virtual.pipe.close());
  const pipe = tamper(virtual.pipe, tampering);
  const watched = await watch("virtual", async () => pipe);
  t.after(() => watched.wearable.close());
  return {
    virtual,
    pipe,
    watched,
    arm: () => watched.wearable.session().arm(watched.wearable.session().info.modelId),
    hold() {
      const { link } = watched.wearable.session().info;
      const decidedMs = pipe.deviceMs;
      pipe.inject({
        name: "event",
        link,
        event: 9,
        phase: 1,
        command: 0,
        score: 1,
        startMs: 0,
        decidedMs,
        ageMs: 0,
      });
    },
    say: (command, seed) => play(sampleTake("sound", command, seed), virtual.feed, "fast"),
  };
}

/** An event of the first command, but for link number and time. */
const TAP = { name: "event", event: 5, phase: 0, command: 0, score: 1, startMs: 0, ageMs: 0 } as const;

/** Keeps this program from listening. */
function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** A wearable that holds its first command. */
const listing: Tampering = {
  toHost: (message) => (message.name === "heartbeat" ? [{ ...message, held: [0] }] : [message]),
};

describe("session: meeting a wearable", () => {
  it("learns who it is and what its commands are called, in any script", async (t) => {
    const { watched } = await bench(t);
    const { info, labels } = watched.wearable.session();
    assert.equal(info.board, "virtual");
    assert.equal(info.signal, 0);
    assert.deepEqual(
      labels.map(({ text, silent }) => [text, silent]),
      [
        [COMMANDS[0], false],
        [COMMANDS[1], false],
        ["_background", true],
      ],
    );
  });

  it("asks again when the first words get lost", async (t) => {
    let lost = 0;
    const { watched } = await bench(t, { toDevice: (message) => (lost++ < 2 ? [] : [message]) });
    assert.ok(lost >= 2);
    assert.equal(watched.wearable.state.kind, "ready");
  });

  it("says that nothing answers, when nothing does", { timeout: 20_000 }, async (t) => {
    await assert.rejects(
      bench(t, { toHost: () => [] }),
      (error) => error instanceof BeckonError && error.fault.code === "device-silent",
    );
  });

  it("does not go on with a wearable that speaks only a later version", async (t) => {
    const later = bench(t, {
      toHost: (message) => (message.name === "info" ? [{ ...message, protocol: 9 }] : [message]),
    });
    await assert.rejects(
      later,
      (error) => error instanceof BeckonError && error.fault.code === "device-protocol",
    );
  });
});

describe("session: events", () => {
  it("come only while armed", async (t) => {
    const { watched, say, arm } = await bench(t);
    await say("rise", 21);
    await arm();
    await say("rise", 22);
    await say("손 흔들기", 23);
    await watched.until("the events", () => watched.events.length === 2);
    await watched.wearable.session().disarm();
    await say("rise", 24);
    assert.deepEqual(
      watched.events.map(({ command, phase, sequence }) => [command, phase, sequence]),
      [
        ["rise", "tap", 0],
        ["손 흔들기", "tap", 1],
      ],
    );
  });

  it("come once, though the wearable repeats them until it is answered", async (t) => {
    let acks = 0;
    const { watched, say, arm } = await bench(t, {
      toDevice: (message) => (message.name === "eventAck" && acks++ < 2 ? [] : [message]),
    });
    await arm();
    await say("rise", 25);
    await watched.until("two copies", () => watched.wearable.session().counts.duplicates >= 2);
    assert.equal(watched.events.length, 1);
  });

  it("are dropped when they were held up on the way, so that none acts late", async (t) => {
    const { watched, pipe, say, arm } = await bench(t);
    await arm();
    pipe.tampering.holding = true;
    await say("rise", 26);
    await new Promise((resolve) => setTimeout(resolve, 600));
    pipe.release();
    await watched.until("the late event", () => watched.wearable.session().counts.stale === 1);
    assert.equal(watched.events.length, 0);
  });

  it("are not taken while disarmed, whatever the wearable says", async (t) => {
    const { watched, pipe, arm, hold } = await bench(t);
    hold();
    await arm();
    await watched.wearable.session().disarm();
    hold();
    pipe.inject({ ...TAP, link: linkOf(watched.wearable) ?? 0, decidedMs: pipe.deviceMs });
    assert.deepEqual(watched.events, []);
  });

  it("of an earlier start of the wearable are not taken", async (t) => {
    const { watched, pipe, arm } = await bench(t);
    await arm();
    pipe.inject({ ...TAP, link: (linkOf(watched.wearable) ?? 0) ^ 1, decidedMs: pipe.deviceMs });
    assert.deepEqual(watched.events, []);
    assert.equal(isArmed(watched.wearable), false, "and end the session");
  });

  it("are not taken from a wearable of another model", async (t) => {
    const { watched } = await bench(t);
    const wrong = watched.wearable.session().arm("0123456789abcdef");
    await assert.rejects(
      wrong,
      (error) => error instanceof BeckonError && error.fault.code === "device-other-model",
    );
    assert.equal(isArmed(watched.wearable), false);
  });
});

describe("session: nothing stays held", () => {
  it("lets go of what the wearable does not list", async (t) => {
    const { watched, arm, hold } = await bench(t);
    await arm();
    hold();
    await watched.until("the release", () => watched.releases.length > 0);
    assert.deepEqual(
      watched.events.map(({ phase }) => phase),
      ["start"],
    );
    assert.deepEqual(watched.releases, ["unlisted: rise"]);
  });

  it("holds as long as the wearable lists it, and lets go when the person disarms", async (t) => {
    const { watched, arm, hold } = await bench(t, {
      toHost: (message) => (message.name === "heartbeat" ? [{ ...message, held: [0] }] : [message]),
    });
    await arm();
    hold();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(watched.releases, []);
    await watched.wearable.session().disarm();
    assert.deepEqual(watched.releases, ["disarmed: rise"]);
  });

  it("lets go when the wearable falls silent, before the session is given up", async (t) => {
    const { watched, pipe, arm, hold } = await bench(t, {
      toHost: (message) => (message.name === "heartbeat" ? [{ ...message, held: [0] }] : [message]),
    });
    await arm();
    hold();
    pipe.tampering.toHost = () => [];
    await watched.until("the release", () => watched.releases.length > 0);
    assert.deepEqual(watched.releases, ["quiet: rise"]);
    assert.ok(isArmed(watched.wearable), "a hiccup does not disarm");
    pipe.tampering.toHost = undefined;
    await watched.until(
      "its voice",
      () => watched.wearable.state.kind === "ready" && !watched.wearable.state.quiet,
    );
    assert.ok(isArmed(watched.wearable));
  });

  it("lets go when the wearable is unplugged", async (t) => {
    const { watched, virtual, arm, hold } = await bench(t, {
      toHost: (message) => (message.name === "heartbeat" ? [{ ...message, held: [0] }] : [message]),
    });
    await arm();
    hold();
    await virtual.pipe.close();
    await watched.until("the release", () => watched.releases.length > 0);
    assert.deepEqual(watched.releases, ["ended: rise"]);
  });
});

describe("session: a healthy hold is not let go because this program was busy", () => {
  it("by the virtual wearable's thread", async (t) => {
    const { watched, arm, hold } = await bench(t, listing);
    await arm();
    hold();
    for (let round = 0; round < 5; round++) {
      busy(400);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    assert.deepEqual(watched.releases, []);
    assert.ok(isArmed(watched.wearable));
  });
});

describe("session: armed is what both sides say", () => {
  it("a wearable that hears no host disarms itself, and the host knows", async (t) => {
    const { watched, pipe, arm } = await bench(t);
    await arm();
    pipe.tampering.toDevice = (message) => (message.name === "hostHeartbeat" ? [] : [message]);
    await watched.until("disarming", () => !isArmed(watched.wearable));
    assert.equal(watched.wearable.state.kind, "ready");
  });

  it("a wearable that an earlier program left armed is disarmed", async (t) => {
    const virtual = openVirtual({ image });
    t.after(() => virtual.pipe.close());
    let armed = 0;
    const pipe = tamper(virtual.pipe, {
      toHost(message) {
        if (message.name === "heartbeat") armed = message.flags & 1;
        return [message];
      },
    });
    // The program before us arms, and is killed: nothing more is heard of it.
    const dead = createChannel(pipe);
    const info = await readInfo(dead, {});
    await dead.request({ name: "arm", link: info.link, modelId: info.modelId }, (answer) =>
      answer.name === "status" ? answer : undefined,
    );
    while (armed === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const watched = await watch("virtual", async () => pipe);
    t.after(() => watched.wearable.close());
    await watched.until("armed heartbeats to end", () => armed === 0);
    assert.equal(isArmed(watched.wearable), false);
  });
});

describe("B22: a board that is reset, or stops answering", { skip: noCompiler }, () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-b22-"));
  const file = join(folder, "sample.bkn");
  let device: NativeDevice;
  before(async () => {
    writeFileSync(file, image);
    device = await startNativeDevice(file);
  });
  after(async () => {
    await device.stop();
    rmSync(folder, { recursive: true });
  });
  const open = () => openSerial(device.path, 115200);
  const arm = (watched: Watched) => watched.wearable.session().arm(watched.wearable.session().info.modelId);

  it("comes back after each of ten resets, never armed until the person arms again", async (t) => {
    const watched = await watch("native", open);
    t.after(() => watched.wearable.close());
    await arm(watched);
    for (let reset = 0; reset < 10; reset++) {
      const before = linkOf(watched.wearable);
      device.tell("reset");
      await watched.until("the loss", () => watched.wearable.state.kind !== "ready");
      await watched.until("its return", () => ![undefined, before].includes(linkOf(watched.wearable)));
      assert.equal(isArmed(watched.wearable), false);
    }
    const waits = watched.states.flatMap((state) => (state.kind === "away" ? [state.inMs] : []));
    assert.ok(waits[0]! < waits[3]!, "resets one right after the other are met with back-off");
    assert.ok(waits.every((ms) => ms <= 1000));
    await arm(watched);
    assert.ok(isArmed(watched.wearable));
  });

  it("keeps its hold while this program was busy: what waits in the port is read first", async (t) => {
    const cables: TamperedPipe[] = [];
    const watched = await watch("native", async () => {
      const cable = tamper(await open(), listing);
      cables.push(cable);
      return cable;
    });
    t.after(() => watched.wearable.close());
    await arm(watched);
    const { link } = watched.wearable.session().info;
    const decidedMs = cables[0]?.deviceMs ?? 0;
    const start = { name: "event", event: 1, phase: 1, command: 0, score: 1, startMs: 0, ageMs: 0 } as const;
    cables[0]?.inject({ ...start, link, decidedMs });
    assert.equal(watched.events.length, 1);
    for (let round = 0; round < 5; round++) {
      busy(400);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    assert.deepEqual(watched.releases, []);
  });

  it("is missed when it stops answering without closing, and found again", async (t) => {
    const watched = await watch("native", open);
    t.after(() => watched.wearable.close());
    await arm(watched);
    device.signal("SIGSTOP");
    await watched.until("quiet", () => watched.states.some((state) => state.kind === "ready" && state.quiet));
    await watched.until("the loss", () =>
      watched.states.some((state) => state.kind === "away" && state.end.kind === "silent"),
    );
    device.signal("SIGCONT");
    await watched.until("its return", () => watched.wearable.state.kind === "ready");
    assert.equal(isArmed(watched.wearable), false);
  });

  it("is not believed while it answers with its old link number", async (t) => {
    const pipes: TamperedPipe[] = [];
    const watched = await watch("native", async () => {
      const pipe = tamper(await open());
      pipes.push(pipe);
      return pipe;
    });
    t.after(() => watched.wearable.close());
    await arm(watched);
    const old = linkOf(watched.wearable) ?? 1;
    for (const pipe of pipes) {
      pipe.tampering.toHost = (message) =>
        message.name === "heartbeat" ? [{ ...message, link: old ^ 0x5555 }] : [message];
    }
    await watched.until("the loss", () =>
      watched.states.some((state) => state.kind === "away" && state.end.kind === "restarted"),
    );
    assert.equal(isArmed(watched.wearable), false);
    for (const pipe of pipes) pipe.tampering.toHost = undefined;
    await watched.until("its return", () => linkOf(watched.wearable) === old);
    assert.equal(isArmed(watched.wearable), false);
  });

  it("is told apart from a dead one: a process that dies ends the pipe at once", async (t) => {
    const mortal = await startNativeDevice(file);
    const watched = await watch("mortal", () => openSerial(mortal.path, 115200));
    t.after(() => watched.wearable.close());
    await arm(watched);
    await mortal.stop();
    await watched.until("the loss", () => watched.wearable.state.kind === "away");
    assert.ok(watched.states.some((state) => state.kind === "away" && state.end.kind === "gone"));
    assert.throws(
      () => watched.wearable.session(),
      (error) => error instanceof BeckonError && error.fault.code === "device-away",
    );
  });
});
