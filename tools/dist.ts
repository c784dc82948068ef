/**
 * `npm run dist`: the unpacked desktop app in dist/. With Electron's own binary
 * where it has been fetched, else with a stub in its place: then the folder
 * shows what would ship, and cannot be started.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { build, Platform } from "electron-builder";
import { buildWindow } from "../main/cli/build-window.ts";
import { buildApp } from "./build-app.ts";

const ELECTRON = "node_modules/electron";
const STUB = "build/electron-stub";

const version = (JSON.parse(readFileSync(join(ELECTRON, "package.json"), "utf8")) as { version: string })
  .version;
const fetched = existsSync(join(ELECTRON, "path.txt"));
const electronDist = fetched ? join(ELECTRON, "dist") : makeStub();
if (!fetched)
  console.log("Electron's binary is not here, so a stub stands in its place: this app cannot be started.");

await buildWindow(() => console.log("The window is built first."));
const files = buildApp("build/app");
console.log(`${files.length} files of Beckon as JavaScript`);
rmSync("dist", { recursive: true, force: true });
await build({
  targets: Platform.current().createTarget("dir"),
  config: { extends: "electron-builder.yml", electronDist, electronVersion: version },
});
list();
// electron-builder may leave a watcher or a socket open, and there is nothing left to wait for.
process.exit(0);

/** What electron-builder asks of an Electron folder on Linux, and nothing that could be mistaken for one. */
function makeStub(): string {
  rmSync(STUB, { recursive: true, force: true });
  for (const folder of ["resources", "locales"]) mkdirSync(join(STUB, folder), { recursive: true });
  for (const name of ["electron", "chrome_crashpad_handler", "chrome-sandbox"]) {
    writeFileSync(
      join(STUB, name),
      "#!/bin/sh\necho 'This is a stub; Electron was not there when it was packed.' >&2\nexit 3\n",
    );
    chmodSync(join(STUB, name), 0o755);
  }
  writeFileSync(join(STUB, "version"), version);
  for (const name of ["LICENSE", "LICENSES.chromium.html"])
    writeFileSync(join(STUB, name), "A stub of Electron.\n");
  return STUB;
}

function list(): void {
  const [folder] = globSync("dist/*-unpacked");
  if (folder === undefined) throw new Error("electron-builder made no unpacked folder");
  console.log(`\n${folder}:`);
  const outside = globSync(`${folder}/**/*`).filter((path) => statSync(path).isFile());
  for (const path of outside.sort())
    console.log(`  ${path.slice(folder.length + 1)}  ${statSync(path).size}`);

  const archive = join(folder, "resources/app.asar");
  const listed = spawnSync("node_modules/.bin/asar", ["list", archive], { encoding: "utf8" });
  const names = listed.stdout.split("\n").filter((name) => name !== "");
  console.log(`\nresources/app.asar, ${names.length} entries; Beckon's own:`);
  for (const name of names.filter((each) => !each.startsWith("/node_modules")))
    console.log(`  ${name.slice(1)}`);
  const packages = new Set(
    names.flatMap((name) => /^\/node_modules\/((?:@[^/]+\/)?[^/@]+)/.exec(name)?.[1] ?? []),
  );
  console.log(`\npackages in it: ${[...packages].sort().join(", ")}`);
  for (const needed of [
    "/main/shell/main.js",
    "/firmware-gen/prebuilt/runtime.wasm",
    "/main/actor/process.js",
    "/main/vault/vault-worker.js",
    "/renderer/dist/index.html",
  ]) {
    if (!names.includes(needed)) throw new Error(`${needed} is missing in the app`);
  }
}
