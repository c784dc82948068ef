/** A vault for tests of the adviser: two commands recorded with the same word, one of its own, and talk in which it is said. */
import { randomUUID } from "node:crypto";
import { SOUND_RATE_HZ, type SoundSamples, type Take } from "../../../../common/street.ts";
import { waveformOf } from "../judging.ts";
import { SAMPLE_SOUND } from "../../demo.ts";
import { openVault } from "../../../vault/vault.ts";
import { readFolder } from "../../../../models/recordings/folder.ts";

/** What each command of the vault is called, and what the sample person says for it: takes from and to. */
const COMMANDS = [
  { label: "page up", says: "page up", from: 0, to: 3 },
  { label: "upwards", says: "page up", from: 3, to: 6 },
  { label: "open menu", says: "open menu", from: 0, to: 3 },
] as const;
/** Where "page up" is said in the ordinary talk, seconds. */
export const SAID_AT_S = 20;

/** @returns the person's id. */
export async function prepareAlike(data: string): Promise<string> {
  const { takes } = await readFolder(SAMPLE_SOUND);
  const of = (label: string): Take[] => takes.filter((take) => take.label === label);
  const vault = await openVault({ folder: data, useKeyRing: false });
  try {
    // The sample person would be made beside this one, and read a minute of recordings.
    await vault.setSetting("sample person", "yes");
    const personId = await vault.addPerson(
      {
        ...{ name: "Mina", carer: false, language: "en", ability: "word", wearable: "virtual" },
        ...{ sample: false, profile: { name: "Mina", actions: {} } },
      } as const,
      Date.now(),
    );
    for (const { label, says, from, to } of COMMANDS) {
      const command = await vault.addCommand(personId, label, Date.now());
      for (const take of of(says).slice(from, to)) {
        const pcm = soundOf(take);
        const row = {
          id: randomUUID(),
          recorded: Date.now(),
          durationMs: (1000 * pcm.length) / SOUND_RATE_HZ,
          verdict: "good" as const,
          waveform: waveformOf("sound", pcm),
          live: false,
        };
        await vault.addTake(personId, command, row, pcm);
      }
    }
    const talk = of("_background").find(({ path }) => path.includes("own-talk-1"))!;
    await addTalk(vault, personId, withWord(soundOf(talk), soundOf(of("page up")[6]!)));
    return personId;
  } finally {
    await vault.close();
  }
}

async function addTalk(
  vault: Awaited<ReturnType<typeof openVault>>,
  personId: string,
  pcm: Int16Array,
): Promise<void> {
  const piece = 10 * SOUND_RATE_HZ;
  const recording = await vault.beginRecording(personId, "talk", Date.now());
  for (let at = 0, number = 0; at < pcm.length; at += piece, number++) {
    await vault.addToRecording(personId, recording, number, pcm.slice(at, at + piece));
  }
}

/** The word in half a second of its own quiet before and after. */
function withWord(talk: Int16Array, word: Int16Array): Int16Array {
  const pcm = talk.slice();
  const around = SOUND_RATE_HZ / 2;
  for (let i = -around; i < word.length + around; i++) {
    pcm[SAID_AT_S * SOUND_RATE_HZ + i] = word[i] ?? word[Math.abs(i) % 800]!;
  }
  return pcm;
}

function soundOf({ samples }: Take): Int16Array {
  return (samples as SoundSamples).pcm;
}
