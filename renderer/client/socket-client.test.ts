import assert from "node:assert/strict";
import { test } from "node:test";
import type { Connection } from "./client.ts";
import { connectSocket, type Socket, soundFrame } from "./socket-client.ts";

class HandSocket implements Socket {
  binaryType = "";
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: (string | ArrayBuffer)[] = [];
  send(data: string | ArrayBuffer): void {
    this.sent.push(data);
  }
  close(): void {
    this.onclose?.();
  }
  /** What was sent as text, parsed. */
  get said(): unknown[] {
    return this.sent.filter((data) => typeof data === "string").map((text) => JSON.parse(text));
  }
  tell(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

/** A client whose sockets are opened and closed by hand, and whose waits end at once when asked. */
async function atHand(may: (wasShut: boolean) => boolean = () => true) {
  const sockets: HandSocket[] = [];
  const waits: { run: () => void; ms: number }[] = [];
  const states: Connection[] = [];
  const client = connectSocket({
    open: () => {
      const socket = new HandSocket();
      sockets.push(socket);
      return socket;
    },
    mayConnect: (wasShut) => Promise.resolve(may(wasShut)),
    later: (run, ms) => waits.push({ run, ms }),
  });
  client.onConnection((state) => states.push(state));
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settle();
  const retry = async () => {
    waits.shift()!.run();
    await settle();
  };
  return { client, sockets, waits, states, settle, retry };
}

test("an answer settles the call of its number, a fault rejects it with the fault", async () => {
  const { client, sockets } = await atHand();
  sockets[0]!.onopen!();
  const fine = client.call("live.off", {});
  const bad = client.call("live.pause", {});
  assert.deepEqual(sockets[0]!.said[0], { kind: "call", number: 1, name: "live.off", input: {} });
  sockets[0]!.tell({
    kind: "fault",
    number: 2,
    fault: { code: "not-live", thing: "t", problem: "p", remedy: "r" },
  });
  sockets[0]!.tell({ kind: "answer", number: 1, output: {} });
  assert.deepEqual(await fine, {});
  await assert.rejects(bad, { fault: { code: "not-live", thing: "t", problem: "p", remedy: "r" } });
});

test("a call without a connection, or whose connection goes, fails at once", async () => {
  const { client, sockets } = await atHand();
  await assert.rejects(client.call("live.off", {}), { name: "CallFault" });
  sockets[0]!.onopen!();
  const asked = client.call("live.off", {});
  sockets[0]!.onclose!();
  await assert.rejects(asked, { name: "CallFault" });
});

test("what is subscribed is subscribed again after the connection was lost", async () => {
  const { client, sockets, states, retry } = await atHand();
  const values: unknown[] = [];
  client.subscribe("people", {}, (value) => values.push(value));
  sockets[0]!.onopen!();
  sockets[0]!.tell({ kind: "value", number: 1, value: [] });
  sockets[0]!.onclose!();
  await retry();
  sockets[1]!.onopen!();
  assert.deepEqual(sockets[1]!.said, [{ kind: "subscribe", number: 1, name: "people", input: {} }]);
  sockets[1]!.tell({ kind: "value", number: 1, value: [] });
  assert.equal(values.length, 2);
  assert.deepEqual(states, ["connecting", "open", "away", "open"]);
});

test("nothing is told after unsubscribing", async () => {
  const { client, sockets } = await atHand();
  sockets[0]!.onopen!();
  let told = 0;
  const stop = client.subscribe("people", {}, () => told++);
  stop();
  sockets[0]!.tell({ kind: "value", number: 1, value: [] });
  assert.equal(told, 0);
  assert.deepEqual(sockets[0]!.said.at(-1), { kind: "unsubscribe", number: 1 });
});

test("waits between tries grow, and begin anew after a good connection", async () => {
  const { sockets, waits, retry } = await atHand();
  sockets[0]!.onclose!();
  assert.equal(waits[0]!.ms, 250);
  await retry();
  sockets[1]!.onclose!();
  assert.equal(waits[0]!.ms, 500);
  await retry();
  sockets[2]!.onopen!();
  sockets[2]!.onclose!();
  assert.equal(waits[0]!.ms, 250);
});

test("a socket that is shut before it opens ends all trying when the host refuses us", async () => {
  const { sockets, states, waits, retry } = await atHand((wasShut) => !wasShut);
  sockets[0]!.onclose!();
  await retry();
  assert.equal(states.at(-1), "refused");
  assert.equal(sockets.length, 1);
  assert.equal(waits.length, 0);
});

test("messages that cannot be read are dropped", async () => {
  const { client, sockets } = await atHand();
  sockets[0]!.onopen!();
  const asked = client.call("live.off", {});
  sockets[0]!.onmessage!({ data: "{" });
  sockets[0]!.onmessage!({ data: new ArrayBuffer(3) });
  sockets[0]!.tell({ kind: "answer", number: 99, output: {} });
  sockets[0]!.tell({ kind: "answer", number: 1, output: {} });
  assert.deepEqual(await asked, {});
});

test("a sound frame is the rate and then the samples, little-endian", () => {
  const frame = new Uint8Array(soundFrame(16_000, Int16Array.of(1, -2, 32767)));
  assert.deepEqual([...frame], [0x80, 0x3e, 0, 0, 1, 0, 0xfe, 0xff, 0xff, 0x7f]);
});

test("sound is dropped, not queued, while the connection cannot take it", async () => {
  const { client, sockets } = await atHand();
  client.sendSound(16_000, new Int16Array(320));
  sockets[0]!.onopen!();
  client.sendSound(16_000, new Int16Array(320));
  sockets[0]!.bufferedAmount = 1_000_000;
  client.sendSound(16_000, new Int16Array(320));
  assert.equal(sockets[0]!.sent.length, 1);
});
