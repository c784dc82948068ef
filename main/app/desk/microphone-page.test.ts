import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { BeckonError } from "../../../common/errors.ts";
import { openMicrophonePage } from "./microphone-page.ts";

test("the first program for sound settings that is there is opened; where there is none, that is said", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-page-"));
  const { PATH } = process.env;
  process.env.PATH = folder;
  t.after(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });
  const none = (error: unknown): boolean =>
    error instanceof BeckonError && error.fault.code === "no-settings-page";
  await assert.rejects(openMicrophonePage("linux"), none);
  await assert.rejects(openMicrophonePage("aix"), none);

  const said = join(folder, "said");
  const write = (name: string): void =>
    writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} "$@" > '${said}'\n`, { mode: 0o755 });
  for (const name of ["pavucontrol", "systemsettings"]) write(name);
  await openMicrophonePage("linux");
  while (!existsSync(said) || !readFileSync(said, "utf8").endsWith("\n")) await wait(10);
  assert.equal(readFileSync(said, "utf8"), "systemsettings kcm_pulseaudio\n");
});
