/**
 * What was heard in the last seconds while Beckon is live: the sound of each
 * event, and sounds that made none. In memory only; whoever uses it decides what
 * is kept. Cut by the runtime's own gate, counted in sound that came.
 */
import { randomUUID } from "node:crypto";
import { SOUND_RATE_HZ } from "../../../common/street.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import { createCutter } from "./cutter.ts";
import { elapsedMs, type Moment, momentNow } from "./elapsed.ts";
import { joinValues } from "./signals.ts";

export interface Unheard {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** 16 kHz. */
  readonly pcm: Int16Array;
}

export interface Moments {
  /** @param pcm 16 kHz. @returns true when the list of sounds without event changed. */
  push(pcm: Int16Array): boolean;
  /** The sound of the event that has just come; resolves within a second of sound. */
  ofEvent(): Promise<Int16Array>;
  /** Sounds that made no event, newest first, {@link UNHEARD_MOST} at most. */
  unheard(): readonly Unheard[];
  /** It was an event after all, or has been learned from. */
  drop(id: string): void;
  /** Forgets all of it; who still waits gets what there is. */
  clear(): void;
}

export const UNHEARD_MOST = 8;
/** A sound without event is remembered for so long, ms. */
export const UNHEARD_FOR_MS = 15 * 60 * 1000;
/** The gate here and the wearable's close within this of each other, samples. */
const APART = 0.7 * SOUND_RATE_HZ;
/** After so much sound an event's own is what came last. */
const PATIENCE = SOUND_RATE_HZ;
/** Kept where the gate here found no end: in the middle of talk, or for a hold. */
const LAST = 2 * SOUND_RATE_HZ;
/** The vault takes no longer piece. */
const LONGEST = 10 * SOUND_RATE_HZ;

interface Cut extends Unheard {
  readonly endedAt: number;
  readonly heard: Moment;
}

/** @param now by the clocks of this computer. */
export function createMoments(engine: Engine, now: () => Moment = momentNow): Moments {
  const cutter = createCutter(engine, "sound");
  let heard = 0;
  let last = new Int16Array(0);
  let cuts: Cut[] = [];
  let waiting: { readonly since: number; readonly resolve: (pcm: Int16Array) => void }[] = [];

  return {
    push(pcm) {
      heard += pcm.length;
      last = joinValues([last, pcm]).slice(-LAST);
      let changed = false;
      for (const cut of cutter.push(pcm)) {
        const sound = cut.values.slice(-LONGEST);
        const waits = waiting.shift();
        if (waits !== undefined) waits.resolve(sound);
        else if (!cut.long) {
          const at = now();
          const made = { id: randomUUID(), at: at.dayMs, pcm: sound, endedAt: heard, heard: at };
          cuts = [...cuts, made].slice(-UNHEARD_MOST);
          changed = true;
        }
      }
      // Whoever still speaks is waited for: a hold begins with its event.
      const patience = cutter.hearing ? LONGEST : PATIENCE;
      const late = waiting.filter(({ since }) => heard - since > patience);
      waiting = waiting.filter(({ since }) => heard - since <= patience);
      for (const { resolve } of late) resolve(last);
      return changed;
    },
    ofEvent() {
      const own = cuts.at(-1);
      if (own !== undefined && heard - own.endedAt <= APART) {
        cuts = cuts.slice(0, -1);
        return Promise.resolve(own.pcm);
      }
      const asked = Promise.withResolvers<Int16Array>();
      waiting.push({ since: heard, resolve: asked.resolve });
      return asked.promise;
    },
    unheard() {
      cuts = cuts.filter((cut) => elapsedMs(cut.heard, now()) <= UNHEARD_FOR_MS);
      return [...cuts].reverse();
    },
    drop(id) {
      cuts = cuts.filter((cut) => cut.id !== id);
    },
    clear() {
      cuts = [];
      for (const { resolve } of waiting.splice(0)) resolve(last);
      last = new Int16Array(0);
      cutter.restart();
    },
  };
}
