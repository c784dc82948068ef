import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { BeckonError } from "../../common/errors.ts";
import type { Action } from "../contract/action.ts";
import { KEY_CODES } from "../contract/key-codes.ts";
import { type Actor, type ActorNotice, startActor } from "./actor.ts";
import { readKeycodes } from "./x11/keyboard.ts";
import {
  describeReceived,
  dumpMap,
  type RecordingClient,
  startRecordingClient,
  startXterm,
  startXvfb,
  type TestDisplay,
  type Watcher,
  watchDisplay,
} from "./x-testing.ts";

/** The map goes back 400 ms after a text. */
const MAP_IS_BACK_MS = 700;
const SENTENCE = "안녕하세요 물 좀 주세요";

/** @param group which of the layouts is active, from 0. */
function setLayout(display: string, layout: string, group: number, { connection }: Watcher): void {
  execFileSync("setxkbmap", ["-display", display, "-layout", layout]);
  const lockGroup = connection.koffi
    .load("libX11.so.6")
    .func("int XkbLockGroup(void *display, unsigned int device, unsigned int group)");
  lockGroup(connection.display, 0x100, group);
  connection.sync();
}

describe("the actor on a real X server", () => {
  let server: TestDisplay;
  let client: RecordingClient;
  let watcher: Watcher;
  let actor: Actor;
  let notices: ActorNotice[] = [];

  before(async () => {
    server = await startXvfb();
    client = await startRecordingClient(server.display);
    watcher = watchDisplay(server.display);
    actor = await startActor({ kind: "x11", display: server.display }, (notice) => notices.push(notice));
  });
  after(async () => {
    await actor?.close();
    watcher?.close();
    await client?.stop();
    await server?.stop();
  });
  beforeEach(() => {
    client.clear();
    notices = [];
  });
  // One test's keys must not fail the next.
  afterEach(async () => {
    watcher.foreignKey(50, false);
    await actor.perform({ kind: "releaseAll" });
  });

  async function perform(action: Action): Promise<void> {
    assert.deepEqual(await actor.perform(action), { done: true });
  }
  async function refused(action: Action): Promise<string> {
    const outcome = await actor.perform(action);
    assert.ok(!outcome.done);
    return outcome.fault.code;
  }
  async function received(count: number): Promise<string> {
    return describeReceived(await client.until((all) => all.length >= count));
  }

  it("every key has a keycode of its own, wherever the layout puts its letter", () => {
    const keycodes = readKeycodes(watcher.connection);
    assert.equal(keycodes.size, KEY_CODES.length);
    assert.equal(new Set(keycodes.values()).size, KEY_CODES.length);
  });

  it("a key is pressed and let go", async () => {
    await perform({ kind: "tap", inputs: ["KeyA"] });
    assert.equal(await received(2), "down 38, up 38");
    assert.equal(client.text(), "a");
  });

  it("a chord is let go in reverse", async () => {
    await perform({ kind: "tap", inputs: ["ControlLeft", "ShiftLeft", "KeyS"] });
    assert.equal(await received(6), "down 37, down 50, down 39, up 39, up 50, up 37");
  });

  it("arrows, function keys and the keypad come as themselves", async () => {
    for (const input of ["ArrowLeft", "F11", "NumpadEnter", "Escape", "Home"] as const) {
      await perform({ kind: "tap", inputs: [input] });
    }
    await received(10);
    const keysyms = client.received.flatMap((one) => (one.kind === "key" && one.down ? [one.keysym] : []));
    assert.deepEqual(keysyms, [0xff51, 0xffc8, 0xff8d, 0xff1b, 0xff50]);
  });

  it("the pointer goes to a place, and from there by steps", async () => {
    await perform({ kind: "moveTo", x: 300, y: 200 });
    await perform({ kind: "move", right: -20, down: 15 });
    const { x, y } = watcher.pointer();
    assert.deepEqual([x, y], [280, 215]);
    assert.equal(await refused({ kind: "moveTo", x: 5000, y: 10 }), "pointer-outside");
    assert.equal(watcher.pointer().x, 280);
  });

  it("a click, a double click and a right click arrive where the pointer is", async () => {
    await perform({ kind: "moveTo", x: 40, y: 50 });
    await perform({ kind: "click", button: "MouseLeft", count: 2 });
    await perform({ kind: "click", button: "MouseRight", count: 1 });
    assert.match(await received(6), /^(down button 1, up button 1, ){2}down button 3, up button 3$/);
    const [first] = client.received;
    assert.ok(first?.kind === "button");
    assert.deepEqual([first.x, first.y], [40, 50]);
  });

  it("a scroll gives its notches, each way", async () => {
    await perform({ kind: "scroll", right: 0, down: 3 });
    await perform({ kind: "scroll", right: -1, down: -1 });
    await received(10);
    const notches = client.received.flatMap((one) => (one.kind === "button" && one.down ? [one.button] : []));
    assert.deepEqual(notches, [5, 5, 5, 4, 6]);
  });

  it("a Korean sentence is received exactly, and the keyboard is as before", async () => {
    const mapBefore = dumpMap(server.display);
    const text = `${SENTENCE} Abc! ß é 😀👍\n`;
    await perform({ kind: "text", text });
    await client.until(() => client.text().includes("\n"));
    assert.equal(client.text(), text);
    await wait(MAP_IS_BACK_MS);
    assert.ok(dumpMap(server.display) === mapBefore, "the keyboard map is not as before");
  });

  it("a text with more foreign characters than spare keys is received exactly", async () => {
    const text = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호";
    await perform({ kind: "text", text });
    await client.until(() => client.text().length >= text.length);
    assert.equal(client.text(), text);
  });

  for (const [layout, group] of [
    ["de", 0],
    ["us,de", 1],
    ["us,ru", 1],
  ] as const) {
    it(`a text is the same on the layout ${layout}, number ${group + 1} of them active`, async () => {
      setLayout(server.display, layout, group, watcher);
      const text = "yz YZ @ ß é 가 да!";
      await perform({ kind: "text", text });
      await client.until(() => client.text().length >= text.length);
      assert.equal(client.text(), text);
      client.clear();
      await perform({ kind: "tap", inputs: ["KeyZ"] });
      assert.equal(await received(2), "down 52, up 52");
      await wait(MAP_IS_BACK_MS);
      setLayout(server.display, "us", 0, watcher);
    });
  }

  it("what follows a text comes after it", async () => {
    const text = actor.perform({ kind: "text", text: "물" });
    const tap = actor.perform({ kind: "tap", inputs: ["Enter"] });
    assert.deepEqual(await Promise.all([text, tap]), [{ done: true }, { done: true }]);
    await client.until(() => client.text().endsWith("\n"));
    assert.equal(client.text(), "물\n");
  });

  it("a text is exact with Caps Lock on, and the lock stays on", async () => {
    await perform({ kind: "tap", inputs: ["CapsLock"] });
    await received(2);
    client.clear();
    await perform({ kind: "text", text: "aB 가" });
    await client.until(() => client.text().length >= 4);
    assert.equal(client.text(), "aB 가");
    client.clear();
    await perform({ kind: "tap", inputs: ["KeyA"] });
    await received(2);
    assert.equal(client.text(), "A");
    await perform({ kind: "tap", inputs: ["CapsLock"] });
    await received(4);
  });

  it("under a foreign Shift nothing is sent, it is said, and Shift stays as it was (B41)", async () => {
    watcher.foreignKey(50, true);
    assert.equal(await refused({ kind: "text", text: "aB" }), "keyboard-in-use");
    assert.equal(await refused({ kind: "tap", inputs: ["KeyA"] }), "keyboard-in-use");
    await perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: 5000 });
    await perform({ kind: "up", inputs: ["ShiftLeft"] });
    await perform({ kind: "releaseAll" });
    assert.deepEqual(watcher.pressed().keycodes, [50]);
    assert.equal(await received(1), "down 50");
  });

  it("a Shift that the person holds by a command does not change a text, and is held again after it", async () => {
    await perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: 20_000 });
    await perform({ kind: "text", text: "aB 가" });
    await client.until(() => client.text().length >= 4);
    assert.equal(client.text(), "aB 가");
    assert.deepEqual(watcher.pressed().keycodes, [50]);
    await perform({ kind: "up", inputs: ["ShiftLeft"] });
    assert.deepEqual(watcher.pressed(), { keycodes: [], buttons: [] });
  });

  it("letting go overtakes a text, and ends it", async () => {
    await perform({ kind: "down", inputs: ["MouseLeft"], longestMs: 20_000 });
    const text = actor.perform({ kind: "text", text: `${SENTENCE} `.repeat(30) });
    const tap = actor.perform({ kind: "tap", inputs: ["Enter"] });
    const down = actor.perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: 20_000 });
    await wait(250);
    await perform({ kind: "releaseAll" });
    assert.deepEqual(watcher.pressed(), { keycodes: [], buttons: [] });
    const outcomes = await Promise.all([text, tap, down]);
    assert.deepEqual(
      outcomes.map((one) => one.done || one.fault.code),
      Array(3).fill("actor-stopped"),
    );
    assert.ok(client.text().length < SENTENCE.length * 30);
  });

  it("a hold that ends while it still waits behind a text puts nothing down", async () => {
    const text = actor.perform({ kind: "text", text: SENTENCE });
    const down = actor.perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: 20_000 });
    await perform({ kind: "up", inputs: ["ShiftLeft"] });
    await Promise.all([text, down]);
    assert.deepEqual(watcher.pressed(), { keycodes: [], buttons: [] });
  });

  it("a click ends a drag, and a key that is tapped does not stay held", async () => {
    await perform({ kind: "down", inputs: ["MouseLeft", "KeyA"], longestMs: 20_000 });
    await perform({ kind: "click", button: "MouseLeft", count: 1 });
    await perform({ kind: "tap", inputs: ["KeyA"] });
    assert.deepEqual(watcher.pressed(), { keycodes: [], buttons: [] });
  });

  it("a hold ends at its longest time, is said, and a longer one of the same key extends it", async () => {
    await perform({ kind: "down", inputs: ["ShiftLeft", "KeyB"], longestMs: 150 });
    await perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: 10_000 });
    await wait(600);
    assert.deepEqual(watcher.pressed().keycodes, [50]);
    const releases = notices.filter(({ kind }) => kind === "released");
    assert.deepEqual(releases, [{ kind: "released", inputs: ["KeyB"], reason: "longestHold" }]);
    await perform({ kind: "releaseAll" });
  });

  it("a second actor on the same display is refused, and the first one goes on holding", async () => {
    await perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: 20_000 });
    await assert.rejects(
      startActor({ kind: "x11", display: server.display }, () => {}),
      (error: BeckonError) => error.fault.code === "actor-twice" && error.fault.exit === 3,
    );
    assert.deepEqual(watcher.pressed().keycodes, [50]);
    await perform({ kind: "releaseAll" });
  });

  it("a display that is not there is refused with its name", async () => {
    await assert.rejects(
      startActor({ kind: "x11", display: ":4711" }, () => {}),
      (error: BeckonError) => error.fault.code === "display-unreachable",
    );
  });

  it("the whole sentence reaches a real terminal", async () => {
    const other = await startXvfb("800x600x24");
    const xterm = await startXterm(other.display);
    const typist = await startActor({ kind: "x11", display: other.display }, () => {});
    try {
      await typist.perform({ kind: "text", text: `${SENTENCE}\n` });
      await typist.perform({ kind: "text", text: "커피 한 잔, aB1 ß É 가\n" });
      const wanted = `${SENTENCE}\n커피 한 잔, aB1 ß É 가\n`;
      for (let tries = 0; tries < 100 && (await xterm.written()).length < wanted.length; tries++)
        await wait(50);
      assert.equal(await xterm.written(), wanted);
    } finally {
      await typist.close();
      await xterm.stop();
      await other.stop();
    }
  });
});
