/**
 * What was measured already, in a file: a run that was stopped goes on where it was, and a page is made
 * anew in seconds. An entry counts only for the same code, weights and recordings.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Keep {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** @param file JSON lines; made when the first entry is kept. A last line that a kill cut short is passed over. */
export function openKeep(file: string | undefined): Keep {
  const entries = new Map<string, unknown>();
  if (file !== undefined && existsSync(file)) {
    for (const line of readFileSync(file, "utf8").split("\n")) {
      try {
        const { key, value } = JSON.parse(line) as { key: string; value: unknown };
        entries.set(key, value);
      } catch {
        continue;
      }
    }
  }
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      entries.set(key, value);
      if (file !== undefined) appendFileSync(file, `\n${JSON.stringify({ key, value })}`);
    },
  };
}

const MODELS = new URL("../../", import.meta.url);
const PREBUILT = new URL("../../../firmware-gen/prebuilt/", import.meta.url);
const FOLDERS = ["backbone", "compression", "features", "heads", "recordings", "training", "evaluation"];
const MEASURING = ["evaluation/results"].flatMap((folder) =>
  ["cases", "cepstra", "judge-person", "watch-everyday"].map((name) => `${folder}/${name}.ts`),
);

/** Of everything that a figure depends on but the recordings: code of models, shipped weights, runtime. */
export function fingerprint(): string {
  const hash = createHash("sha256").update(readFileSync(new URL("runtime.wasm", PREBUILT)));
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(fileURLToPath(new URL(`${folder}/`, MODELS)), { withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.(ts|json|bin)$/.test(entry.name) && !entry.name.endsWith(".test.ts"),
      )
      .map(({ name }) => `${folder}/${name}`),
  );
  for (const file of [...files, ...MEASURING].sort()) {
    hash.update(file).update(readFileSync(new URL(file, MODELS)));
  }
  return hash.digest("hex");
}

export function keyOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
