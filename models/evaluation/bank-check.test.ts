import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import { readManifest } from "../recordings/manifest.ts";
import { makeFolder, manifest } from "../recordings/test-folder.ts";
import { bankRecordings, refuseBankRecordings } from "./bank-check.ts";
import { evaluate } from "./evaluate.ts";

const SAMPLE = fileURLToPath(new URL("../sample/sound", import.meta.url));
const TRAINING = fileURLToPath(new URL("../../../shared/data/training/words", import.meta.url));
const hashOf = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

const inBank = (path: string) => (error: unknown) =>
  error instanceof BeckonError &&
  error.fault.code === "recording-in-bank" &&
  error.message.includes(path) &&
  /Beckon was made with this recording/.test(error.message);

test("a recording whose hash is the bank's is refused by name, whatever it is called; others pass", async () => {
  const rows = await readManifest(SAMPLE);
  const bank = new Set([hashOf(join(SAMPLE, "stop-07.opus"))]);
  await assert.rejects(refuseBankRecordings(rows, bank), inBank("stop-07.opus"));
  const renamed = makeFolder({ "manifest.csv": manifest("mine.opus,sound,me,stop,1,") });
  cpSync(join(SAMPLE, "stop-07.opus"), join(renamed, "mine.opus"));
  await assert.rejects(refuseBankRecordings(await readManifest(renamed), bank), inBank("mine.opus"));
  await refuseBankRecordings(
    rows.filter(({ path }) => path !== "stop-07.opus"),
    bank,
  );
});

test("the sample person is in no bank, and the shipped bank names its recordings by hash", async () => {
  const bank = bankRecordings();
  assert.ok(bank.size > 100);
  for (const hash of bank) assert.match(hash, /^[0-9a-f]{64}$/);
  await refuseBankRecordings(await readManifest(SAMPLE));
});

test("an evaluation with a recording of the shipped bank ends before any training, among the takes or as background", {
  skip: !existsSync(TRAINING) && "the recordings that the bank was made from are not here",
}, async () => {
  const bank = bankRecordings();
  const file = readdirSync(TRAINING).find((name) => bank.has(hashOf(join(TRAINING, name))));
  assert.ok(file, "one of them is in the bank");
  const background = makeFolder({ "manifest.csv": manifest("talk.opus,sound,x,_background,1,") });
  cpSync(join(TRAINING, file), join(background, "talk.opus"));
  await assert.rejects(
    evaluate({ recordings: SAMPLE, enrol: 5, background: [background] }),
    inBank("talk.opus"),
  );
  const takes = makeFolder({ "manifest.csv": manifest("one.opus,sound,x,word,1,") });
  cpSync(join(TRAINING, file), join(takes, "one.opus"));
  await assert.rejects(evaluate({ recordings: takes, enrol: 1 }), inBank("one.opus"));
});
