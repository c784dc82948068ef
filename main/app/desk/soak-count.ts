/** What a person's soak says of their present model: counted anew from the stored scores each time it is asked. */
import { readImage, type ImageDescription } from "../../../firmware-gen/image/read.ts";
import { scoringId } from "../../../firmware-gen/image/thresholds.ts";
import { rateUpperBound } from "../../../models/evaluation/intervals.ts";
import { adviceOf, eventsOf, type Rule, standingOf } from "../../../models/evaluation/soak-count.ts";
import { LEARNED_STEP, MOST_SURE, stepOf, thresholdAt } from "../../../models/heads/sureness.ts";
import { VALUES_PER_SECOND } from "../../../common/street.ts";
import { actionIn, commandAction, type Harm, harmOf } from "../../contract/command-action.ts";
import { type Actions, actionsOfModes, type StandingName } from "../../contract/values.ts";
import { type SoakCommandView, type SoakKind } from "../../contract/soak-values.ts";
import type { SoakKept, StoredCandidate, StoredModel, WholePerson } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";

/** Wrong activations an hour that a command must stay below, by what a mistake costs (FIELD G1). */
const LIMIT_PER_HOUR: Readonly<Record<Harm, number>> = { harmless: 2, ordinary: 0.5, grave: 0.5 };

/** The present model as a soak sees it. */
export interface SoakModel {
  readonly description: ImageDescription;
  readonly image: Uint8Array;
  readonly scoring: string;
  /** Thresholds that training chose, one per class. */
  readonly learned: readonly number[];
}

export interface SoakCount {
  readonly seconds: Readonly<Record<SoakKind, number>>;
  /** In which there was something to hear. */
  readonly hours: number;
  readonly commands: readonly SoakCommandView[];
  /** At the present thresholds, oldest first, whatever was said of them. */
  readonly events: readonly StoredCandidate[];
}

/** Undefined where there is no model. */
export async function soakModelOf(vault: Vault, personId: string): Promise<SoakModel | undefined> {
  const stored = await vault.storedModel(personId);
  return stored && soakModel(stored);
}

function soakModel({ image, learned }: StoredModel): SoakModel {
  const description = readImage(image);
  const thresholds = learned ?? description.classes.map(({ threshold }) => threshold);
  return { description, image, scoring: scoringId(image), learned: thresholds };
}

/** Lowest threshold that a person may choose, by label: what is below it is never asked for. */
export function leastThresholds(model: SoakModel): ReadonlyMap<string, number> {
  return thresholdsAt(model, () => 0);
}

/** The thresholds of the commands, by label. @param stepOf the step of a command, undefined for its present threshold. */
export function thresholdsAt(
  { description: { classes, head }, learned }: SoakModel,
  stepOf: (label: string) => number | undefined,
): Map<string, number> {
  return new Map(
    classes.flatMap(({ label, command, threshold }, c) => {
      const step = stepOf(label);
      return command
        ? [[label, step === undefined ? threshold : thresholdAt(head.kind, learned[c]!, step)]]
        : [];
    }),
  );
}

/** @param modes what each command does in each: what may cost most sets its limit. */
export function countSoak(model: SoakModel, kept: SoakKept, modes: readonly Actions[]): SoakCount {
  const { description, learned } = model;
  const { margin, refractoryMs, head } = description;
  const seconds: Record<SoakKind, number> = { quiet: 0, talk: 0, television: 0, other: 0 };
  for (const { kind, samples } of kept.hours)
    seconds[kind] += samples / VALUES_PER_SECOND[description.signal];
  // Silence sets nothing off, so it proves nothing either.
  const hours = (seconds.talk + seconds.television + seconds.other) / 3600;

  const runs = new Map<string, StoredCandidate[]>();
  for (const candidate of kept.candidates) {
    const run = runs.get(candidate.run);
    if (run === undefined) runs.set(candidate.run, [candidate]);
    else run.push(candidate);
  }
  const decide = (rule: Rule): StoredCandidate[] => [...runs.values()].flatMap((run) => eventsOf(run, rule));
  const present = decide({ thresholds: thresholdsAt(model, () => undefined), margin, refractoryMs });
  const isWrong = ({ mark }: StoredCandidate): boolean => mark !== "me";

  const commands = description.classes.flatMap(({ label, command, threshold }, c): SoakCommandView[] => {
    if (!command) return [];
    const limitPerHour = limitOf(modes, label);
    const step = stepOf(head.kind, learned[c]!, threshold);
    const own = present.filter((event) => event.label === label && isWrong(event));
    const wrong = Array.from({ length: MOST_SURE + 1 }, (_, other) => {
      if (other === step) return own.length;
      const thresholds = thresholdsAt(model, (name) => (name === label ? other : undefined));
      return decide({ thresholds, margin, refractoryMs }).filter(
        (event) => event.label === label && isWrong(event),
      ).length;
    });
    const wrongByKind: Record<SoakKind, number> = { quiet: 0, talk: 0, television: 0, other: 0 };
    for (const { kind } of own) wrongByKind[kind]++;
    return [
      {
        label,
        limitPerHour,
        step,
        learnedStep: LEARNED_STEP,
        steps: wrong.map((count) => ({
          wrong: count,
          upperPerHour: rateUpperBound(count, hours),
          standing: standingOf(count, hours, limitPerHour),
        })),
        wrongByKind,
        advice: adviceOf(wrong, step, hours, limitPerHour),
      },
    ];
  });
  return { seconds, hours, commands, events: present };
}

/** What the soak of this person says of each command; empty where nothing can be said. */
export async function standingsOf(vault: Vault, person: WholePerson): Promise<Record<string, StandingName>> {
  const model = person.model === null ? undefined : await soakModelOf(vault, person.id);
  if (model === undefined || !hearsHere(model, person.wearable)) return {};
  const { commands } = countSoak(
    model,
    await vault.soakOf(person.id, model.scoring),
    actionsOfModes(person.profile),
  );
  return Object.fromEntries(commands.map(({ label, step, steps }) => [label, steps[step]!.standing]));
}

/** Sound is heard by this computer's microphone: of a wearable with one of its own that proves nothing. Movement is the wearable's own. */
export function hearsHere({ description }: SoakModel, wearable: string): boolean {
  return description.signal === "motion" || wearable.startsWith("virtual");
}

function limitOf(modes: readonly Actions[], label: string): number {
  const limits = modes.flatMap((_, mode) => {
    const read = commandAction.safeParse(actionIn(modes, mode, label));
    return read.success ? [LIMIT_PER_HOUR[harmOf(read.data)]] : [];
  });
  return limits.length === 0 ? LIMIT_PER_HOUR.ordinary : Math.min(...limits);
}
