/**
 * Everything `npm run check` refuses, two checks at a time. All of them run
 * even when one fails, so that one run names every fault.
 *   npm run check [-- NAME…]     only the named ones
 */
import { existsSync } from "node:fs";
import { checkCWarnings } from "./c-warnings.ts";
import { checkFileSize } from "./file-size.ts";
import { checkImports } from "./imports.ts";
import { checkPaths } from "./paths.ts";
import { runProgram, type CheckResult } from "./program.ts";

const node = (...args: string[]) => runProgram(process.execPath, args);

/** Longest first: the last one to begin is then a short one. */
const CHECKS: Readonly<Record<string, () => Promise<CheckResult>>> = {
  prebuilt: () => node("tools/build-runtime/all.ts", "--check"),
  types: () => checkTypes(["tsconfig.json", "e2e/tsconfig.json", "renderer/tsconfig.json"]),
  // Dependencies may be in place before what they are for, so they are looked at by hand.
  unused: () => node("node_modules/knip/bin/knip.js", "--no-progress", "--exclude", "dependencies"),
  imports: () => checkImports("."),
  c: checkCWarnings,
  lint: () => runProgram("node_modules/.bin/oxlint", ["--quiet", "--format", "unix"]),
  format: () => runProgram("node_modules/.bin/biome", ["format", "--reporter=summary", "."]),
  size: checkFileSize,
  paths: checkPaths,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in CHECKS));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(", ")}; there are ${Object.keys(CHECKS).join(", ")}.`);
  process.exit(2);
}

const waiting = Object.entries(CHECKS).filter(([name]) => names.length === 0 || names.includes(name));
let failed = 0;
const asked = waiting.length;
await Promise.all([worker(), worker()]);
console.log(failed === 0 ? `check: all ${asked} passed` : `check: ${failed} of ${asked} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Window and journeys have their own: they know the DOM, and nothing else does. */
async function checkTypes(projects: readonly string[]): Promise<CheckResult> {
  const there = projects.filter((project) => existsSync(project));
  const tsc = (project: string) =>
    node("node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false", "--project", project);
  const results: CheckResult[] = [];
  for (const project of there) results.push(await tsc(project));
  return { ok: results.every(({ ok }) => ok), report: results.map(({ report }) => report).join("") };
}

async function worker(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, check] = next;
    const started = performance.now();
    const { ok, report } = await check();
    if (!ok) failed++;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${ok ? "ok    " : "FAILED"} ${name} (${seconds} s)${ok ? "" : `\n${report.trimEnd()}\n`}`);
  }
}
