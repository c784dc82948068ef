/**
 * Rebuilds every prebuilt binary in firmware-gen/prebuilt.
 *   npm run build:runtime             write them
 *   npm run build:runtime -- --check  compare byte for byte instead; exit 1 if one differs
 *   npm run build:runtime -- wasm     only those whose file name holds the word
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prebuilts as backbones } from "./backbones.ts";
import { buildWasm } from "./wasm.ts";

/** One prebuilt binary: where it lies below firmware-gen/prebuilt, and how it is made. */
export interface Prebuilt {
  readonly file: string;
  build(root: string): Promise<Uint8Array>;
}

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const words = process.argv.slice(2);
const check = words.includes("--check");
const wanted = words.filter((word) => !word.startsWith("--"));

const prebuilts: Prebuilt[] = [{ file: "runtime.wasm", build: buildWasm }, ...backbones];
if (existsSync(join(root, "tools/build-runtime/boards.ts"))) {
  const boards = (await import("./boards.ts")) as { prebuilts: readonly Prebuilt[] };
  prebuilts.push(...boards.prebuilts);
}

let different = 0;
for (const { file, build } of prebuilts) {
  if (wanted.length > 0 && !wanted.some((word) => file.includes(word))) continue;
  const path = join(root, "firmware-gen/prebuilt", file);
  const bytes = await build(root);
  if (check) {
    const same = existsSync(path) && Buffer.compare(readFileSync(path), bytes) === 0;
    if (!same) different++;
    console.log(`${same ? "same     " : "DIFFERENT"} ${file} ${bytes.length} bytes`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    console.log(`built ${file} ${bytes.length} bytes`);
  }
}
if (different > 0) {
  console.error(
    `${different} prebuilt files are not what the sources give. Run npm run build:runtime and commit them.`,
  );
  process.exitCode = 1;
}
