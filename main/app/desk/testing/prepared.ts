/**
 * A vault in which the sample person has come as far as a model: three commands with five takes each,
 * trained as training does but with the faster of the two heads. For tests of what comes after.
 */
import { randomUUID } from "node:crypto";
import { type Signal, type Take, VALUES_PER_SECOND } from "../../../../common/street.ts";
import { readFolder } from "../../../../models/recordings/folder.ts";
import { train } from "../../../../models/training/train.ts";
import type { WrittenAction } from "../../../contract/command-action.ts";
import { openVault } from "../../../vault/vault.ts";
import { SAMPLE_MOTION, SAMPLE_SOUND } from "../../demo.ts";
import { waveformOf } from "../judging.ts";
import { learnedFrom } from "../../../vault/learned-from.ts";
import { modelViewOf } from "../result.ts";

export interface PreparedPerson {
  readonly personId: string;
  /** Their model, as a wearable takes it. */
  readonly image: Uint8Array;
  /** Takes of every command that neither trained nor lies in the vault. */
  unheard(label: string): Int16Array[];
  /** Minutes without a command. */
  readonly everyday: readonly Int16Array[];
}

const TAKES = 5;

export interface Preparing {
  /** DEV that the person has chosen; this computer if left out. */
  readonly wearable?: string;
  /** Of their commands; sound if left out. */
  readonly signal?: Signal;
  /** The model has been put there and compared. */
  readonly verified?: boolean;
}

/** @param actions what each does, by labels of the sample person. */
export async function preparePerson(
  folder: string,
  actions: Readonly<Record<string, WrittenAction>>,
  { wearable = "virtual", verified = false, signal = "sound" }: Preparing = {},
): Promise<PreparedPerson> {
  const { takes } = await readFolder(signal === "sound" ? SAMPLE_SOUND : SAMPLE_MOTION);
  const labels = Object.keys(actions);
  const of = (label: string): Take[] => takes.filter((take) => take.label === label);
  const valuesOf = ({ samples }: Take): Int16Array =>
    samples.signal === "sound" ? samples.pcm : samples.milliG;
  const enrolled = labels.flatMap((label) => of(label).slice(0, TAKES));
  const { image, report } = await train({ takes: enrolled, head: "template" });
  const vault = await openVault({ folder, useKeyRing: false });
  try {
    // The sample person would be made beside this one, and read a minute of recordings.
    await vault.setSetting("sample person", "yes");
    const person = {
      name: "Mina",
      carer: false,
      language: "en",
      ability: signal === "sound" ? "word" : "hand",
    } as const;
    const profile = { name: "Mina", actions: { ...actions } };
    const personId = await vault.addPerson({ ...person, wearable, sample: false, profile }, Date.now());
    for (const label of labels) {
      const command = await vault.addCommand(personId, label, Date.now());
      for (const take of of(label).slice(0, TAKES)) {
        const values = valuesOf(take);
        const durationMs = (1000 * values.length) / VALUES_PER_SECOND[signal];
        const waveform = waveformOf(signal, values);
        const row = {
          id: randomUUID(),
          recorded: Date.now(),
          durationMs,
          verdict: "good" as const,
          waveform,
          live: false,
        };
        await vault.addTake(personId, command, row, values);
      }
    }
    // Takes have names of their own here; what training heard is told by those.
    const kept = await vault.takesOf(personId);
    const names = new Map(enrolled.map(({ path }, i) => [path, kept[i]!.id]));
    const heard = report.heard.map(({ path, as }) => ({ path: names.get(path)!, as }));
    const whole = (await vault.person(personId))!;
    const view = modelViewOf(report, { hours: 0, wrong: {} }, Date.now());
    const trained = { view, learnedFrom: learnedFrom(whole), image, heard, comparison: null };
    await vault.addModel(personId, trained, true);
    if (verified) await vault.changePerson(personId, { verified: view.modelId });
    return {
      personId,
      image,
      unheard: (label) => of(label).slice(TAKES).map(valuesOf),
      everyday: of("_background").map(valuesOf),
    };
  } finally {
    await vault.close();
  }
}
