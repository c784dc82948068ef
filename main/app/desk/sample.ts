/** The bundled sample person, put into a new vault, so that everything can be tried without a microphone. */
import { randomUUID } from "node:crypto";
import { SOUND_RATE_HZ, type Take } from "../../../common/street.ts";
import { isCommand } from "../../../models/recordings/manifest.ts";
import { streamFolder } from "../../../models/recordings/folder.ts";
import type { Vault } from "../../vault/vault.ts";
import { SAMPLE_SOUND } from "../demo.ts";
import { waveformOf } from "./judging.ts";
import { TAKES_WANTED, type People } from "./people.ts";
import { actionsOfSet } from "./sets.ts";

const DONE = "sample person";
const PIECE = 10 * SOUND_RATE_HZ;

/**
 * Does nothing where it was done before, also when the person was removed since.
 *
 * @throws BeckonError when the bundled recordings cannot be read, or the vault is full.
 */
export async function addSamplePerson(vault: Vault, people: People): Promise<void> {
  if ((await vault.setting(DONE)) !== null) return;
  // One that was cut short at an earlier start.
  for (const { id, sample } of await vault.people()) if (sample) await vault.removePerson(id);
  const person = {
    name: "Sample",
    carer: false,
    language: "en",
    ability: "word",
    wearable: "virtual",
    sample: true,
  } as const;
  const id = await vault.addPerson({ ...person, profile: { name: "Sample", actions: {} } }, Date.now());
  const commands = new Map<string, string>();
  const counts = new Map<string, number>();
  for await (const take of streamFolder(SAMPLE_SOUND)) {
    const { label } = take;
    if (!isCommand(take)) {
      await addEveryday(vault, id, take);
      continue;
    }
    const count = counts.get(label) ?? 0;
    if (count >= TAKES_WANTED) continue;
    counts.set(label, count + 1);
    let command = commands.get(label);
    if (command === undefined) {
      command = await vault.addCommand(id, label, Date.now());
      commands.set(label, command);
    }
    const pcm = soundOf(take);
    const durationMs = (1000 * pcm.length) / SOUND_RATE_HZ;
    const row = {
      id: randomUUID(),
      recorded: Date.now(),
      durationMs,
      verdict: "good" as const,
      waveform: waveformOf("sound", pcm),
      live: false,
    };
    await vault.addTake(id, command, row, pcm);
    people.changed(id);
  }
  const actions = actionsOfSet("browsing", [...commands.keys()]);
  await vault.changePerson(id, { profile: { name: "Sample", actions } });
  await vault.setSetting(DONE, "yes");
  people.changed(id);
}

async function addEveryday(vault: Vault, person: string, take: Take): Promise<void> {
  const pcm = soundOf(take);
  const recording = await vault.beginRecording(person, "room", Date.now());
  for (let at = 0, number = 0; at < pcm.length; at += PIECE, number++) {
    await vault.addToRecording(person, recording, number, pcm.slice(at, at + PIECE));
  }
}

function soundOf({ samples, path }: Take): Int16Array {
  if (samples.signal !== "sound") throw new TypeError(`${path} is no sound`);
  return samples.pcm;
}
