import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("bootstrap.sh", import.meta.url));
const INSTALLED = fileURLToPath(new URL("installed.mjs", import.meta.url));

/** Runs the script with programs of `stubs` standing before the real ones: nothing is installed here. */
function bootstrap(t: TestContext, what: string, stubs: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "beckon-bootstrap-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, body] of Object.entries(stubs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, LOG: join(folder, "log") };
  const { status, stderr } = spawnSync("sh", [SCRIPT, what], { encoding: "utf8", env });
  return { status, stderr, log: () => readFileSync(join(folder, "log"), "utf8") };
}

test("whoever is not root gets the one line to run, and exit code 3", (t) => {
  const { status, stderr } = bootstrap(t, "start", {
    "dpkg-query": "echo installed libx11-6",
    id: "echo 1000",
  });
  assert.equal(status, 3);
  assert.match(stderr, /^sudo apt-get install --yes --no-install-recommends xvfb libxtst6$/m);
});

test("root has what is missing installed, and only that; lists are renewed when the first try fails", (t) => {
  const apt = 'echo "$*" >> "$LOG"; [ "$1" = update ] && touch "$LOG.new"; [ -e "$LOG.new" ]';
  const run = bootstrap(t, "start", { "dpkg-query": "echo installed xvfb", id: "echo 0", "apt-get": apt });
  assert.equal(run.status, 0);
  const install = "install --yes --no-install-recommends libx11-6 libxtst6";
  assert.equal(run.log(), `${install}\nupdate\n${install}\n`);
  assert.match(run.stderr, /^beckon: installing Debian packages: libx11-6 libxtst6$/m);
});

test("a machine that cannot install says so, and exits with 3", (t) => {
  const stubs = { "dpkg-query": "", id: "echo 0", "apt-get": "echo 'no network'; false" };
  const { status, stderr } = bootstrap(t, "start", stubs);
  assert.equal(status, 3);
  assert.match(stderr, /no network[\s\S]*apt-get could not install them/);
});

test("nothing is said when nothing is missing", (t) => {
  const { status, stderr } = bootstrap(t, "start", { "dpkg-query": "for p; do echo installed $p; done" });
  assert.deepEqual([status, stderr], [0, ""]);
});

const LOCK = {
  "": {},
  "node_modules/a": { version: "1.0.0" },
  "node_modules/other-system": { version: "2.0.0", optional: true },
};
const CASES: readonly (readonly [string, object | undefined, number])[] = [
  ["nothing is installed", undefined, 1],
  ["the same is installed", { "node_modules/a": { version: "1.0.0" } }, 0],
  ["an older version is installed", { "node_modules/a": { version: "0.9.0" } }, 1],
  ["a package is missing", {}, 1],
  [
    "an optional one is of an older version",
    { ...LOCK, "node_modules/other-system": { version: "1.0.0" } },
    1,
  ],
];
for (const [name, there, exit] of CASES) {
  test(`npm packages are ${exit === 0 ? "left alone" : "installed"} when ${name}`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), "beckon-installed-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: LOCK }));
    if (there !== undefined) {
      for (const path of Object.keys(there)) mkdirSync(join(folder, path), { recursive: true });
      mkdirSync(join(folder, "node_modules"), { recursive: true });
      writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: there }));
    }
    assert.equal(spawnSync(process.execPath, [INSTALLED], { cwd: folder }).status, exit);
  });
}
