import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../../common/random.ts";
import { runtimeFolder } from "../testing/compile.ts";
import { refusalError, linkFaults } from "./faults.ts";
import { createFrameDecoder } from "./frame.ts";
import { imageFaultWords } from "./image-faults.ts";
import {
  decodeMessage,
  encodeMessage,
  messageTable,
  sequenceOf,
  type Message,
  type MessageName,
} from "./messages.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const id = "0123456789abcdef";

/** One good message of each kind, and its bytes as PROTOCOL.md says, written by hand. */
const examples: readonly (readonly [Message, string])[] = [
  [{ name: "hello", lowest: 1, highest: 1 }, "0107 0100 0100"],
  [
    {
      name: "info",
      protocol: 1,
      runtimeVersion: 2,
      link: 0x11223344,
      signal: 1,
      slots: 2,
      activeSlot: 255,
      flags: 3,
      battery: 100,
      classes: 8,
      imageId: id,
      modelId: "fedcba9876543210",
      slotBytes: 65504,
      arenaBytes: 4096,
      board: "uno",
      backboneId: id,
    },
    "0207 0100 0200 44332211 01 02 ff 03 64 08 0123456789abcdef fedcba9876543210 e0ff0000 00100000 03756e6f 0123456789abcdef",
  ],
  [{ name: "arm", link: 1, modelId: id }, "0307 01000000 0123456789abcdef"],
  [{ name: "disarm", link: 1 }, "0407 01000000"],
  [{ name: "hostHeartbeat", link: 1 }, "0507 01000000"],
  [
    { name: "heartbeat", link: 1, deviceMs: 258, flags: 1, held: [0, 5] },
    "0507 01000000 02010000 01 02 0005",
  ],
  [
    {
      name: "event",
      link: 1,
      event: 9,
      phase: 2,
      command: 3,
      score: -2,
      startMs: 5,
      decidedMs: 6,
      ageMs: 149,
    },
    "0607 01000000 09 02 03 feff 05000000 06000000 9500",
  ],
  [{ name: "eventAck", link: 1, event: 9 }, "0707 01000000 09"],
  [
    { name: "wear", link: 1, rotationQ14: Int16Array.of(16384, 0, 0, 0, -16384, 0, 0, 0, -16384) },
    "0807 01000000 0040 0000 0000 0000 00c0 0000 0000 0000 00c0",
  ],
  [{ name: "stream", link: 1, signal: 255 }, "0907 01000000 ff"],
  [{ name: "replayBegin", link: 1, rateCentiHz: 5000, values: 300 }, "0a07 01000000 8813 2c010000"],
  [{ name: "replayData", offset: 3, values: Int16Array.of(-1, 256) }, "0b07 03000000 ffff 0001"],
  [
    { name: "replayEvent", phase: 3, command: 1, score: 32767, startMs: 1, endMs: 2, decidedMs: 3 },
    "0c07 00 03 01 ff7f 01000000 02000000 03000000",
  ],
  [
    { name: "replayDone", frames: 50, framesCrc: 0xffffffff, networkCrc: 2, scoresCrc: 3 },
    "0c07 01 32000000 ffffffff 02000000 03000000",
  ],
  [
    { name: "streamData", link: 1, rateCentiHz: 5000, first: 4, values: Int16Array.of(1, -1, 1000) },
    "0d07 01000000 8813 04000000 0100 ffff e803",
  ],
  [
    { name: "pushBegin", link: 1, length: 9008, crc: 0xcbf43926, imageId: id },
    `0e07 01000000 30230000 2639f4cb ${id}`,
  ],
  [{ name: "pushData", offset: 244, bytes: Uint8Array.of(1, 2, 3) }, "0f07 f4000000 010203"],
  [{ name: "pushCommit", link: 1 }, "1007 01000000"],
  [{ name: "abort", link: 1 }, "1107 01000000"],
  [{ name: "credit", ready: 512, received: 0 }, "1207 00020000 00000000"],
  [
    { name: "status", link: 1, flags: 0, activeSlot: 0, deviceMs: 7, damagedFrames: 8, droppedEvents: 9 },
    "1307 01000000 00 00 07000000 08000000 09000000",
  ],
  [{ name: "error", code: 4, answers: 3, number: 77 }, "1507 04 03 4d000000"],
  [{ name: "labelGet", class: 2 }, "1607 02"],
  [{ name: "label", class: 2, flags: 1, text: "손 들기" }, "1707 02 01 ec8690 20 eb93a4 eab8b0"],
];

const toBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

function decode(bytes: Uint8Array, name: MessageName) {
  return messageTable[name].to === "host" ? decodeMessage(bytes, "host") : decodeMessage(bytes, "device");
}

describe("messages: the table", () => {
  for (const [message, bytes] of examples) {
    it(`writes and reads ${message.name} as PROTOCOL.md says`, () => {
      assert.equal(hex(encodeMessage(message, 7)), bytes.replaceAll(" ", ""));
      assert.deepEqual(decode(toBytes(bytes), message.name), message);
      assert.equal(sequenceOf(toBytes(bytes)), 7);
    });
  }

  it("has an example here for every message", () => {
    assert.deepEqual(examples.map(([message]) => message.name).sort(), Object.keys(messageTable).sort());
  });

  it("has the type numbers of link_messages.h, all of them", () => {
    const header = readFileSync(join(runtimeFolder, "link_messages.h"), "utf8");
    const types = [...header.matchAll(/^ {4}BK_LINK_[A-Z_]+ = (0x[0-9A-F]{2})/gm)].map((match) =>
      Number(match[1]),
    );
    assert.ok(types.length > 10);
    assert.deepEqual(
      [...new Set(Object.values(messageTable).map((shape) => shape.type))].sort(),
      types.sort(),
    );
  });

  it("refuses every message that is cut short, saying where", () => {
    const restOnly = new Set(["wear", "replayData", "streamData", "pushData", "label"]);
    for (const [message, text] of examples) {
      const bytes = toBytes(text);
      for (let length = 0; length < bytes.length; length++) {
        const decoded = decode(bytes.subarray(0, length), message.name);
        if (restOnly.has(message.name) && decoded.name !== "malformed") continue; // a shorter rest is a rest
        if (message.name === "info" && length === bytes.length - 8) continue; // as it was before backbones
        assert.equal(decoded.name, "malformed", `${message.name} of ${length} bytes`);
      }
    }
  });

  it("takes INFO of a firmware from before backbones, which has none", () => {
    const [info, text] = examples.find(([{ name }]) => name === "info")!;
    const bytes = toBytes(text);
    assert.deepEqual(decodeMessage(bytes.subarray(0, bytes.length - 8), "host"), {
      ...info,
      backboneId: null,
    });
  });

  it("ignores bytes past the body, which are for later versions", () => {
    assert.deepEqual(
      decodeMessage(toBytes("0607 01000000 09 02 03 feff 05000000 06000000 9500 aa"), "host"),
      examples[6]![0],
    );
  });
});

describe("messages: every field is checked", () => {
  const bad: readonly (readonly [string, string, RegExp])[] = [
    ["no link number", "0507 00000000 02010000 01 00", /heartbeat\.link/],
    [
      "protocol 0",
      "0207 0000 0200 44332211 01 02 ff 03 64 08 0123456789abcdef fedcba9876543210 e0ff0000 00100000 00",
      /info\.protocol/,
    ],
    [
      "a third signal",
      "0207 0100 0200 44332211 02 02 ff 03 64 08 0123456789abcdef fedcba9876543210 e0ff0000 00100000 00",
      /info\.signal/,
    ],
    [
      "battery of 101 %",
      "0207 0100 0200 44332211 01 02 ff 03 65 08 0123456789abcdef fedcba9876543210 e0ff0000 00100000 00",
      /info\.battery/,
    ],
    [
      "49 classes",
      "0207 0100 0200 44332211 01 02 ff 03 64 31 0123456789abcdef fedcba9876543210 e0ff0000 00100000 00",
      /info\.classes/,
    ],
    ["a held class out of range", "0507 01000000 02010000 01 01 30", /heartbeat\.held/],
    ["more held commands than there are", "0507 01000000 02010000 01 09 01", /heartbeat\.held/],
    ["an event of phase 3", "0607 01000000 09 03 03 feff 05000000 06000000 9500", /event\.phase/],
    ["a replay result of phase 4", "0c07 00 04 01 ff7f 01000000 02000000 03000000", /replayEvent\.phase/],
    ["a replay result of kind 2", "0c07 02 00000000", /kind/],
    ["a third of a movement", "0d07 01000000 8813 00000000 0100 ffff", /streamData\.values/],
    ["a label that is not UTF-8", "1707 02 01 ff41", /label\.text/],
    ["an unknown type", "7707 01", /type 0x77/],
    ["a message of the other direction", "0407 01000000", /type 0x04/],
    ["nothing", "", /shorter/],
  ];
  for (const [what, bytes, problem] of bad) {
    it(`refuses ${what}`, () => {
      const decoded = decodeMessage(toBytes(bytes), "host");
      assert.equal(decoded.name, "malformed");
      assert.match(decoded.name === "malformed" ? decoded.problem : "", problem);
    });
  }

  it("refuses half a value of a replay", () => {
    assert.equal(decodeMessage(toBytes("0b07 03000000 ffff 01"), "device").name, "malformed");
  });

  it("does not write what it would not read", () => {
    assert.throws(() => encodeMessage({ name: "arm", link: 0, modelId: id }, 0), /arm\.link/);
    assert.throws(() => encodeMessage({ name: "arm", link: 1, modelId: "xyz" }, 0), /arm\.modelId/);
    assert.throws(() => encodeMessage({ name: "credit", ready: 1.5, received: 0 }, 0), /credit\.ready/);
    assert.throws(() => encodeMessage({ name: "credit", ready: 2 ** 32, received: 0 }, 0), /credit\.ready/);
    assert.throws(
      () => encodeMessage({ name: "pushData", offset: 0, bytes: new Uint8Array(300) }, 0),
      /too many/,
    );
  });
});

