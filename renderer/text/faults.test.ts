import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { enFaults } from "./en-faults.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What only the command line can meet; a window never shows it. */
const TERMINAL_ONLY = [
  /^main\/cli\//,
  /^main\/app\/(evaluate|files|flash|push|run|bench|results|demo|train|image|recording)\b/,
  /^main\/actor\/(session|x-testing)\.ts$/,
  /^main\/wearables\/(emulated|testing)\//,
  /^main\/wearables\/(sources|virtual-pty)\.ts$/,
  /^main\/contract\//,
  /^models\/(evaluation|recordings|compression|search|backbone|sample)\//,
  /^firmware-gen\/(flash|boards|export|network\/tflite)\b/,
  /\.test\.ts$|\/testing\//,
];

/** A profile file as somebody wrote it, and words of the command line: the window makes none. */
const NEVER_OF_A_WINDOW = ["profile-not-json", "profile-not-utf8", "cli-option", "head-unknown"];

test("every fault that a window can be told has its own words", () => {
  const files = globSync("{common,firmware-gen,models,main}/**/*.ts", { cwd: ROOT })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.includes("node_modules") && !TERMINAL_ONLY.some((one) => one.test(path)));
  const unsaid: string[] = [];
  let met = 0;
  for (const path of files) {
    const source = readFileSync(join(ROOT, path), "utf8");
    for (const [, code] of source.matchAll(/\b(?:machine|input|usage)Error\(\s*"([a-z0-9-]+)"/g)) {
      met++;
      if (!Object.hasOwn(enFaults, code!) && !NEVER_OF_A_WINDOW.includes(code!))
        unsaid.push(`${code} (${path})`);
    }
  }
  assert.ok(met > 60, `only ${met} faults were found`);
  assert.deepEqual(unsaid, []);
});
