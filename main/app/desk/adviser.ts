/** Advice on a person's commands as the recordings come, and what the person wants to hear no more of. */
import { inputError } from "../../../common/errors.ts";
import { SOUND_RATE_HZ } from "../../../common/street.ts";
import type { Advice, BadTakeReason } from "../../../models/adviser/advice.ts";
import { runThread } from "../../../models/training/thread.ts";
import type { AdviceView, BadTakeReasonName } from "../../contract/advice-values.ts";
import { signalOf } from "../../contract/values.ts";
import type { CallInput } from "../../contract/contract.ts";
import type { SoundRow, WholePerson } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import type { AdviceFound, AdviceJob } from "./advice-job.ts";
import { createQuestions, type Feed } from "./feed.ts";
import { learnedFrom } from "../../vault/learned-from.ts";
import type { People } from "./people.ts";
import { heldAmong } from "./vault-takes.ts";

export interface Adviser {
  advice(personId: string): Feed<AdviceView[] | null>;
  keep(personId: string, adviceId: string, kept: boolean): Promise<void>;
  /** @throws BeckonError `recording-unknown`. */
  listen(input: CallInput<"everyday.listen">): Promise<{ rateHz: number; pcmBase64: string }>;
  close(): Promise<void>;
}

/** Of ordinary talk the newest minutes are looked at. */
const MOST_TALK_SAMPLES = 20 * 60 * SOUND_RATE_HZ;
const PIECE = 10 * SOUND_RATE_HZ;
const AROUND_MS = 300;
const MOST_LISTEN_MS = 10_000;

const REASONS: Readonly<Record<BadTakeReason, BadTakeReasonName>> = {
  short: "empty",
  long: "tooLong",
  empty: "empty",
  quiet: "tooQuiet",
  clipped: "clipped",
  "cut-start": "cutOff",
  "cut-end": "cutOff",
  noisy: "noisy",
  click: "click",
  unlike: "unlike",
  "other-word": "otherWord",
};

/** @param onError what a feed could not be answered for. */
export function createAdviser(vault: Vault, people: People, onError: (error: unknown) => void): Adviser {
  // Takes come and go.
  const feeds = createQuestions(
    ask,
    (error) => {
      if (!stop.signal.aborted) onError(error);
    },
    people.person,
  );
  const stop = new AbortController();
  /** What was found out last of each person, and from what. */
  const found = new Map<string, { readonly from: string; readonly advice: Promise<AdviceFound> }>();

  function look(person: WholePerson): Promise<AdviceFound> {
    const from = `${learnedFrom(person)} ${person.talkSamples}`;
    const known = found.get(person.id);
    if (known?.from === from) return known.advice;
    const advice = (async (): Promise<AdviceFound> => {
      const takes = await vault.takesOf(person.id);
      const held = heldAmong(person.commands, takes);
      const job: AdviceJob = { takes, held, talk: await talkOf(person.id) };
      return runThread<AdviceFound, never>(
        new URL("./advice-worker.ts", import.meta.url),
        job,
        () => {},
        stop.signal,
      );
    })();
    found.set(person.id, { from, advice });
    advice.catch(() => found.delete(person.id));
    return advice;
  }

  /** The newest first, as far as it may be looked at. */
  async function talkOf(personId: string): Promise<Pick<SoundRow, "id" | "signal" | "pcm">[]> {
    const isTalk = new Set(
      (await vault.recordingsOf(personId)).filter(({ kind }) => kind === "talk").map(({ id }) => id),
    );
    let left = MOST_TALK_SAMPLES;
    const talk: Pick<SoundRow, "id" | "signal" | "pcm">[] = [];
    for (const { id, signal, pcm } of (await vault.everydayOf(personId)).reverse()) {
      if (!isTalk.has(id) || left <= 0) continue;
      talk.push({ id, signal, pcm: pcm.slice(0, left) });
      left -= pcm.length;
    }
    return talk;
  }

  async function ask(personId: string): Promise<AdviceView[] | null> {
    const person = await vault.person(personId);
    if (person === undefined) return null;
    // What it says and plays is of sounds.
    if (signalOf(person.ability) === "motion") return [];
    const kept = new Set(await vault.keptAdvice(personId));
    return (await look(person)).flatMap((advice) => viewOf(advice, person, kept));
  }

  return {
    advice: feeds.of,
    async keep(personId, adviceId, kept) {
      await people.whole(personId);
      await vault.keepAdvice(personId, adviceId, kept);
      feeds.refresh(personId);
    },
    async listen({ personId, recordingId, startMs, endMs }) {
      const recording = (await vault.recordingsOf(personId)).find(({ id }) => id === recordingId);
      if (recording === undefined) {
        throw inputError(
          "recording-unknown",
          "this recording",
          "is not there any more.",
          "Choose another one.",
        );
      }
      const at = (ms: number): number =>
        Math.max(0, Math.min(recording.samples, Math.round((ms * SOUND_RATE_HZ) / 1000)));
      const from = at(startMs - AROUND_MS);
      const to = at(Math.min(endMs + AROUND_MS, startMs + MOST_LISTEN_MS));
      const bytes: Uint8Array[] = [];
      for (let number = Math.floor(from / PIECE); number * PIECE < to; number++) {
        const piece = await vault.recordingPiece(personId, recordingId, number);
        const part = piece.slice(Math.max(0, from - number * PIECE), Math.max(0, to - number * PIECE));
        bytes.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      }
      return { rateHz: SOUND_RATE_HZ, pcmBase64: Buffer.concat(bytes).toString("base64") };
    },
    async close() {
      stop.abort(new Error("Beckon closes"));
      await Promise.allSettled([...found.values()].map(({ advice }) => advice));
    },
  };
}

