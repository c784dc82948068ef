import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import { openVault } from "./vault.ts";

const RING = fileURLToPath(new URL("./testing/ring.ts", import.meta.url));
const hasRing = ["dbus-run-session", "gnome-keyring-daemon"].every(
  (program) => spawnSync("which", [program]).status === 0,
);

test("with a key ring no key of the recordings lies in a file, and without it they stay sealed", async (t) => {
  if (!hasRing) return t.skip("needs the packages dbus and gnome-keyring");
  const home = mkdtempSync(join(tmpdir(), "beckon-ring-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, "vault");
  const unlock = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null";
  const line = `${unlock}; exec "$1" --disable-warning=ExperimentalWarning "$2" "$3"`;
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_DATA_HOME: join(home, "data"),
  };
  const said = execFileSync(
    "dbus-run-session",
    ["--", "sh", "-c", line, "sh", process.execPath, RING, folder],
    {
      env,
      encoding: "utf8",
      timeout: 60_000,
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  assert.deepEqual(JSON.parse(said), { masterIn: "keyRing", open: true, samples: 1000, keyFile: false });

  // The same files for somebody without that key ring.
  assert.equal(existsSync(join(folder, "takes.key")), false);
  const vault = await openVault({ folder, useKeyRing: false });
  t.after(() => vault.close());
  const [person] = await vault.people();
  assert.equal(person?.name, "A");
  await assert.rejects(vault.takeSound(person!.id, "one"), (error) => {
    assert(error instanceof BeckonError, String(error));
    return error.fault.code === "recordings-locked";
  });
});
