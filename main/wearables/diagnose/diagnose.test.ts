import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { explainPortError, portAccess } from "./ports.ts";
import { accessRule, notBrailleRule } from "./udev-rules.ts";
import { explainLostPorts, explainVanishing, findShortLived } from "./vanishing.ts";

describe("B13: no permission for a port", () => {
  // What serialport says on Linux, macOS and Windows.
  for (const said of [
    "Error: Permission denied, cannot open /dev/ttyACM0",
    "Error Permission denied Cannot open /dev/ttyACM0",
  ]) {
    it(`is named as the cause of "${said}", with a narrow rule`, () => {
      const { fault } = explainPortError("/dev/ttyACM0", new Error(said));
      assert.equal(fault.code, "port-permission");
      assert.equal(fault.exit, 3);
      if (process.platform !== "linux") return;
      assert.match(fault.remedy, /70-beckon\.rules/);
      assert.match(fault.remedy, /"0d28"/);
      assert.doesNotMatch(fault.remedy, /chmod|dialout|0666/, "never the whole group or the whole world");
    });
  }

  it("is given to whoever sits at the computer, for Beckon's boards only", () => {
    const { text } = accessRule();
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    assert.ok(lines.length > 0);
    for (const line of lines) {
      assert.match(
        line,
        /^SUBSYSTEM=="tty", ATTRS\{idVendor\}=="[0-9a-f]{4}", ATTRS\{idProduct\}=="[0-9a-f]{4}", TAG\+="uaccess"$/,
      );
    }
  });

  it("tells a port that is there from one that is not", () => {
    assert.equal(portAccess("/dev/null"), "ok");
    assert.equal(portAccess("/dev/ttyACM99"), "absent");
  });
});

describe("ports: what the system says, in plain words", () => {
  const table = [
    ["Error: No such file or directory, cannot open /dev/ttyACM9", "port-absent"],
    ["Error Resource temporarily unavailable Cannot lock port", "port-busy"],
    ["Error Device or resource busy Cannot open /dev/ttyACM0", "port-busy"],
    ["Opening COM3: Access denied", process.platform === "win32" ? "port-busy" : "port-permission"],
    ["Error: Inappropriate ioctl for device, cannot open /dev/null", "port-no-serial"],
    ["something never seen", "port-failed"],
  ] as const;
  for (const [said, code] of table) {
    it(`${code}: ${said}`, () => {
      const { fault } = explainPortError("COM3", new Error(said));
      assert.equal(fault.code, code);
      assert.ok(fault.remedy.length > 10);
    });
  }
});

describe("B07: the port appears for a second and vanishes", () => {
  // The kernel's lines when BRLTTY takes a CH340, from espressif/esp-idf #9372.
  const log = [
    "usb 1-1.2: New USB device found, idVendor=1a86, idProduct=7523, bcdDevice= 2.64",
    "ch341 1-1.2:1.0: ch341-uart converter detected",
    "usb 1-1.2: ch341-uart converter now attached to ttyUSB0",
    "usb 1-1.2: usbfs: interface 0 claimed by ch341 while 'brltty' sets config #1",
    "ch341-uart ttyUSB0: ch341-uart converter now disconnected from ttyUSB0",
  ];
  const explain = (changes: object) =>
    explainVanishing({ path: "/dev/ttyUSB0", aliveMs: 1000, log, ...changes }).fault;

  it("names the service as the cause and offers a rule for this one board", () => {
    const fault = explain({});
    assert.equal(fault.code, "port-taken-by-braille");
    assert.match(fault.problem, /Braille display service/);
    assert.match(fault.remedy, /ATTR\{idVendor\}=="1a86", ATTR\{idProduct\}=="7523", KERNEL=="1-1\.2"/);
  });

  it("tells the board by its serial number where it has one", () => {
    const fault = explain({ board: { vendorId: "10C4", productId: "EA60", serialNumber: "0001" } });
    assert.match(fault.remedy, /ATTR\{idVendor\}=="10c4".*ATTR\{serial\}=="0001"/);
  });

  it("never suggests to remove, stop or disable anything", () => {
    for (const changes of [
      {},
      { log: ["systemd[1]: Started Braille Device Support (brltty)."] },
      { board: undefined, log: [log[3] ?? ""] },
    ]) {
      const fault = explain(changes);
      assert.equal(fault.code, "port-taken-by-braille");
      assert.doesNotMatch(
        `${fault.problem} ${fault.remedy}`,
        /remove|purge|uninstall|disable|mask|systemctl|apt/i,
      );
    }
  });

  it("does not accuse the service of a port that lived long", () => {
    assert.equal(explain({ aliveMs: 600_000, log: ["brltty: started"] }).code, "port-vanished");
  });

  it("names cable and socket after USB errors", () => {
    assert.equal(explain({ log: ["usb 1-1: device descriptor read/64, error -71"] }).code, "port-cable");
  });

  it("says that the log could not be read", () => {
    assert.match(explain({ log: [] }).remedy, /log could not be read/);
  });

  it("puts nothing into a command line that a device could have made up", () => {
    const evil = { vendorId: "1a86", productId: "7523", serialNumber: "x'; rm -rf /; '" };
    assert.doesNotMatch(explain({ board: evil }).remedy, /rm -rf/);
    assert.throws(() => notBrailleRule(evil), RangeError);
    assert.throws(() => notBrailleRule({ vendorId: "1a86", productId: "75 3", socket: "1-1" }), RangeError);
  });

  it("makes no rule for a chip as such, which would be too wide", () => {
    assert.throws(() => notBrailleRule({ vendorId: "1a86", productId: "7523" }), RangeError);
  });

  it("is found in the kernel's log, with seconds, whatever the port is called", async () => {
    const at = (seconds: number, text: string): string =>
      `[${seconds.toFixed(6).padStart(12)}] kernel: ${text}`;
    const braille = log.map((text, index) => at(100 + index / 4, text));
    const [found, ...more] = findShortLived(braille);
    assert.equal(more.length, 0);
    assert.equal(found?.path, "/dev/ttyUSB0");
    assert.equal(found?.aliveMs, 500);
    assert.equal(found === undefined ? "" : explainVanishing(found).fault.code, "port-taken-by-braille");
    const back = at(200, "usb 1-1.2: ch341-uart converter now attached to ttyUSB0");
    assert.deepEqual(findShortLived([...braille, back]), [], "one that came again is not lost");
    const board = [
      at(5, "cdc_acm 1-3:1.1: ttyACM0: USB ACM device"),
      at(6, "usb 1-3: USB disconnect, device number 4"),
    ];
    assert.deepEqual(
      findShortLived(board).map(({ path, aliveMs }) => [path, aliveMs]),
      [["/dev/ttyACM0", 1000]],
    );
    const unplugged = [board[0] ?? "", at(60, "usb 1-3: USB disconnect, device number 4")];
    assert.deepEqual(findShortLived(unplugged), [], "one that was there for a minute was unplugged");
    assert.ok(Array.isArray(await explainLostPorts()), "a log that may not be read is no error");
  });
});
