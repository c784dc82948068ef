/** Compiles the runtime for this machine under the sanitizers and runs every *_test.c beside it. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { buildImage } from "../image/build.ts";
import { sampleImages, splitImages } from "../vectors/sample-images.ts";

const WARNINGS = "-std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Werror".split(" ");
const FLAGS = [...WARNINGS, "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

const runtime = import.meta.dirname;
const sources = readdirSync(runtime).filter((name) => name.endsWith(".c"));
const tests = sources.filter((name) => name.endsWith("_test.c"));
const parts = sources.filter((name) => !name.endsWith("_test.c"));

describe("runtime: native tests under ASan and UBSan", () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-native-"));
  const images: string[] = [];

  before(() => {
    mkdirSync(join(folder, "objects"));
    const paths = parts.map((name) => join(runtime, name));
    execFileSync("gcc", [...FLAGS, "-c", ...paths], { cwd: join(folder, "objects"), stdio: "inherit" });
    for (const { name, spec } of sampleImages()) {
      const path = join(folder, `${name}.bkn`);
      writeFileSync(path, buildImage(spec));
      images.push(path);
    }
    for (const { name, spec, backbone } of splitImages()) {
      const path = join(folder, `${name}-split.bkn`);
      writeFileSync(path, buildImage(spec));
      writeFileSync(`${path}.bkb`, backbone);
      images.push(path);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("finds tests", () => assert.ok(tests.length >= 5, tests.join(", ")));

  for (const test of tests) {
    it(basename(test, ".c"), () => {
      const program = join(folder, basename(test, ".c"));
      const objects = parts.map((name) => join(folder, "objects", name.replace(/\.c$/, ".o")));
      execFileSync("gcc", [...FLAGS, "-o", program, join(runtime, test), ...objects, "-lm"], {
        stdio: "inherit",
      });
      // Only the tests of images take arguments; the others ignore them.
      const { status, stdout, stderr } = spawnSync(program, images, { encoding: "utf8" });
      assert.equal(status, 0, `${stdout}${stderr}`);
    });
  }
});
