/**
 * `npm start` where there is a display but no Electron: the app serves this computer alone and opens the person's
 * browser. Which browser that is, is theirs; here the system's opener notes what it was given.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startXvfb, type TestDisplay } from "../main/actor/x-testing.ts";
import { cookieFrom, openWindow } from "../main/host/testing/window.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The window may have to be built first, on a busy machine. */
const TRIES = 9000;
const TRY_MS = 20;

interface Started {
  readonly child: ChildProcess;
  /** Both streams in the order of arrival. */
  readonly said: () => string;
  /** As printed, once it is. */
  address(): Promise<string>;
  end(): Promise<number | null>;
}

describe("npm start in a browser", () => {
  let folder: string;
  let display: TestDisplay;
  let started: Started | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "beckon-start-"));
    display = await startXvfb("640x480x24");
  });
  after(async () => {
    await started?.end();
    await display?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function until<T>(what: string, look: () => T | undefined): Promise<T> {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = look();
      if (found !== undefined) return found;
      await wait(TRY_MS);
    }
    throw new Error(`${what} never came:\n${started?.said()}`);
  }

  /** @param opener a shell script in the place of xdg-open; undefined: there is none. */
  function start(name: string, opener?: string): Started {
    const home = join(folder, name);
    mkdirSync(join(home, "bin"), { recursive: true });
    if (opener !== undefined) {
      writeFileSync(join(home, "bin", "xdg-open"), `#!/bin/sh\n${opener}\n`);
      chmodSync(join(home, "bin", "xdg-open"), 0o755);
    }
    // Nothing of whoever runs the tests: neither their data nor their key ring, nor an Electron that was fetched.
    const env = {
      HOME: home,
      XDG_RUNTIME_DIR: home,
      ELECTRON_OVERRIDE_DIST_PATH: home,
      DISPLAY: display.display,
      PATH: opener === undefined ? join(home, "bin") : `${join(home, "bin")}${delimiter}${process.env.PATH}`,
    };
    const child = spawn(process.execPath, ["tools/node24.mjs", "main/cli/start.ts"], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (bytes) => (said += bytes));
    const code = once(child, "exit").then(([exit]) => exit as number | null);
    started = {
      child,
      said: () => said,
      address: () =>
        until(
          "the address",
          () => /^Beckon is here: (http:\/\/127\.0\.0\.1:\d+\/#code=\S+)$/m.exec(said)?.[1],
        ),
      end() {
        child.kill("SIGTERM");
        return code;
      },
    };
    return started;
  }

  it("serves the page, and gives the browser an address of its own beside the printed one", async () => {
    const { address, end, said } = start(
      "opened",
      'printf %s "$1" > "$HOME/given" && mv "$HOME/given" "$HOME/opened"',
    );
    const printed = await address();
    const given = join(folder, "opened", "opened");
    const opened = await until("the browser", () =>
      existsSync(given) ? readFileSync(given, "utf8") : undefined,
    );
    assert.equal(new URL(opened).origin, new URL(printed).origin);
    assert.notEqual(opened, printed);

    const page = await fetch(new URL("/", printed));
    const html = await page.text();
    assert.match(html, /<title>Beckon<\/title>/);
    const script = /<script [^>]*src="([^"]+)"/.exec(html)?.[1];
    assert.equal((await fetch(new URL(script!, printed))).status, 200);

    for (const one of [opened, printed]) {
      const window = await openWindow(one);
      assert.equal((await window.call("app.info", {})).actor, "x11");
      window.close();
      await assert.rejects(cookieFrom(one), /answered 403/, "a code works once");
    }
    assert.doesNotMatch(said(), /No browser|no display/);
    assert.equal(await end(), 0);
    assert.ok(
      existsSync(join(folder, "opened", ".local", "share", "beckon")),
      "data lies in the account's folder",
    );
  });

  for (const [name, opener] of [
    ["missing", undefined],
    ["failing", "exit 3"],
  ] as const) {
    it(`says in a sentence that the browser must be opened by hand where the opener is ${name}`, async () => {
      const { address, end, said } = start(name, opener);
      const printed = await address();
      await until("the sentence", () => /^No browser could be opened from here\./m.exec(said()) ?? undefined);
      assert.equal(said().match(/No browser/g)?.length, 1);
      assert.doesNotMatch(said(), /ENOENT|^\s+at /m);
      assert.match(await cookieFrom(printed), /^beckon=/);
      assert.equal(await end(), 0);
    });
  }
});
