import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { listBySysfs, listPorts } from "./ports.ts";

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
});
