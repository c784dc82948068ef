/**
 * Builds firmware-gen/prebuilt/runtime.wasm: the runtime, engine/exports.c and
 * the virtual wearable, by clang compiled to WebAssembly (npm's @yowasp/clang),
 * so that no compiler need be installed and the same bytes come out everywhere.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands, runLLVM } from "@yowasp/clang";

const FLAGS = [
  "--target=wasm32",
  "-O3",
  "-msimd128",
  "-mbulk-memory",
  "-ffreestanding",
  "-std=c99",
  "-Wall",
  "-Wextra",
  "-Werror",
  "-DBK_FAMILY_OWN=4",
  "-I",
  "firmware-gen/runtime",
  "-isystem",
  "tools/build-runtime/wasm-include",
  "-c",
];

const LINK_FLAGS = [
  "--no-entry",
  "--gc-sections",
  "--strip-all",
  "--stack-first",
  "-z",
  "stack-size=65536",
  "--export=__heap_base",
  "--export-memory",
];

/** Functions of beckon.h and network.h that the engine calls as they are. */
const EXPORTS = [
  "bk_arena_size",
  "bk_open",
  "bk_push_sound",
  "bk_push_motion",
  "bk_next_event",
  "bk_network_init",
  "bk_network_memory",
];

type Tree = { [name: string]: Tree | string | Uint8Array };

/** @returns the module's bytes; the same for the same sources. */
export async function buildWasm(root: string): Promise<Uint8Array> {
  const sources = ["firmware-gen/runtime", "firmware-gen/engine"]
    .flatMap((folder) => globSync(`${folder}/*.c`, { cwd: root }))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.endsWith("_test.c"))
    .sort();
  if (sources.length === 0) throw new Error(`No C sources lie in ${root}/firmware-gen/runtime.`);
  const tree = readTree(root, [
    ...sources,
    ...globSync("firmware-gen/{runtime,engine}/*.h", { cwd: root }),
    "tools/build-runtime/wasm-include/string.h",
  ]);
  await runLLVM(undefined, {}, { fetchProgress: () => undefined }); // loads the tools without telling how far
  const objects: Tree = {};
  for (const source of sources) {
    const object = `${source.replaceAll("/", "_")}.o`;
    const made = await quietly((options) => commands.clang([...FLAGS, source, "-o", object], tree, options));
    objects[object] = (made as Tree)[object] ?? "";
  }
  const own = [...EXPORTS, ...ownExports(root, sources)];
  const link = [...LINK_FLAGS, ...own.map((name) => `--export=${name}`), ...Object.keys(objects)];
  const linked = await quietly((options) =>
    commands["wasm-ld"]([...link, "-o", "runtime.wasm"], objects, options),
  );
  return (linked as Tree)["runtime.wasm"] as Uint8Array;
}

/** Every function of engine/*.c that begins with bx_ and is not static. */
function ownExports(root: string, sources: readonly string[]): string[] {
  return sources
    .filter((path) => path.startsWith("firmware-gen/engine/"))
    .flatMap((path) => [...readFileSync(join(root, path), "utf8").matchAll(/^[\w *]*?\b(bx_\w+)\([^;]*$/gm)])
    .map((match) => match[1] as string);
}

function readTree(root: string, paths: readonly string[]): Tree {
  const tree: Tree = {};
  for (const path of paths) {
    const parts = path.replaceAll("\\", "/").split("/");
    const name = parts.pop() as string;
    let folder = tree;
    for (const part of parts) {
      folder[part] ??= {};
      folder = folder[part] as Tree;
    }
    // clang's file system in memory knows no ".."; the runtime's folder is on its include path.
    folder[name] = readFileSync(join(root, path), "utf8").replaceAll('#include "../runtime/', '#include "');
  }
  return tree;
}

/** Runs a tool without its progress; what it says is shown only if it fails. */
async function quietly<T>(run: (options: object) => Promise<T> | T): Promise<T> {
  const said: Uint8Array[] = [];
  const collect = (bytes: Uint8Array | null): void => {
    if (bytes) said.push(bytes);
  };
  try {
    return await run({ stdout: collect, stderr: collect, fetchProgress: () => undefined });
  } catch {
    throw new Error(Buffer.concat(said).toString("utf8")); // the tool's own error carries every source along
  }
}
