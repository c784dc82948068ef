/**
 * Runs the tests:
 *   npm test [-- WORD…]       every *.test.ts, or those whose path holds one of the words
 *   npm run test:full         the same, with fuzzing and soaks at their full length
 *   npm run e2e               the journeys of e2e/ that take real time, whole; all others are in npm test
 *               -- --readme   the same, taking the pictures that README shows
 *
 * Files named *.alone.test.ts load the whole machine or measure time; they run
 * after all others, one by one. Files named *.whole.test.ts take many minutes
 * and belong to `npm run e2e` alone. There stories.test.ts, too, looks at every screen in
 * every language and look; in npm test each screen has one of them.
 */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { createInterface } from "node:readline";

/** Two processes keep two cores busy; more only make the emulators late. */
const AT_ONCE = 2;
const TEST_LIMIT_MS = 15 * 60_000;

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
const KNOWN = ["--full", "--e2e", "--readme"];
const unknown = flags.filter((flag) => !KNOWN.includes(flag));
if (unknown.length > 0) {
  console.error(`tools/test.ts does not know ${unknown.join(" ")}; it knows ${KNOWN.join(", ")}.`);
  process.exit(2);
}

const env: NodeJS.ProcessEnv = { ...process.env };
if (flags.includes("--full")) {
  env.BECKON_FULL = "1";
  env.BECKON_FUZZ_SECONDS = "120";
}
const whole = flags.includes("--e2e");
if (whole) env.BECKON_JOURNEYS = "whole";
if (flags.includes("--readme")) env.BECKON_README = "1";

const files = globSync(whole ? "e2e/**/*.test.ts" : "**/*.test.ts", {
  exclude: (path) => /^(node_modules|dist|build|\.git)$/.test(path.split("/").at(-1) ?? ""),
})
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) =>
    whole ? /(\.(whole|alone)|\/stories)\.test\.ts$/.test(path) : !path.endsWith(".whole.test.ts"),
  )
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .sort();

if (files.length === 0) {
  console.error("No test file was found, so nothing was tested.");
  process.exit(1);
}

const isAlone = (path: string): boolean => path.endsWith(".alone.test.ts");
const runs = [
  { files: files.filter((path) => !isAlone(path)), atOnce: AT_ONCE },
  { files: files.filter(isAlone), atOnce: 1 },
].filter((run) => run.files.length > 0);

const totals = { tests: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
let exitCode = 0;
for (const run of runs) exitCode = (await runTests(run.files, run.atOnce)) || exitCode;

// node's runner sums up each run by itself; this is the sum of both.
console.log(`\n${files.length} files: ${totals.tests} tests`);
console.log(`${totals.pass} passed, ${totals.fail + totals.cancelled} failed, ${totals.skipped} skipped`);
process.exit(exitCode);

/** Runs node's test runner over `paths`, shows what it says, adds up its summary, and gives its exit code. */
function runTests(paths: readonly string[], atOnce: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "--test",
      "--test-reporter=spec",
      `--test-concurrency=${atOnce}`,
      `--test-timeout=${TEST_LIMIT_MS}`,
      ...paths,
    ],
    { stdio: ["ignore", "pipe", "inherit"], env },
  );
  createInterface({ input: child.stdout }).on("line", (line) => {
    console.log(line);
    const sum = /^ℹ (tests|pass|fail|cancelled|skipped|todo) (\d+)$/.exec(line);
    if (sum) totals[sum[1] as keyof typeof totals] += Number(sum[2]);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 3));
  });
}
