import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { busy, listing, soundImage, startOf } from "./testing/bench.ts";
import { noCompiler } from "./testing/compile.ts";
import { type NativeDevice, startNativeDevice } from "./testing/native-device.ts";
import { type TamperedPipe, tamper } from "./testing/tampered-pipe.ts";
import { isArmed, linkOf, watch, type Watched } from "./testing/watched.ts";
import { toQ14 } from "../../models/features/wear.ts";
import { FLAG_WORN } from "./link/messages.ts";
import { tellWear } from "./wear.ts";
import { openSerial } from "./transport/serial.ts";

describe("B22: a board that is reset, or stops answering", { skip: noCompiler }, () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-b22-"));
  const file = join(folder, "sample.bkn");
  let device: NativeDevice;
  before(async () => {
    writeFileSync(file, soundImage);
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

  it("is told how it sits on each start, before anybody can arm it", async (t) => {
    const flags: number[] = [];
    const watched = await watch("native", open, {
      async greet(session) {
        await tellWear(session, toQ14([1, 0, 0, 0, -1, 0, 0, 0, -1]));
        const answer = await session.request({ name: "disarm", link: session.info.link }, (message) =>
          message.name === "status" ? message : undefined,
        );
        flags.push(answer.flags);
      },
    });
    t.after(() => watched.wearable.close());
    const before = linkOf(watched.wearable);
    device.tell("reset");
    await watched.until("its return", () => ![undefined, before].includes(linkOf(watched.wearable)));
    assert.deepEqual(flags, [FLAG_WORN, FLAG_WORN]);
  });

  it("refuses a turn that is none, and one while it is armed", async (t) => {
    const watched = await watch("native", open);
    t.after(() => watched.wearable.close());
    const session = watched.wearable.session();
    await assert.rejects(tellWear(session, new Int16Array(9)), BeckonError);
    await arm(watched);
    await assert.rejects(
      tellWear(session, toQ14([1, 0, 0, 0, 1, 0, 0, 0, 1])),
      (error: BeckonError) => error.fault.code === "device-armed",
    );
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
    const [cable] = cables;
    if (cable === undefined) throw new Error("the port was opened");
    cable.inject(startOf(cable, link));
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
