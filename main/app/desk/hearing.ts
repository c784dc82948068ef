/**
 * What comes in from the microphone: one window's sound, brought to 16 kHz,
 * its level told, and whether it is sound at all. Windows come and go; the one
 * that opened a microphone last is heard, the others are not.
 *
 * A refused microphone may deliver zeros, or a constant, without any error
 * (case B05): two seconds of that are called "silent".
 */
import type { MicrophoneView } from "../../contract/values.ts";
import type { CallInput } from "../../contract/contract.ts";
import { createResampler, type Resampler } from "../../../models/recordings/resample.ts";
import { toInt16 } from "../../../models/features/lay.ts";
import type { WindowRef } from "./dispatch.ts";
import { createValue, type Feed } from "./feed.ts";
import { joinValues } from "./signals.ts";

/** A piece of sound on its way. */
export interface Heard {
  /** 16 kHz mono. */
  readonly pcm: Int16Array;
  /** The microphone gave one and the same value all the time: nothing of this may be kept. */
  readonly dead: boolean;
}

export interface Hearing {
  readonly microphone: Feed<MicrophoneView>;
  report(report: CallInput<"microphone.report">, window: WindowRef): void;
  /** Resolves when everybody has heard it. */
  sound(rateHz: number, pcm: Int16Array, window: WindowRef): Promise<void>;
  /** The window is closed. */
  gone(window: WindowRef): void;
  /** @returns ends it. */
  listen(sink: (heard: Heard) => void | Promise<void>): () => void;
  close(): void;
}

/** No sound that changes for this long is no sound, seconds. */
export const SILENT_AFTER_S = 2;
const LEVELS_PER_SECOND = 10;
/** Softer than this no voice near a microphone is, decibels below full scale. */
const QUIET_DB = -66;
const QUIET_LEVELS = SILENT_AFTER_S * LEVELS_PER_SECOND;
const LOWEST_DB = -96;

/** @param frameLimitMs an open microphone that sends nothing at all for this long is silent too. */
export function createHearing(frameLimitMs = SILENT_AFTER_S * 1000): Hearing {
  const microphone = createValue<MicrophoneView>({
    state: "off",
    name: null,
    levelDb: LOWEST_DB,
    veryQuiet: false,
  });
  const sinks = new Set<(heard: Heard) => void | Promise<void>>();
  let owner: WindowRef | undefined;
  let rate = 0;
  let resampler: Resampler | undefined;
  let run = newRun();
  let peak = 0;
  let counted = 0;
  let quietLevels = 0;
  let timer: NodeJS.Timeout | undefined;

  const isOpen = (): boolean => ["waiting", "working", "silent"].includes(microphone.get().state);
  const become = (state: MicrophoneView["state"]): void => {
    if (microphone.get().state !== state) microphone.change({ state });
  };
  const waitForFrame = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isOpen()) become("silent");
    }, frameLimitMs);
    timer.unref();
  };
  const measure = (pcm: Int16Array, rateHz: number): void => {
    for (const value of pcm) peak = Math.max(peak, Math.abs(value));
    counted += pcm.length;
    if (counted < rateHz / LEVELS_PER_SECOND) return;
    const levelDb = Math.max(LOWEST_DB, peak === 0 ? LOWEST_DB : 20 * Math.log10(peak / 32768));
    quietLevels = levelDb < QUIET_DB ? quietLevels + 1 : 0;
    const veryQuiet = quietLevels >= QUIET_LEVELS;
    microphone.change({ levelDb: Math.round(Math.min(0, levelDb) * 10) / 10, veryQuiet });
    peak = 0;
    counted = 0;
  };

  return {
    microphone,
    report({ state, name }, window) {
      // A window that closes its own microphone says nothing about another's.
      if (owner !== undefined && owner.id !== window.id && state !== "open" && state !== "waiting") return;
      owner = window;
      resampler = undefined;
      run = newRun();
      quietLevels = 0;
      clearTimeout(timer);
      microphone.set({
        state: state === "open" ? "waiting" : state,
        name,
        levelDb: LOWEST_DB,
        veryQuiet: false,
      });
      if (state === "open") waitForFrame();
    },
    async sound(rateHz, pcm, window) {
      if (owner?.id !== window.id || !isOpen()) return;
      waitForFrame();
      let tail: Float32Array = new Float32Array(0);
      if (resampler === undefined || rate !== rateHz) {
        tail = resampler?.end() ?? tail;
        rate = rateHz;
        resampler = createResampler(rateHz);
      }
      const before = run.samples;
      follow(run, pcm);
      const dead = run.samples === before + pcm.length;
      if (!dead) become("working");
      else if (run.samples >= SILENT_AFTER_S * rateHz) become("silent");
      measure(pcm, rateHz);
      const heard = {
        pcm: joinValues([toInt16(tail), toInt16(resampler.push(Float32Array.from(pcm)))]),
        dead,
      };
      if (heard.pcm.length === 0) return;
      for (const sink of [...sinks]) await sink(heard);
    },
    gone(window) {
      if (owner?.id !== window.id) return;
      owner = undefined;
      clearTimeout(timer);
      if (isOpen())
        microphone.set({ state: "lost", name: microphone.get().name, levelDb: LOWEST_DB, veryQuiet: false });
    },
    listen(sink) {
      sinks.add(sink);
      return () => void sinks.delete(sink);
    },
    close: () => clearTimeout(timer),
  };
}

/** How long the newest samples have all been one value, give or take one step. */
interface Run {
  low: number;
  high: number;
  samples: number;
}

function newRun(): Run {
  return { low: 0, high: 0, samples: 0 };
}

function follow(run: Run, pcm: Int16Array): void {
  for (const value of pcm) {
    const low = run.samples === 0 ? value : Math.min(run.low, value);
    const high = run.samples === 0 ? value : Math.max(run.high, value);
    if (high - low <= 1) {
      run.low = low;
      run.high = high;
      run.samples++;
    } else {
      run.low = run.high = value;
      run.samples = 1;
    }
  }
}
