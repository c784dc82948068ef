import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { listBySysfs, listPorts, steadyName, steadyNames } from "./ports.ts";

const folder = mkdtempSync(join(tmpdir(), "beckon-ports-"));
after(() => rmSync(folder, { recursive: true }));

describe("ports: those there are", () => {
  it("can be listed on any machine, with or without udevadm", async () => {
    for (const port of await listPorts()) assert.match(port.path, /./);
  });

  it("are found in /sys with the board that sits on them", async () => {
    const usb = join(folder, "usb1", "1-1");
    const tty = join(folder, "class");
    mkdirSync(join(usb, "1-1:1.1"), { recursive: true });
    for (const name of ["ttyACM0", "ttyS0"]) mkdirSync(join(tty, name), { recursive: true });
    symlinkSync(join(usb, "1-1:1.1"), join(tty, "ttyACM0", "device"));
    for (const [name, text] of [
      ["idVendor", "0d28"],
      ["idProduct", "0204"],
      ["serial", "9900"],
      ["manufacturer", "Arm"],
    ] as const) {
      writeFileSync(join(usb, name), `${text}\n`);
    }
    assert.deepEqual(await listBySysfs(tty), [
      {
        path: "/dev/ttyACM0",
        manufacturer: "Arm",
        usb: { vendorId: "0d28", productId: "0204", serialNumber: "9900", socket: "1-1" },
      },
    ]);
    assert.deepEqual(await listBySysfs(join(folder, "absent")), []);
  });

  it("have a name that stays when the number changes, only where a serial number tells them apart", async () => {
    const byId = join(folder, "by-id");
    mkdirSync(byId);
    for (const name of ["ttyACM0", "ttyACM1", "ttyUSB0"]) writeFileSync(join(folder, name), "");
    const mine = join(byId, "usb-Arm_micro_bit_9900_A-if01");
    symlinkSync(join(folder, "ttyACM0"), mine);
    symlinkSync(join(folder, "ttyUSB0"), join(byId, "usb-1a86_USB_Serial-if00-port0"));
    const port = (name: string): string => join(folder, name);
    const before = await steadyNames(byId);
    assert.equal(steadyName(port("ttyACM0"), { serialNumber: "9900 A" }, before), mine);
    assert.equal(steadyName(port("ttyACM0"), { serialNumber: "900" }, before), port("ttyACM0"));
    for (const usb of [undefined, {}, { serialNumber: "" }]) {
      assert.equal(steadyName(port("ttyUSB0"), usb, before), port("ttyUSB0"));
    }
    // Another board has the number now.
    rmSync(mine);
    symlinkSync(join(folder, "ttyACM1"), mine);
    const after = await steadyNames(byId);
    assert.equal(steadyName(port("ttyACM1"), { serialNumber: "9900 A" }, after), mine);
    assert.equal(steadyName(port("ttyACM0"), { serialNumber: "1234" }, after), port("ttyACM0"));
    assert.equal((await steadyNames(join(folder, "absent"))).size, 0);
  });
});
