import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { boards } from "../../firmware-gen/boards/boards.ts";
import { BAUD, parseDevice } from "./device.ts";

const fails = (code: string, exit: number) => (error: unknown) =>
  error instanceof BeckonError && error.fault.code === code && error.fault.exit === exit;

describe("device: how a person names a wearable", () => {
  const good = [
    ["virtual", { kind: "virtual" }],
    ["serial:/dev/ttyACM0", { kind: "serial", path: "/dev/ttyACM0" }],
    ["serial:COM3", { kind: "serial", path: "COM3" }],
    ["serial:/dev/serial/by-id/usb-a:b@c", { kind: "serial", path: "/dev/serial/by-id/usb-a:b@c" }],
    ["emulated:microbit-v1", { kind: "emulated", board: "microbit-v1", flashFile: undefined }],
    ["emulated:sim-m4@my flash@2.bin", { kind: "emulated", board: "sim-m4", flashFile: "my flash@2.bin" }],
  ] as const;
  for (const [text, address] of good) it(text, () => assert.deepEqual(parseDevice(text), address));

  for (const text of [
    "",
    "virtual:",
    "virtual:1",
    "serial",
    "serial:",
    "emulated:",
    "emulated:@x",
    "emulated:b@",
    "usb:1",
    "Serial:x",
  ]) {
    it(`refuses "${text}" as wrong use, listing the forms`, () => {
      assert.throws(() => parseDevice(text), fails("device-unknown", 2));
    });
  }

  it("says of HID that it comes later, and what works now", () => {
    assert.throws(() => parseDevice("hid:1"), fails("hid-later", 2));
  });
});

describe("device: the speed of a cable", () => {
  it("is the same for every board that has one", () => {
    for (const { id, baud } of boards) if (baud !== null) assert.equal(baud, BAUD, id);
  });
});
