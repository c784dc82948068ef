/** Case B15: whatever dies or freezes, nothing stays down. Alone, because 250 ms is the promise itself. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type Actor, type ActorNotice, startActor } from "./actor.ts";
import {
  dumpMap,
  type HoldingParent,
  startHoldingParent,
  startXvfb,
  type TestDisplay,
  type Watcher,
  watchDisplay,
} from "./x-testing.ts";

const RELEASE_LIMIT_MS = 250;
/** Case B15's own limit, where another actor has to start first. */
const RESTART_LIMIT_MS = 1000;
const HELD = { keycodes: [37, 50], buttons: [1] };
const NOTHING = { keycodes: [], buttons: [] };

describe("nothing stays down (B15)", () => {
  let server: TestDisplay;
  let watcher: Watcher;
  let parent: HoldingParent | undefined;
  let actor: Actor | undefined;

  before(async () => {
    server = await startXvfb();
    watcher = watchDisplay(server.display);
  });
  after(async () => {
    watcher?.close();
    await server?.stop();
  });
  // An actor that is left open would keep the test from ending.
  afterEach(async () => {
    await parent?.stop();
    await actor?.close();
    parent = actor = undefined;
  });

  async function hold(): Promise<HoldingParent> {
    parent = await startHoldingParent(server.display);
    assert.deepEqual(watcher.pressed(), HELD);
    return parent;
  }
  async function assertReleased(limitMs: number): Promise<void> {
    const tookMs = await watcher.released(5000);
    assert.ok(tookMs !== undefined && tookMs <= limitMs, `took ${tookMs} ms`);
  }

  it("when the parent is killed", async () => {
    const parent = await hold();
    process.kill(parent.pid, "SIGKILL");
    await assertReleased(RELEASE_LIMIT_MS);
  });

  it("when the parent is frozen; and what was let go does not come back with it", async () => {
    const parent = await hold();
    process.kill(parent.pid, "SIGSTOP");
    await assertReleased(RELEASE_LIMIT_MS);
    process.kill(parent.pid, "SIGCONT");
    await wait(300);
    assert.deepEqual(watcher.pressed(), NOTHING);
    assert.doesNotThrow(() => process.kill(parent.actorPid, 0), "the actor lives on");
  });

  for (const signal of ["SIGINT", "SIGSTOP"] as const) {
    it(`when ${signal} goes to all that a terminal started: it must not reach the actor`, async () => {
      const parent = await hold();
      process.kill(-parent.pid, signal);
      await assertReleased(RELEASE_LIMIT_MS);
    });
  }

  it("when the actor is killed: another lets go", async () => {
    const parent = await hold();
    process.kill(parent.actorPid, "SIGKILL");
    await assertReleased(RESTART_LIMIT_MS);
  });

  it("when the actor is killed while the main thread is busy", async () => {
    const parent = await hold();
    parent.block(600);
    await wait(50);
    process.kill(parent.actorPid, "SIGKILL");
    await assertReleased(RESTART_LIMIT_MS);
  });

  it("when the actor is frozen: it is ended and another lets go", async () => {
    const parent = await hold();
    process.kill(parent.actorPid, "SIGSTOP");
    await assertReleased(3000);
  });

  it("when the main thread never comes back, but not when it is only busy", async () => {
    const parent = await hold();
    parent.block(600);
    await wait(750);
    assert.deepEqual(watcher.pressed(), HELD);
    parent.block(20_000);
    await assertReleased(RESTART_LIMIT_MS);
  });

  it("when both are killed: the next start lets go of exactly that, and says so", async () => {
    const parent = await hold();
    watcher.foreignKey(38, true);
    // Stopped first, so that neither can do anything about the other's end.
    for (const signal of ["SIGSTOP", "SIGKILL"] as const) {
      process.kill(parent.actorPid, signal);
      process.kill(parent.pid, signal);
    }
    await wait(300);
    assert.deepEqual(watcher.pressed(), { keycodes: [37, 38, 50], buttons: [1] });

    actor = await startActor({ kind: "x11", display: server.display }, () => {});
    assert.deepEqual([...actor.recovered].sort(), ["ControlLeft", "MouseLeft", "ShiftLeft"]);
    assert.deepEqual(watcher.pressed(), { keycodes: [38], buttons: [] });
    watcher.foreignKey(38, false);
    await actor.close();
    actor = await startActor({ kind: "x11", display: server.display }, () => {});
    assert.deepEqual(actor.recovered, []);
  });

  it("and after both were killed in the middle of a text, the next start puts the keyboard back", async () => {
    const mapBefore = dumpMap(server.display);
    const parent = await startHoldingParent(server.display, "안녕하세요 물 좀 주세요 ".repeat(50));
    await wait(250);
    for (const signal of ["SIGSTOP", "SIGKILL"] as const) {
      process.kill(parent.actorPid, signal);
      process.kill(parent.pid, signal);
    }
    assert.ok(dumpMap(server.display) !== mapBefore, "the test killed too late or too early");
    actor = await startActor({ kind: "x11", display: server.display }, () => {});
    assert.ok(dumpMap(server.display) === mapBefore, "the keyboard map is not as before");
  });

  it("and a killed actor is told, with what the next one found, which then acts", async () => {
    const notices: ActorNotice[] = [];
    actor = await startActor({ kind: "x11", display: server.display }, (notice) => notices.push(notice));
    const until = async (kind: ActorNotice["kind"]) => {
      for (let tries = 0; tries < 250; tries++, await wait(20)) {
        const found = notices.find((notice) => notice.kind === kind);
        if (found !== undefined) return found;
      }
      assert.fail(`no ${kind} within 5 s`);
    };
    await until("standingBy");
    await actor.perform({ kind: "down", inputs: ["KeyA"], longestMs: 10_000 });
    process.kill(actor.pid!, "SIGKILL");
    await assertReleased(RESTART_LIMIT_MS);
    await until("lost");
    const ready = await until("ready");
    assert.deepEqual(ready.kind === "ready" && ready.recovered, ["KeyA"]);
    await actor.perform({ kind: "down", inputs: ["KeyB"], longestMs: 10_000 });
    assert.deepEqual(watcher.pressed().keycodes, [56]);
    await actor.close();
    assert.deepEqual(watcher.pressed(), NOTHING);
  });
});
