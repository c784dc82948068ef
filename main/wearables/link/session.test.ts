import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BeckonError } from "../../../common/errors.ts";
import { bench, listing, soundImage, TAP } from "../testing/bench.ts";
import { COMMANDS } from "../testing/sample-model.ts";
import { tamper } from "../testing/tampered-pipe.ts";
import { isArmed, linkOf, watch } from "../testing/watched.ts";
import { openVirtual } from "../transport/virtual.ts";
import { createChannel } from "./channel.ts";
import { readInfo } from "./greeting.ts";

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
    pipe.inject({ ...TAP, link: ((linkOf(watched.wearable) ?? 0) ^ 1) >>> 0, decidedMs: pipe.deviceMs });
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

  it("arming again while something is held neither forgets nor ends it", async (t) => {
    const { watched, arm, hold } = await bench(t, { ...listing });
    await arm();
    hold();
    await arm();
    assert.deepEqual(watched.releases, []);
    await watched.wearable.session().disarm();
    assert.deepEqual(watched.releases, ["disarmed: rise"]);
  });

  it("holds as long as the wearable lists it, and lets go when the person disarms", async (t) => {
    const { watched, arm, hold } = await bench(t, { ...listing });
    await arm();
    hold();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(watched.releases, []);
    await watched.wearable.session().disarm();
    assert.deepEqual(watched.releases, ["disarmed: rise"]);
  });

  it("lets go when the wearable falls silent, before the session is given up", async (t) => {
    const { watched, pipe, arm, hold } = await bench(t, { ...listing });
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
    const { watched, virtual, arm, hold } = await bench(t, { ...listing });
    await arm();
    hold();
    await virtual.pipe.close();
    await watched.until("the release", () => watched.releases.length > 0);
    assert.deepEqual(watched.releases, ["ended: rise"]);
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
    const virtual = openVirtual({ image: soundImage });
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
