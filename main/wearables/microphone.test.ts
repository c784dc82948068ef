import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { BeckonError } from "../../common/errors.ts";
import { feedMicrophone } from "./sources.ts";
import { sampleImage, sampleTake } from "./testing/sample-model.ts";
import { watch } from "./testing/watched.ts";
import { openVirtual } from "./transport/virtual.ts";

const run = promisify(execFile);
const missing = ["pulseaudio", "parec", "paplay"].some((name) => !existsSync(`/usr/bin/${name}`));

// A real microphone as far as the recording program can tell: a PulseAudio source.
describe("microphone: a real PulseAudio source", {
  skip: missing && "needs pulseaudio and pulseaudio-utils",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-pulse-"));
  const runtime = join(folder, "run");
  const saved = { ...process.env };
  let server: ReturnType<typeof spawn>;
  let exited: Promise<unknown>;

  before(async () => {
    mkdirSync(runtime, { mode: 0o700 });
    Object.assign(process.env, {
      XDG_RUNTIME_DIR: runtime,
      HOME: folder,
      PULSE_SERVER: `unix:${runtime}/pulse/native`,
    });
    const modules = [
      "module-native-protocol-unix",
      "module-null-sink sink_name=mic rate=16000 channels=1",
      "module-remap-source source_name=bkmic master=mic.monitor",
    ];
    const options = [
      "-n",
      "--daemonize=no",
      "--exit-idle-time=-1",
      ...modules.map((each) => `--load=${each}`),
    ];
    server = spawn("pulseaudio", options, { stdio: "ignore" });
    exited = once(server, "exit");
    for (let tries = 0; ; tries++) {
      const ready = await run("pactl", ["list", "sources", "short"]).then(
        ({ stdout }) => stdout.includes("bkmic"),
        () => false,
      );
      if (ready) break;
      assert.ok(tries < 100, "PulseAudio starts");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  after(async () => {
    server.kill("SIGKILL");
    await exited;
    for (const name of ["XDG_RUNTIME_DIR", "HOME", "PULSE_SERVER"]) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("is heard by the virtual wearable, chosen by its name", async (t) => {
    const virtual = openVirtual({ image: await sampleImage("sound") });
    t.after(() => virtual.pipe.close());
    const { wearable, events, until } = await watch("virtual", async () => virtual.pipe);
    t.after(() => wearable.close());
    await wearable.session().arm(wearable.session().info.modelId);
    const stop = new AbortController();
    const listening = feedMicrophone(virtual.feed, "bkmic", stop.signal);
    for (const [index, command] of (["rise", "손 흔들기"] as const).entries()) {
      const take = sampleTake("sound", command, 90 + index);
      const file = join(folder, `${index}.raw`);
      writeFileSync(file, Buffer.from(take.signal === "sound" ? take.pcm.buffer : new ArrayBuffer()));
      await run("paplay", ["--device=mic", "--raw", "--format=s16le", "--rate=16000", "--channels=1", file]);
      await until(`the event of ${command}`, () => events.length > index);
    }
    stop.abort();
    await listening;
    assert.deepEqual(
      events.map(({ command }) => command),
      ["rise", "손 흔들기"],
    );
  });

  it("is refused when it has another name, never swapped for one that is there", async () => {
    const heard = feedMicrophone(async () => {}, "no-such-microphone", new AbortController().signal);
    await assert.rejects(
      heard,
      (error) =>
        error instanceof BeckonError &&
        error.fault.code === "microphone-failed" &&
        error.fault.thing.includes("no-such-microphone"),
    );
  });

  it("that goes away ends with an error, not with silence", async () => {
    let samples = 0;
    const heard = feedMicrophone(
      async (values) => {
        if (samples === 0) server.kill("SIGKILL");
        samples += values.length;
      },
      "bkmic",
      new AbortController().signal,
    );
    await assert.rejects(
      heard,
      (error) => error instanceof BeckonError && error.fault.code === "microphone-failed",
    );
    assert.ok(samples > 0);
  });
});
