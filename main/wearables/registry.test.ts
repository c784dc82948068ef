import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import type { DeviceEvent } from "../../common/street.ts";
import { listBySysfs, listPorts } from "./ports.ts";
import { openDevice, parseDevice } from "./registry.ts";
import { feedMicrophone, feedStream, findRecorder, play } from "./sources.ts";
import { sampleImage, sampleTake } from "./testing/sample-model.ts";

const folder = mkdtempSync(join(tmpdir(), "beckon-registry-"));
after(() => rmSync(folder, { recursive: true }));

const fails = (code: string, exit: number) => (error: unknown) =>
  error instanceof BeckonError && error.fault.code === code && error.fault.exit === exit;

describe("registry: how a person names a wearable", () => {
  const good = [
    ["virtual", { kind: "virtual" }],
    ["serial:/dev/ttyACM0", { kind: "serial", path: "/dev/ttyACM0" }],
    ["serial:COM3", { kind: "serial", path: "COM3" }],
    ["serial:/dev/serial/by-id/usb-a:b@c", { kind: "serial", path: "/dev/serial/by-id/usb-a:b@c" }],
    ["emulated:microbit-v1", { kind: "emulated", board: "microbit-v1", flashFile: undefined }],
    ["emulated:sim-m4@my flash@2.bin", { kind: "emulated", board: "sim-m4", flashFile: "my flash@2.bin" }],
  ] as const;
  for (const [text, address] of good) it(text, () => assert.deepEqual(parseDevice(text), address));

  for (const text of ["", "virtual:", "virtual:1", "serial", "serial:", "emulated:", "emulated:@x", "emulated:b@", "usb:1", "Serial:x"]) {
    it(`refuses "${text}" as wrong use, listing the forms`, () => {
      assert.throws(() => parseDevice(text), fails("device-unknown", 2));
    });
  }

  it("says of HID that it comes later, and what works now", () => {
    assert.throws(() => parseDevice("hid:1"), fails("hid-later", 2));
  });
});

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
    for (const [name, text] of [["idVendor", "0d28"], ["idProduct", "0204"], ["serial", "9900"], ["manufacturer", "Arm"]] as const) {
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

describe("virtual wearable: opened by name", () => {
  it("hears a recording and tells what it heard, in the recording's own time", async (t) => {
    const events: DeviceEvent[] = [];
    const image = await sampleImage("motion");
    const device = await openDevice(parseDevice("virtual"), { event: (event) => events.push(event) }, { image });
    t.after(() => device.close());
    await device.wearable.session().arm(device.wearable.session().info.modelId);
    const startMs = performance.now();
    await device.play?.(sampleTake("motion", "rise", 71), "real-time");
    assert.ok(performance.now() - startMs >= 2500, "2.6 s of movement take their time");
    assert.deepEqual(events.map(({ command }) => command), ["rise"]);
  });

  it("refuses an image that does not fit its slot", async () => {
    const opened = openDevice(parseDevice("virtual"), {}, { image: new Uint8Array(2 ** 20) });
    await assert.rejects(opened, fails("image-too-large", 1));
  });
});

describe("sources: what a virtual wearable hears", () => {
  const collect = () => {
    const heard: number[] = [];
    return { heard, feed: async (samples: Int16Array) => void heard.push(...samples) };
  };

  it("raw PCM, however the stream cuts its bytes", async () => {
    const { heard, feed } = collect();
    const bytes = Buffer.from(Int16Array.of(1, -2, 300, -32768, 7).buffer);
    await feedStream(Readable.from([bytes.subarray(0, 3), bytes.subarray(3, 4), bytes.subarray(4)]), feed);
    assert.deepEqual(heard, [1, -2, 300, -32768, 7]);
  });

  it("says so when the stream breaks off", async () => {
    const broken = new Readable({ read() { this.destroy(new Error("pulled")); } });
    await assert.rejects(feedStream(broken, collect().feed), fails("sound-stream-failed", 3));
  });

  it("a recording, whole and once, and only until it is stopped", async () => {
    const { heard, feed } = collect();
    const take = sampleTake("sound", "rise", 1);
    await play(take, feed, "fast");
    assert.deepEqual(heard, [...(take.signal === "sound" ? take.pcm : [])]);
    const stopped = collect();
    await play(take, stopped.feed, "fast", AbortSignal.abort());
    assert.equal(stopped.heard.length, 0);
  });

  // Recording programs need a sound system, which this machine may lack: a script stands in for the
  // program here, and e2e/ has a real PulseAudio source.
  const withRecorder = (name: string, script: string): string => {
    const bin = join(folder, name);
    mkdirSync(bin);
    writeFileSync(join(bin, "parec"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return bin;
  };
  const withPath = async (path: string, work: () => Promise<void>): Promise<void> => {
    const before = process.env.PATH;
    process.env.PATH = path;
    try {
      await work();
    } finally {
      process.env.PATH = before;
    }
  };

  it("the microphone, by the first recording program that is installed, until it is stopped", async () => {
    const bin = withRecorder("good", 'printf "\\001\\000\\002\\000"; echo "$@" >"$0.args"; exec /bin/sleep 30');
    assert.equal(findRecorder(`/nowhere:${bin}`), "parec");
    const stop = new AbortController();
    const heard: number[] = [];
    await withPath(bin, () =>
      feedMicrophone(async (samples) => {
        heard.push(...samples);
        stop.abort();
      }, "bkmic", stop.signal),
    );
    assert.deepEqual(heard, [1, 2]);
  });

  it("says why recording ended by itself", async () => {
    const bin = withRecorder("bad", 'echo "pa_context_connect() failed: Connection refused" >&2; exit 1');
    await withPath(bin, async () => {
      const heard = feedMicrophone(collect().feed, "bkmic", new AbortController().signal);
      await assert.rejects(heard, (error) => fails("microphone-failed", 3)(error) && /Connection refused/.test(String(error)));
    });
  });

  it("says what to install where nothing records", async () => {
    await withPath(folder, async () => {
      const heard = feedMicrophone(collect().feed, undefined, new AbortController().signal);
      await assert.rejects(heard, fails("no-recorder", 3));
    });
  });
});
