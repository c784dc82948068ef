import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";

const root = join(import.meta.dirname, "../..");
const all = join(import.meta.dirname, "all.ts");

describe("prebuilt binaries", () => {
  it("runtime.wasm is byte for byte what the sources give", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [all, "--check", "runtime.wasm"], {
      cwd: root,
      encoding: "utf8",
    });
    assert.match(stdout, /^same +runtime\.wasm \d+ bytes$/m, stdout + stderr);
    assert.equal(status, 0, stderr);
  });
});