/** Nothing where a command or take has gone meanwhile, and of what only training or the command line tells. */
function viewOf(advice: Advice, { commands }: WholePerson, kept: ReadonlySet<string>): AdviceView[] {
  const ids = advice.commands.map((label) => commands.find((command) => command.label === label)?.id);
  const takes = new Set(commands.flatMap((command) => command.takes.map(({ id }) => id)));
  if (ids.includes(undefined)) return [];
  const [commandId, otherId = null] = ids as string[];
  const named = (...about: readonly string[]) => {
    const adviceId = [advice.kind, ...about].join(" ");
    return { adviceId, kept: kept.has(adviceId) };
  };
  const [first, second] = advice.takes;
  switch (advice.kind) {
    case "unsteady": {
      if (!takes.has(first!) || !takes.has(second!)) return [];
      const { times } = advice.figures;
      return [
        { ...named(commandId!), kind: "unsteady", commandId: commandId!, takeIds: [first!, second!], times },
      ];
    }
    case "alike": {
      if (!takes.has(first!) || !takes.has(second!)) return [];
      const pair: [string, string] = [commandId!, otherId!];
      return [
        {
          ...named(...[...pair].sort()),
          kind: "alike",
          commandIds: pair,
          takeIds: [first!, second!],
          ...advice.figures,
        },
      ];
    }
    case "bad-take": {
      if (!takes.has(first!)) return [];
      const reason = REASONS[advice.reason];
      return [{ ...named(first!), kind: "badTake", reason, commandId: commandId!, takeId: first!, otherId }];
    }
    case "recording": {
      const reason = REASONS[advice.reason];
      return [{ ...named(advice.reason), kind: "recording", reason, ...advice.figures }];
    }
    case "like-talk": {
      const takeId = commands.find(({ id }) => id === commandId)!.takes[0]?.id;
      if (takeId === undefined) return [];
      const { pieces, minutes } = advice.figures;
      const stretches = advice.stretches.map(({ take, startMs, endMs }) => ({
        recordingId: take,
        startMs,
        endMs,
      }));
      return [
        { ...named(commandId!), kind: "likeTalk", commandId: commandId!, takeId, pieces, minutes, stretches },
      ];
    }
    case "few-takes":
    case "misheard":
      return [];
  }
}
