/**
 * A process that plays a board's drive for volume.test.ts: it watches a folder
 * for the firmware file, takes the folder away and puts it back, as DAPLink
 * and UF2 loaders do with their drives.
 *
 *   node fake-drive.ts FOLDER FILE_NAME FIRMWARE_BYTES PROGRAMMED OUTCOME…
 *
 * One OUTCOME per copy, the last one for all that follow:
 *   ok         programs the file, returns without it
 *   listed     does nothing, returns with the file still there, but empty
 *   gone       programs the file and stays away
 *   cut        leaves in the middle of the copy, returns, nothing programmed
 *   fail:TEXT  returns with FAIL.TXT holding TEXT, nothing programmed
 * PROGRAMMED is a file: what the "board" runs. Prints one line per copy it saw.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const [folder = "", fileName = "", firmwareBytes = "0", programmed = "", ...outcomes] = process.argv.slice(2);
const file = join(folder, fileName);
const failFile = join(folder, "FAIL.TXT");
const away = `${folder}.away`;
const AWAY_MS = 40;

for (let copy = 0; ; copy++) {
  const outcome = outcomes[Math.min(copy, outcomes.length - 1)] ?? "ok";
  if (outcome === "cut") await takeHalf();
  else while (sizeOf(file) < Number(firmwareBytes)) await wait(2);

  const bytes = outcome === "cut" ? undefined : fs.readFileSync(file);
  fs.renameSync(folder, away);
  console.log(JSON.stringify(outcome)); // one line whatever the text
  if (bytes !== undefined && (outcome === "ok" || outcome === "gone")) fs.writeFileSync(programmed, bytes);
  if (outcome === "gone") break;
  await wait(AWAY_MS);
  // A file that stays listed must not look like the next copy, so it is emptied while nobody can write the next one.
  if (outcome === "listed") fs.truncateSync(join(away, fileName));
  else fs.rmSync(join(away, fileName), { force: true });
  fs.rmSync(join(away, "FAIL.TXT"), { force: true });
  if (outcome.startsWith("fail:")) fs.writeFileSync(join(away, "FAIL.TXT"), outcome.slice("fail:".length));
  fs.renameSync(away, folder);
}

/** A pipe in the file's place: its reader can go while the writer is still writing, so the copy really fails. */
async function takeHalf(): Promise<void> {
  execFileSync("mkfifo", [file]);
  const reader = fs.createReadStream(file, { highWaterMark: 1024 });
  await new Promise((resolve) => reader.once("data", resolve));
  reader.destroy();
  fs.rmSync(failFile, { force: true });
}

function sizeOf(path: string): number {
  try {
    return fs.statSync(path).size;
  } catch {
    return -1;
  }
}
