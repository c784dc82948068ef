import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeLine, lineDecoder, type ToActor } from "./protocol.ts";

function decode(bytes: Uint8Array, chunk: number): ToActor[] {
  const messages: ToActor[] = [];
  const receive = lineDecoder<ToActor>((message) => messages.push(message));
  for (let at = 0; at < bytes.length; at += chunk) receive(bytes.subarray(at, at + chunk));
  return messages;
}

describe("lines between parent and actor", () => {
  const sent: ToActor[] = [
    { type: "begin" },
    { type: "act", id: 1, action: { kind: "text", text: "물 😀\n둘" } },
    { type: "beat" },
  ];

  it("mean the same however the stream is cut, in the middle of a character too", () => {
    const bytes = new TextEncoder().encode(sent.map(encodeLine).join(""));
    for (let chunk = 1; chunk <= bytes.length; chunk++) assert.deepEqual(decode(bytes, chunk), sent);
  });

  it("that cannot be read are dropped, and the next is read", () => {
    const noise = ["", "null", "7", "{", '{"typ":1}', "\u0000"].join("\n");
    const bytes = new TextEncoder().encode(`${noise}\n${encodeLine(sent[0]!)}`);
    assert.deepEqual(decode(bytes, 5), [sent[0]]);
  });

  it("that are not finished are not read", () => {
    assert.deepEqual(decode(new TextEncoder().encode('{"type":"beat"}'), 4), []);
  });
});
