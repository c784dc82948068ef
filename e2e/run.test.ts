/** `beckon run` as a person starts it: through the shim, on a real X server. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startXvfb, type TestDisplay, type Watcher, watchDisplay } from "../main/actor/x-testing.ts";
import { sampleImage, sampleTake } from "../main/wearables/testing/sample-model.ts";

const SHIM = fileURLToPath(new URL("../main/cli/beckon.mjs", import.meta.url));
const SHIFT = 50;

interface Run {
  readonly child: ChildProcess;
  /** Both streams in the order of arrival. */
  readonly said: () => string;
  until(pattern: RegExp): Promise<void>;
  readonly code: Promise<number | null>;
}

describe("beckon run", () => {
  let folder: string;
  let display: TestDisplay;
  let watcher: Watcher;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "beckon-run-"));
    display = await startXvfb("640x480x24");
    watcher = watchDisplay(display.display);
    writeFileSync(join(folder, "image.bkn"), await sampleImage("motion"));
    const commands = { rise: { do: "toggle", keys: "ShiftLeft", longestHoldMs: 60_000, harm: "harmless" } };
    writeFileSync(join(folder, "profile.json"), JSON.stringify({ version: 1, name: "Run", commands }));
    const take = sampleTake("motion", "rise", 71);
    assert.ok(take.signal === "motion");
    const lines = ["t,ax,ay,az"];
    // Long stillness at the end: the program goes on while the key is held.
    for (let i = 0; i < 20 * take.rateHz; i++) {
      const at = 3 * Math.min(i, take.milliG.length / 3 - 1);
      lines.push([i / take.rateHz, ...[0, 1, 2].map((k) => take.milliG[at + k]! / 1000)].join(","));
    }
    writeFileSync(join(folder, "take.csv"), `${lines.join("\n")}\n`);
  });
  after(async () => {
    watcher?.close();
    await display?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(env: NodeJS.ProcessEnv, ...more: string[]): Run {
    const files = ["--image", "image.bkn", "--file", "take.csv", "--profile", "profile.json"];
    const args = [SHIM, "run", "--device", "virtual", ...files, ...more];
    const child = spawn("node", args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (bytes) => (said += bytes));
    const code = once(child, "exit").then(([exit]) => exit as number | null);
    return {
      child,
      said: () => said,
      code,
      async until(pattern) {
        for (let tries = 0; !pattern.test(said); tries++) {
          assert.ok(tries < 1500, `never said ${pattern}:\n${said}`);
          await wait(20);
        }
      },
    };
  }

  it("lets go of a held key when the program that started it is killed, and ends", async () => {
    const { child, until } = run({ DISPLAY: display.display });
    await until(/"type":"action".*"kind":"down"/);
    assert.deepEqual(watcher.pressed().keycodes, [SHIFT]);
    child.kill("SIGKILL");
    assert.notEqual(await watcher.released(2000), undefined);
  });

  it("lets go of a held key and exits with 0 when it is asked to end", async () => {
    const { child, until, code } = run({ DISPLAY: display.display });
    await until(/"type":"action".*"kind":"down"/);
    child.kill("SIGTERM");
    assert.equal(await code, 0);
    assert.deepEqual(watcher.pressed(), { keycodes: [], buttons: [] });
  });

  it("B17: says before arming that in a Wayland session it reaches only some programs", async () => {
    const { child, until, code, said } = run({ DISPLAY: display.display, XDG_SESSION_TYPE: "wayland" });
    await until(/"state":"armed"/);
    assert.ok(
      said().indexOf("Xwayland") >= 0 && said().indexOf("Xwayland") < said().indexOf('"state":"armed"'),
      said(),
    );
    child.kill("SIGTERM");
    await code;
  });

  it("without a display it says so and exits with 3, and with a journal it needs none", async () => {
    const none = { DISPLAY: "", WAYLAND_DISPLAY: "", XDG_SESSION_TYPE: "" };
    const refused = run(none);
    assert.equal(await refused.code, 3);
    assert.match(refused.said(), /DISPLAY is not set/);

    const journal = join(folder, "journal.jsonl");
    const { child, until, code } = run(none, "--journal", journal);
    await until(/"kind":"down"/);
    child.kill("SIGTERM");
    assert.equal(await code, 0);
    const done = readFileSync(journal, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).do);
    assert.deepEqual(done, ["opened", "press", "release", "closed"]);
  });

  it("does only what is marked harmless until the person says that the model is proved", async () => {
    const commands = { rise: { do: "keys", keys: "KeyA" } };
    writeFileSync(join(folder, "ordinary.json"), JSON.stringify({ version: 1, name: "Ordinary", commands }));
    const { child, until, code, said } = run({ DISPLAY: display.display }, "--profile", "ordinary.json");
    await until(/"refusal":"notYetProved"/);
    assert.match(said(), /Not yet proved/);
    child.kill("SIGTERM");
    await code;
  });
});
