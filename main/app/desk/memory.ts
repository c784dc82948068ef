/**
 * The seconds around what is heard while a person is live, if they agreed to it:
 * the sound of an event is kept, sealed, for some days; a sound that made no
 * event stays in memory for some minutes, in case it was a command.
 */
import { BeckonError } from "../../../common/errors.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import type { JournalEntry } from "../../contract/values.ts";
import type { UnheardView } from "../../contract/learning-values.ts";
import type { Vault } from "../../vault/vault.ts";
import { createValue, type Feed, type Value } from "./feed.ts";
import type { Journal } from "./journal.ts";
import { waveformOf } from "./judging.ts";
import { createMoments, type Unheard } from "./moments.ts";

export interface LiveMemory {
  /** This person is live from now on. */
  begin(personId: string, keeps: boolean): void;
  end(): void;
  /** The person agreed, or no longer does: then what nobody marked is forgotten. */
  setKeeping(personId: string, keeps: boolean): Promise<void>;
  /** @param pcm 16 kHz, what the wearable hears too. */
  sound(pcm: Int16Array): void;
  /** To be called when an event comes. @returns keeps its sound with the entry it became. */
  event(): (personId: string, entry: JournalEntry) => void;
  unheard(personId: string): Feed<UnheardView[]>;
  /** Undefined once it is too long ago. */
  find(personId: string, momentId: string): Unheard | undefined;
  drop(momentId: string): void;
}

/** How often what is too old is looked for, ms. */
const SWEEP_MS = 60_000;

export function createLiveMemory(
  engine: Engine,
  vault: Vault,
  journal: Journal,
  log: (error: unknown) => void,
): LiveMemory {
  const moments = createMoments(engine);
  const lists = new Map<string, Value<UnheardView[]>>();
  let live: { readonly personId: string; readonly keeps: boolean } | undefined;

  const listOf = (personId: string): Value<UnheardView[]> => {
    let list = lists.get(personId);
    if (list === undefined) {
      list = createValue<UnheardView[]>([]);
      lists.set(personId, list);
    }
    return list;
  };
  let sweep: NodeJS.Timeout | undefined;

  const tell = (): void => {
    clearTimeout(sweep);
    const unheard = moments.unheard();
    // Nothing more may ever be heard that would drive them out.
    if (unheard.length > 0) sweep = setTimeout(tell, SWEEP_MS).unref();
    if (live !== undefined) listOf(live.personId).set(unheard.map(viewOf));
  };
  const forget = (): void => {
    moments.clear();
    tell();
  };

  return {
    begin(personId, keeps) {
      forget();
      live = { personId, keeps };
    },
    end() {
      // What was not heard may still be told for some minutes.
      if (live !== undefined) live = { ...live, keeps: false };
    },
    async setKeeping(personId, keeps) {
      if (live?.personId === personId) {
        live = { personId, keeps };
        if (!keeps) forget();
      }
      if (!keeps) await vault.forgetMoments(Number.MAX_SAFE_INTEGER, personId);
    },
    sound(pcm) {
      if (live?.keeps === true && moments.push(pcm)) tell();
    },
    event() {
      if (live?.keeps !== true) return () => {};
      const sound = moments.ofEvent();
      tell();
      return (personId, { entryId, at }) => {
        void sound
          .then((pcm) => vault.addMoment(personId, entryId, at, pcm))
          .then(() => journal.changed(personId))
          .catch((error: unknown) => {
            // While recordings are closed nothing can be kept, and commands go on.
            if (!(error instanceof BeckonError && error.fault.code === "recordings-locked")) log(error);
          });
      };
    },
    unheard: listOf,
    find: (personId, momentId) =>
      live?.personId === personId ? moments.unheard().find(({ id }) => id === momentId) : undefined,
    drop(momentId) {
      moments.drop(momentId);
      tell();
    },
  };
}

function viewOf({ id, at, pcm }: Unheard): UnheardView {
  const waveform = Array.from(waveformOf("sound", pcm), (peak) => peak / 255);
  return { momentId: id, at, durationMs: pcm.length / 16, waveform };
}
