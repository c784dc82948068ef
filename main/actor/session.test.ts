import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { inspectSession, type Session } from "./session.ts";
import { startXvfb, type TestDisplay } from "./x-testing.ts";

describe("the session is told before anything is armed", () => {
  let server: TestDisplay;
  before(async () => {
    server = await startXvfb("640x480x24");
  });
  after(() => server.stop());

  it("an X11 session can be acted on, and there is nothing to say", () => {
    for (const env of [
      {},
      { XDG_SESSION_TYPE: "x11" },
      { XDG_SESSION_TYPE: "x11", WAYLAND_DISPLAY: "wayland-1" },
    ]) {
      const session = inspectSession({ ...env, DISPLAY: server.display });
      assert.deepEqual(session, { kind: "x11", display: server.display, canAct: true, findings: [] });
    }
  });

  it("a Wayland session can be acted on in part, and one message says which part (B17)", () => {
    for (const env of [{ XDG_SESSION_TYPE: "wayland" }, { WAYLAND_DISPLAY: "wayland-0" }]) {
      const { kind, canAct, findings } = inspectSession({ ...env, DISPLAY: server.display });
      assert.deepEqual([kind, canAct, findings.length], ["wayland", true, 1]);
      assert.equal(findings[0]!.code, "session-wayland");
      assert.match(findings[0]!.problem, /only programs that run through Xwayland/);
      assert.match(findings[0]!.remedy, /login screen/);
    }
  });

  it("a Wayland session without Xwayland cannot be acted on", () => {
    const { kind, canAct, findings } = inspectSession({
      XDG_SESSION_TYPE: "wayland",
      WAYLAND_DISPLAY: "wayland-0",
    });
    assert.deepEqual(
      [kind, canAct, findings.map(({ code }) => code)],
      ["wayland", false, ["session-wayland-only"]],
    );
  });

  it("no display is said with a remedy", () => {
    for (const env of [{}, { DISPLAY: "" }, { XDG_SESSION_TYPE: "tty" }]) {
      const { canAct, findings } = inspectSession(env);
      assert.deepEqual([canAct, findings.map(({ code }) => code)], [false, ["display-missing"]]);
    }
  });

  it("a missing library is named with the line that installs it", async () => {
    // A file that is no library comes first in the search: as good as missing, and the machine stays as it is.
    const folder = await mkdtemp(join(tmpdir(), "beckon-library-"));
    await writeFile(join(folder, "libXtst.so.6"), "no library");
    const script = `
      import { inspectSession } from ${JSON.stringify(new URL("./session.ts", import.meta.url).href)};
      console.log(JSON.stringify(inspectSession(process.env)));`;
    const env = { ...process.env, DISPLAY: server.display, LD_LIBRARY_PATH: folder };
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      env,
    });
    await rm(folder, { recursive: true });
    const { canAct, findings } = JSON.parse(stdout) as Session;
    assert.deepEqual([canAct, findings.map(({ code }) => code)], [false, ["x11-library-missing"]]);
    assert.equal(findings[0]!.thing, "libXtst.so.6");
    assert.match(findings[0]!.remedy, /sudo apt-get install libxtst6/);
  });

  it("a display where no server answers is named", () => {
    const { canAct, findings } = inspectSession({ DISPLAY: ":4711" });
    assert.deepEqual([canAct, findings.map(({ code }) => code)], [false, ["display-unreachable"]]);
    assert.match(findings[0]!.thing, /:4711/);
  });
});
