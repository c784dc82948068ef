import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { findElectron, hasDisplay } from "./start.ts";

function root(t: TestContext, files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "beckon-start-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules/electron/dist"), { recursive: true });
  mkdirSync(join(folder, "own"));
  for (const path of files) writeFileSync(join(folder, path), path.endsWith("path.txt") ? "electron" : "");
  return folder;
}
const PATH = "node_modules/electron/path.txt";
const BINARY = "node_modules/electron/dist/electron";

test("Electron counts as there only when it has been fetched whole", (t) => {
  assert.equal(findElectron(root(t, []), {}), undefined);
  assert.equal(findElectron(root(t, [PATH]), {}), undefined);
  assert.equal(findElectron(root(t, [BINARY]), {}), undefined);
  const whole = root(t, [PATH, BINARY]);
  assert.equal(findElectron(whole, {}), join(whole, BINARY));
});

test("an Electron of the person's own is taken before the one in node_modules", (t) => {
  const folder = root(t, [PATH, BINARY, "own/electron"]);
  assert.equal(
    findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, "own") }),
    join(folder, "own/electron"),
  );
  assert.equal(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, "none") }), undefined);
});

test("a session has a display if either kind of it is named, on Linux", () => {
  for (const [env, has] of [
    [{}, false],
    [{ DISPLAY: "", WAYLAND_DISPLAY: "" }, false],
    [{ DISPLAY: ":0" }, true],
    [{ DISPLAY: "", WAYLAND_DISPLAY: "wayland-0" }, true],
  ] as const) {
    assert.equal(hasDisplay(env, "linux"), has, JSON.stringify(env));
    assert.equal(hasDisplay(env, "darwin"), true);
  }
});
