import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { buildApp } from "./build-app.ts";

const OUT = "build/app-test";
after(() => rmSync(OUT, { recursive: true, force: true }));

test("in the app every file that another names is there, as JavaScript", () => {
  const files = buildApp(OUT);
  const scripts = files.filter((path) => path.endsWith(".js"));
  assert.ok(scripts.length > 100);
  let named = 0;
  for (const path of scripts) {
    const text = readFileSync(join(OUT, path), "utf8");
    // Imports, and the workers and programs that are named by URL.
    for (const [, target = ""] of text.matchAll(
      /(?:\bfrom |\bimport\(|\bimport |new URL\()["'](\.[^"'$]*\.[a-z]+)["']/g,
    )) {
      named++;
      assert.doesNotMatch(target, /\.ts$/, path);
      // package.json is put in by electron-builder, as it is.
      const there = existsSync(join(OUT, dirname(path), target)) || target === "../../../package.json";
      assert.ok(there, `${path} names ${target}`);
    }
  }
  assert.ok(named > 300);
});

test("the app holds firmware, sample person and window, and neither tests nor the command line", () => {
  const files = buildApp(OUT);
  for (const path of [
    "firmware-gen/prebuilt/runtime.wasm",
    "models/sample/sound/manifest.csv",
    "main/shell/security.js",
  ]) {
    assert.ok(files.includes(path), path);
  }
  assert.deepEqual(
    files.filter((path) => /\.test\.|\/cli\/|\/testing\//.test(path)),
    [],
  );
});
