/**
 * Makes the bundled sample person (models/sample), which `beckon demo` uses.
 *
 *   node tools/sample/make.ts [FOLDER]
 *
 * Nobody was recorded: a speech synthesizer speaks, a simulated wrist moves.
 * The same programs (espeak-ng 1.51, opusenc 0.2 with libopus 1.3.1, Node 24)
 * give the same bytes. The output may be passed on under this project's licence.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../../common/random.ts";
import { manifestText, type ManifestLine } from "./manifest.ts";
import { makeMotion } from "./motion.ts";
import { makeSound } from "./sound.ts";

const SEED = 12;
const MAKERS = { sound: makeSound, motion: makeMotion };
const SOURCES = { sound: "espeak-ng and synthesised rooms", motion: "simulated wrist" };

const root = process.argv[2] ?? join(import.meta.dirname, "../../models/sample");
for (const signal of ["sound", "motion"] as const) {
  const dir = join(root, signal);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, "everyday"), { recursive: true });
  const lines: ManifestLine[] = await MAKERS[signal](dir, createRandom(SEED).fork(signal));
  writeFileSync(join(dir, "manifest.csv"), manifestText(lines, SOURCES[signal]));
  console.log(`${dir}: ${lines.length} recordings`);
}
