/** For tests, inside a session with a key ring: opens a vault twice and prints where its master key lies, and whether takes come back. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openVault } from "../vault.ts";

const folder = process.argv[2]!;
const options = { folder, useKeyRing: true };
const first = await openVault(options);
const profile = { name: "", actions: {} };
const person = await first.addPerson(
  { name: "A", carer: false, language: "en", ability: null, wearable: "virtual", sample: false, profile },
  1,
);
const command = await first.addCommand(person, "weiter", 1);
const take = {
  id: "one",
  recorded: 1,
  durationMs: 1,
  verdict: "good" as const,
  waveform: new Uint8Array(64),
  live: false,
};
await first.addTake(person, command, take, new Int16Array(1000).fill(7));
await first.close();
const again = await openVault(options);
const { masterIn, open } = await again.sealing();
const pcm = await again.takeSound(person, "one");
await again.close();
const keyFile = existsSync(join(folder, "takes.key"));
process.stdout.write(`${JSON.stringify({ masterIn, open, samples: pcm?.length, keyFile })}\n`);
