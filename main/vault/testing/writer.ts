/** For tests: saves takes without end and prints the id of each as soon as the vault says that it is saved. */
import { randomUUID } from "node:crypto";
import { openVault } from "../vault.ts";

const vault = await openVault({ folder: process.argv[2]!, useKeyRing: false });
const profile = { name: "", actions: {} };
const person = await vault.addPerson(
  { name: "A", carer: false, language: "en", ability: null, wearable: "virtual", sample: false, profile },
  1,
);
const command = await vault.addCommand(person, "weiter", 1);
const waveform = new Uint8Array(64);
for (;;) {
  const id = randomUUID();
  const take = { id, recorded: 1, durationMs: 1, verdict: "good" as const, waveform, live: false };
  await vault.addTake(person, command, take, new Int16Array(16_000).fill(3));
  process.stdout.write(`${id}\n`);
}
