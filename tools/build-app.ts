/**
 * The sources as JavaScript, in build/app, for Electron: its Node does not run
 * TypeScript. Types are removed, nothing is bundled, so files stay findable.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";

const SOURCES = "{common,firmware-gen,models,main}/**/*.ts";
const ASSETS = [
  "firmware-gen/prebuilt/**/*.{wasm,hex,json,bkb}",
  "firmware-gen/boards/*/board.json",
  "models/backbone/*.bin",
  "models/backbone/*.json",
  "models/sample/**/*",
  "renderer/dist/**/*",
  "LICENSE",
];
/** Tests, and what only measures and compares. */
const LEFT_OUT =
  /\.test\.ts$|\.d\.ts$|\/testing\/|\/cli\/|main\/app\/(bench|bench-link|results|compress)\.ts$|\/fake-|firmware-gen\/vectors\/|\/boards\/bare\//;

/** @returns the files written, relative to `out`. */
export function buildApp(out: string): string[] {
  rmSync(out, { recursive: true, force: true });
  const scripts = globSync(SOURCES).filter((path) => !LEFT_OUT.test(path));
  const written = scripts.map((path) => {
    const target = path.replace(/\.ts$/, ".js");
    put(join(out, target), toJavaScript(readFileSync(path, "utf8"), path));
    return target;
  });
  for (const file of globSync(ASSETS).filter((path) => statSync(path).isFile())) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    copyFileSync(file, join(out, file));
    written.push(file);
  }
  return written.sort();
}

/** Workers and child processes are named by URL, which the compiler leaves alone. */
function toJavaScript(source: string, fileName: string): string {
  const { outputText } = ts.transpileModule(source, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  return outputText.replace(/new URL\((["'])(\.[^"']*)\.ts\1/g, "new URL($1$2.js$1");
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  console.log(`${buildApp("build/app").length} files in build/app`);
}
