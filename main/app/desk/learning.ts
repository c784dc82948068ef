/**
 * Learning on from daily life: what the person says of an event becomes a take
 * or a mistake, and what was kept tells whether a training is worth its while
 * and which command is heard less well than at the beginning.
 */
import { randomUUID } from "node:crypto";
import { type BeckonError, inputError } from "../../../common/errors.ts";
import { SOUND_RATE_HZ } from "../../../common/street.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import { driftOf } from "../../../models/evaluation/drift.ts";
import type { CallInput } from "../../contract/contract.ts";
import type { LearningView } from "../../contract/learning-values.ts";
import type { ModelView } from "../../contract/values.ts";
import type { KeptModel, TakeRow, WholePerson } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { createQuestions, type Feed } from "./feed.ts";
import type { Journal } from "./journal.ts";
import { judgeTake, waveformOf } from "./judging.ts";
import type { LiveMemory } from "./memory.ts";
import type { People } from "./people.ts";

interface Sound {
  readonly rateHz: number;
  readonly pcmBase64: string;
}

export interface Learning {
  of(personId: string): Feed<LearningView | null>;
  changed(personId: string): void;
  keepMoments(personId: string, keep: boolean): Promise<void>;
  /** @throws BeckonError `moment-gone`, `command-unknown`. */
  mark(input: CallInput<"learning.mark">): Promise<void>;
  listen(personId: string, entryId: number): Promise<Sound>;
  wasMissed(input: CallInput<"learning.wasMissed">): Promise<void>;
  listenToUnheard(personId: string, momentId: string): Sound;
}

/** One thing that must not happen again is enough; a missed command may have been chance. */
const MISTAKES_LEAST = 1;
const TAKES_LEAST = 3;
/** Older occasions say nothing about how the person is heard now. */
const DRIFT_MS = 30 * 24 * 3600 * 1000;

export interface LearningParts {
  readonly engine: Engine;
  readonly vault: Vault;
  readonly people: People;
  readonly journal: Journal;
  readonly memory: LiveMemory;
  readonly log: (error: unknown) => void;
}

export function createLearning({ engine, vault, people, journal, memory, log }: LearningParts): Learning {
  const feeds = createQuestions(view, log);
  const changed = feeds.refresh;

  async function view(personId: string): Promise<LearningView | null> {
    const person = await vault.person(personId);
    if (person === undefined) return null;
    const models = await vault.modelsOf(personId);
    const marked = await vault.markedSince(personId, models[0]?.view.trainedAt ?? 0);
    const current = models.find(({ state }) => state === "current");
    const offered = models.find(({ state }) => state === "offered");
    const trained = current === undefined ? undefined : await vault.trainedModel(personId, current.key);
    const occasions = await vault.occasionsOf(personId, Date.now() - DRIFT_MS);
    return {
      keepsMoments: person.keepsMoments,
      marked,
      worthTraining: marked.mistakes >= MISTAKES_LEAST || marked.takes >= TAKES_LEAST,
      drift: driftOf([...recorded(person, trained?.heard ?? []), ...occasions]).filter(({ label }) =>
        person.commands.some((command) => command.label === label),
      ),
      current: current === undefined ? null : modelLine(current),
      offered:
        offered === undefined || offered.comparison === null
          ? null
          : { ...modelLine(offered), comparison: offered.comparison },
      older: models.filter(({ state }) => state === "kept").map(modelLine),
    };
  }

  const rowOf = (pcm: Int16Array): Omit<TakeRow, "id" | "live"> => ({
    recorded: Date.now(),
    durationMs: (1000 * pcm.length) / SOUND_RATE_HZ,
    verdict: judgeTake(engine, "sound", pcm, false, []),
    waveform: waveformOf("sound", pcm),
  });
  const commandOf = async (personId: string, label: string): Promise<string> => {
    const command = (await people.whole(personId)).commands.find((each) => each.label === label);
    if (command !== undefined) return command.id;
    const problem = "is not there any more.";
    throw inputError("command-unknown", `"${label}"`, problem, "Choose another one.");
  };

  return {
    of: feeds.of,
    changed,
    async keepMoments(personId, keep) {
      await vault.changePerson(personId, { keepsMoments: keep });
      await memory.setKeeping(personId, keep);
      journal.changed(personId);
      changed(personId);
    },
    async mark({ personId, entryId, mark, meant }) {
      const entry = (await vault.journal(personId)).find((each) => each.entryId === entryId);
      const pcm = await vault.momentSound(personId, entryId);
      if (entry === undefined || pcm === undefined) throw momentGone();
      const label = mark === "right" ? entry.command : mark === "other" ? meant : null;
      if (mark === "other" && label === null) throw new TypeError("`other` without `meant`");
      const take =
        label === null ? undefined : { command: await commandOf(personId, label), label, row: rowOf(pcm) };
      await vault.markEntry(personId, entryId, mark, take);
      people.changed(personId);
      journal.changed(personId);
      changed(personId);
    },
    async listen(personId, entryId) {
      const pcm = await vault.momentSound(personId, entryId);
      if (pcm === undefined) throw momentGone();
      return soundOf(pcm);
    },
    async wasMissed({ personId, momentId, label }) {
      const moment = memory.find(personId, momentId);
      if (moment === undefined) throw momentGone();
      const command = await commandOf(personId, label);
      await vault.addTake(
        personId,
        command,
        { id: randomUUID(), ...rowOf(moment.pcm), live: true },
        moment.pcm,
      );
      memory.drop(momentId);
      const entry = { at: moment.at, command: label, score: 0, outcome: "missed", action: null } as const;
      await journal.add(personId, entry);
      people.changed(personId);
      changed(personId);
    },
    listenToUnheard(personId, momentId) {
      const moment = memory.find(personId, momentId);
      if (moment === undefined) throw momentGone();
      return soundOf(moment.pcm);
    },
  };
}

/** Takes recorded on purpose, as they were heard while they were left out. */
function recorded({ commands }: WholePerson, heard: readonly { path: string; as: string | null }[]) {
  const as = new Map(heard.map((one) => [one.path, one.as]));
  return commands.flatMap(({ label, takes }) =>
    takes.flatMap((take) =>
      take.live || !as.has(take.id) ? [] : [{ label, at: take.recorded, heard: as.get(take.id) === label }],
    ),
  );
}

function modelLine({ key, view }: KeptModel): NonNullable<LearningView["current"]> {
  const sum = (of: (command: ModelView["commands"][number]) => number): number =>
    view.commands.reduce((total, command) => total + of(command), 0);
  return {
    modelKey: key,
    trainedAt: view.trainedAt,
    heard: sum(({ heard }) => heard),
    tested: sum(({ tested }) => tested),
  };
}

function soundOf(pcm: Int16Array): Sound {
  const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  return { rateHz: SOUND_RATE_HZ, pcmBase64: bytes.toString("base64") };
}

function momentGone(): BeckonError {
  const problem = "is not kept any more.";
  return inputError("moment-gone", "The sound of this moment", problem, "Record a take of it instead.");
}
