/** What the journeys of proving share: a person who has come as far as a model, and their hours of before. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PreparedPerson, preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { soakModelOf } from "../../main/app/desk/soak-count.ts";
import type { WrittenAction } from "../../main/contract/command-action.ts";
import { VALUES_PER_SECOND } from "../../common/street.ts";
import type { SoakKind } from "../../main/contract/soak-values.ts";
import { openVault } from "../../main/vault/vault.ts";
import { createRandom } from "../../common/random.ts";
import { laySound } from "../../models/features/lay.ts";
import { wavFile } from "../../models/recordings/test-wav.ts";
import type { Spoken } from "./voice.ts";

const RATE_HZ = 16_000;

export const SOAK_ACTIONS: Readonly<Record<Spoken, WrittenAction>> = {
  "scroll down": { do: "keys", keys: "PageDown", harm: "harmless" },
  "page up": { do: "keys", keys: "Enter" },
  "open menu": { do: "keys", keys: "Delete" },
};

/** @param hours of clean television that lie behind the person already; 0 for none. */
export async function prepareSoak(data: string, hours: number): Promise<PreparedPerson> {
  const prepared = await preparePerson(data, SOAK_ACTIONS);
  if (hours > 0) await addHours(data, prepared.personId, "television", hours);
  return prepared;
}

/** Puts hours without any event behind a person. */
export async function addHours(data: string, personId: string, kind: SoakKind, hours: number): Promise<void> {
  const vault = await openVault({ folder: data, useKeyRing: false });
  try {
    const { scoring, description } = (await soakModelOf(vault, personId))!;
    const { signal } = description;
    const before = { scoring, signal, source: "live", origin: "before", started: 1 } as const;
    const run = await vault.beginSoak(personId, before);
    const samples = Math.round(hours * 3600 * VALUES_PER_SECOND[signal]);
    await vault.addToSoak(personId, run.id, [{ kind, samples, candidates: [] }]);
  } finally {
    await vault.close();
  }
}

/** An evening as a file: talk and kitchen, and in between what somebody said of the person's words. */
export async function eveningFile(
  folder: string,
  { everyday, unheard }: PreparedPerson,
  said: Spoken,
): Promise<string> {
  const sounds = [...everyday, ...unheard(said)].map((pcm) => ({
    signal: "sound" as const,
    pcm,
    originRateHz: RATE_HZ,
  }));
  const path = join(folder, "evening.wav");
  await writeFile(path, wavFile(laySound(sounds, 10, createRandom(3), 1500).pcm));
  return path;
}