describe("faults: what a wearable answers", () => {
  it("has words for every code of link_messages.h", () => {
    const header = readFileSync(join(runtimeFolder, "link_messages.h"), "utf8");
    const codes = [...header.matchAll(/BK_LINK_FAULT_[A-Z_]+ = (\d+)/g)].map((match) => Number(match[1]));
    assert.ok(codes.length > 10);
    assert.deepEqual(Object.values(linkFaults), codes);
    for (const code of [...codes, 200]) {
      const { fault } = refusalError("the wearable", { code, answers: 3, number: 4 });
      assert.ok(fault.problem.length > 10 && fault.remedy.length > 5, fault.code);
    }
  });

  it("says what to do where a wearable cannot stream, or be told how it sits", () => {
    for (const code of [linkFaults.type, linkFaults.signal]) {
      for (const name of ["stream", "wear"] as const) {
        const { fault } = refusalError("the wearable", { code, answers: messageTable[name].type, number: 1 });
        assert.equal(fault.code, `device-no-${name}`);
      }
    }
  });

  it("has words for every reason why the runtime refuses an image", () => {
    const header = readFileSync(join(runtimeFolder, "beckon.h"), "utf8");
    const reasons = [...header.matchAll(/^ {4}BK_ERR_/gm)].length;
    assert.doesNotMatch(imageFaultWords(reasons), /^reason/);
    assert.match(imageFaultWords(reasons + 1), /^reason/);
  });
});

/** A message near a good one: bytes changed, cut, doubled, or all chance. */
function hostile(random: Random): Uint8Array {
  if (random.next() < 0.2) return Uint8Array.from({ length: random.integer(300) }, () => random.integer(256));
  const bytes = [...toBytes(examples[random.integer(examples.length)]![1])];
  for (let changes = random.integer(4); changes > 0; changes--)
    bytes[random.integer(bytes.length)] = random.integer(256);
  if (random.next() < 0.2) bytes.length = random.integer(bytes.length + 1);
  if (random.next() < 0.2)
    bytes.push(...Array.from({ length: random.integer(260) }, () => random.integer(256)));
  return Uint8Array.from(bytes);
}

describe("fuzz: whatever comes in", () => {
  const seconds = Number(process.env.BECKON_FUZZ_SECONDS ?? 10);

  it(`never throws, and what it takes can be written again (${seconds} s)`, () => {
    const random = createRandom(20251125);
    const until = performance.now() + seconds * 1000;
    let taken = 0;
    for (let round = 0; performance.now() < until; round++) {
      for (let i = 0; i < 500; i++) {
        const bytes = hostile(random);
        for (const to of ["host", "device"] as const) {
          const message: Message | { name: "malformed" } =
            to === "host" ? decodeMessage(bytes, to) : decodeMessage(bytes, to);
          if (message.name === "malformed") continue;
          taken++;
          const again = encodeMessage(message, sequenceOf(bytes));
          assert.equal(hex(again), hex(bytes.subarray(0, again.length)), `round ${round}`);
        }
      }
      const decoder = createFrameDecoder({
        message: (bytes) => assert.ok(bytes.length <= 250),
        damaged: () => {},
      });
      decoder.push(hostile(random));
    }
    assert.ok(taken > 1000, "good messages were among them");
  });
});
