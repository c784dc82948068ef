import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { BeckonError } from "../../../common/errors.ts";
import type { PipeEnd } from "../byte-pipe.ts";
import { noCompiler } from "../testing/compile.ts";
import { startNativeDevice } from "../testing/native-device.ts";
import { watch } from "../testing/watched.ts";
import { openTerminal } from "../virtual-pty.ts";
import { openSerial } from "./serial.ts";
import { openVirtual } from "./virtual.ts";

const BAUD = 115200;
const folder = mkdtempSync(join(tmpdir(), "beckon-serial-"));
after(() => rmSync(folder, { recursive: true }));

const fails =
  (code: string, exit = 3) =>
  (error: unknown) =>
    error instanceof BeckonError && error.fault.code === code && error.fault.exit === exit;

describe("serial: a port that does not open is told by its cause", () => {
  it("absent", () => assert.rejects(openSerial("/dev/ttyACM99", BAUD), fails("port-absent")));

  it("no serial port at all", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "x");
    for (const path of [file, folder, "/dev/null"]) {
      await assert.rejects(
        openSerial(path, BAUD),
        (error) => error instanceof BeckonError && error.fault.code.startsWith("port-"),
      );
    }
    await assert.rejects(openSerial("/dev/null", BAUD), fails("port-no-serial", 2));
  });
});

describe("serial: over a pseudo-terminal", {
  skip: process.platform !== "linux" && "needs pseudo-terminals",
}, () => {
  it("is refused while another program holds the port, and opens afterwards", async (t) => {
    const terminal = openTerminal(openVirtual().pipe);
    t.after(() => terminal.close());
    const first = await openSerial(terminal.path, BAUD);
    await assert.rejects(openSerial(terminal.path, BAUD), fails("port-busy"));
    await first.close();
    const other = spawn("flock", [terminal.path, "sleep", "30"], { stdio: "ignore" });
    await once(other, "spawn");
    await new Promise((resolve) => setTimeout(resolve, 200));
    await assert.rejects(openSerial(terminal.path, BAUD), fails("port-busy"));
    other.kill();
    await once(other, "exit");
  });

  it("ends once when its far end dies, and swallows what is written then", { skip: noCompiler }, async () => {
    const device = await startNativeDevice();
    const pipe = await openSerial(device.path, BAUD);
    const ends: PipeEnd[] = [];
    pipe.onClose((end) => ends.push(end));
    pipe.write(new Uint8Array(3000).fill(1));
    await device.stop();
    const startMs = performance.now();
    while (ends.length === 0 && performance.now() - startMs < 5000) {
      pipe.write(Uint8Array.of(1, 2, 3));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    pipe.write(Uint8Array.of(4));
    await pipe.close();
    assert.deepEqual(
      ends.map(({ kind }) => kind),
      ["gone"],
    );
    const late: PipeEnd[] = [];
    pipe.onClose((end) => late.push(end));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(late.length, 1, "who listens late hears of it too");
  });

  it("does not end the program when closed with bytes still to be written", {
    skip: noCompiler,
  }, async () => {
    const device = await startNativeDevice();
    device.signal("SIGSTOP");
    const pipe = await openSerial(device.path, BAUD);
    for (let i = 0; i < 100; i++) pipe.write(new Uint8Array(1000).fill(1));
    await pipe.close();
    device.signal("SIGCONT");
    await device.stop();
  });
});

describe("virtual wearable on a pseudo-terminal", {
  skip: process.platform !== "linux" && "needs pseudo-terminals",
}, () => {
  it("serves one program after the other, byte for byte", async (t) => {
    const terminal = openTerminal(openVirtual().pipe);
    t.after(() => terminal.close());
    assert.match(terminal.path, /^\/dev\/pts\/\d+$/);
    for (let program = 0; program < 3; program++) {
      const { wearable } = await watch("other program", () => openSerial(terminal.path, BAUD), {
        reconnect: false,
      });
      assert.equal(wearable.session().info.board, "virtual");
      await wearable.close();
    }
  });

  it("goes away when it is closed", async () => {
    const terminal = openTerminal(openVirtual().pipe);
    await terminal.close();
    await assert.rejects(openSerial(terminal.path, BAUD), fails("port-absent"));
  });
});
