import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "node:test";
import { createRandom } from "../../../common/random.ts";
import { compile, noCompiler } from "../testing/compile.ts";
import { crc16, createFrameDecoder, encodeFrame } from "./frame.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

/** Numbers of bk_link_status. */
const statusNumbers = { size: 2, truncated: 3, crc: 4 } as const;

/** What a decoder saw, in the words of frame_oracle.c. */
function decode(...chunks: Uint8Array[]): string[] {
  const seen: string[] = [];
  const decoder = createFrameDecoder({
    message: (bytes) => seen.push(`0 ${hex(bytes)}`),
    damaged: (damage) => seen.push(`${statusNumbers[damage]} `),
  });
  for (const chunk of chunks) decoder.push(chunk);
  return seen;
}

const oracle = (mode: "encode" | "decode", input: Uint8Array): Buffer =>
  execFileSync(compile("frame_oracle.c", ["link_frame.c"]), [mode], { input, maxBuffer: 1 << 26 });

describe("frame: known answers", () => {
  it("has the catalogue's check value", () => {
    assert.equal(crc16(Buffer.from("123456789")), 0x29b1);
    assert.equal(crc16(new Uint8Array()), 0xffff);
  });

  // From Python's bytes.split and binascii.crc_hqx, as in link_frame_test.c.
  const known = [
    ["", "03ffff00"],
    ["00", "0103e1f000"],
    ["110022", "02110422bcef00"],
    ["000000", "01010103cc9c00"],
    ["796573", "06796573302e00"],
  ] as const;
  for (const [message, frame] of known) {
    it(`frames ${message || "nothing"}`, () => {
      assert.equal(hex(encodeFrame(fromHex(message))), frame);
      assert.deepEqual(decode(fromHex(frame)), [`0 ${message}`]);
    });
  }

  it("refuses a message longer than the longest", () => {
    assert.equal(encodeFrame(new Uint8Array(250)).length, 254);
    assert.throws(() => encodeFrame(new Uint8Array(251)), RangeError);
  });
});

describe("frame: a stream", () => {
  it("finds the next frame after joining late, and one split anywhere", () => {
    const stream = Buffer.concat([encodeFrame(fromHex("aabbcc")).subarray(2), encodeFrame(fromHex("0102"))]);
    for (let at = 0; at <= stream.length; at++) {
      assert.deepEqual(decode(stream.subarray(0, at), stream.subarray(at)).at(-1), "0 0102");
    }
  });

  it("never delivers a frame in which one bit changed", () => {
    const frame = encodeFrame(Buffer.from("a message with 0\0 in it"));
    for (let bit = 0; bit < (frame.length - 1) * 8; bit++) {
      const bent = frame.slice();
      bent[bit >> 3]! ^= 1 << (bit & 7);
      for (const seen of decode(bent)) assert.doesNotMatch(seen, /^0 ./);
    }
  });

  it("is not stopped by empty frames", () => {
    assert.deepEqual(decode(fromHex("000000"), encodeFrame(fromHex("07")), fromHex("00")), ["0 07"]);
  });
});

describe("frame: the same as link_frame.c", { skip: noCompiler }, () => {
  it("encodes every length alike", () => {
    const random = createRandom(1);
    const input: number[] = [];
    const frames: Uint8Array[] = [];
    for (let length = 0; length <= 250; length++) {
      for (const zeros of [0, 0.3, 1]) {
        const message = Uint8Array.from({ length }, () => (random.next() < zeros ? 0 : random.integer(256)));
        input.push(length, ...message);
        frames.push(encodeFrame(message));
      }
    }
    assert.equal(hex(oracle("encode", Uint8Array.from(input))), hex(Buffer.concat(frames)));
  });

  it("decodes hostile bytes alike, status by status", () => {
    const random = createRandom(2);
    const chunks: Uint8Array[] = [];
    for (let i = 0; i < 4000; i++) {
      const message = Uint8Array.from({ length: random.integer(251) }, () =>
        random.integer(random.next() < 0.5 ? 2 : 256),
      );
      const frame = encodeFrame(message);
      const chance = random.next();
      if (chance < 0.3) frame[random.integer(frame.length)] = random.integer(256);
      chunks.push(chance > 0.9 ? frame.subarray(random.integer(frame.length)) : frame);
      if (chance < 0.1)
        chunks.push(Uint8Array.from({ length: random.integer(400) }, () => random.integer(256)));
    }
    const stream = Buffer.concat(chunks);
    const expected = oracle("decode", stream).toString().split("\n").slice(0, -1);
    assert.deepEqual(decode(stream), expected);
    for (const status of ["0", "2", "3", "4"]) {
      assert.ok(
        expected.some((line) => line.startsWith(status)),
        `status ${status} occurred`,
      );
    }
  });
});
