import assert from "node:assert/strict";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { test, type TestContext } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { makeFolder, readInputFile, writeWholeFile } from "./files.ts";

function home(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "beckon-files-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function unwritten(error: unknown): boolean {
  return error instanceof BeckonError && error.fault.code === "file-unwritten" && error.fault.exit === 3;
}

test("what a link points to is replaced, and the link stays", (t) => {
  const folder = home(t);
  mkdirSync(join(folder, "kept"));
  writeFileSync(join(folder, "kept/a.bkn"), "old");
  symlinkSync("kept/a.bkn", join(folder, "a.bkn"));
  writeWholeFile(join(folder, "a.bkn"), "new");
  assert.ok(lstatSync(join(folder, "a.bkn")).isSymbolicLink());
  assert.equal(readFileSync(join(folder, "kept/a.bkn"), "utf8"), "new");
  assert.deepEqual(readdirSync(join(folder, "kept")), ["a.bkn"]);
});

test("a pipe or device is written to and stays what it is", { skip: process.platform === "win32" }, (t) => {
  const pipe = join(home(t), "pipe");
  assert.equal(spawnSync("mkfifo", [pipe]).status, 0);
  // Opened for reading too, so that the writer does not wait for somebody.
  const { status } = spawnSync("sh", [
    "-c",
    `exec 3<>"$0"; "$1" -e "import(process.argv[1]).then((files) => files.writeWholeFile(process.argv[2], 'new'))" "$2" "$0"`,
    pipe,
    process.execPath,
    new URL("files.ts", import.meta.url).href,
  ]);
  assert.equal(status, 0);
  assert.ok(lstatSync(pipe).isFIFO());
});

test("where nothing can be written the old is as it was, with nothing beside it", (t) => {
  const folder = home(t);
  mkdirSync(join(folder, "a.bkn"));
  for (const path of [join(folder, "a.bkn"), join(folder, "none/a.bkn"), join(folder, "a.bkn/")])
    assert.throws(() => writeWholeFile(path, "new"), unwritten);
  assert.deepEqual(readdirSync(folder), ["a.bkn"]);
  assert.deepEqual(readdirSync(join(folder, "a.bkn")), []);
});

test("a folder is made with those above it, and refused where none can be", (t) => {
  const folder = home(t);
  makeFolder(join(folder, "a/b/c"));
  makeFolder(join(folder, "a/b/c"));
  writeFileSync(join(folder, "file"), "");
  assert.throws(() => makeFolder(join(folder, "file")), unwritten);
  assert.throws(() => makeFolder(join(folder, "file/a")), unwritten);
  if (process.platform === "linux") assert.throws(() => makeFolder("/proc/beckon/a"), unwritten);
});

test("a pipe or device is not waited for", { skip: process.platform === "win32" }, () => {
  assert.throws(
    () => readInputFile("/dev/zero"),
    (error) => error instanceof BeckonError && error.fault.code === "file-enotfile" && error.fault.exit === 1,
  );
});
