/**
 * Cuts takes out of sound or movement that goes on and on, with the runtime's own gate, so
 * that a take is what the wearable would take for a command.
 */
import type { Signal } from "../../../common/street.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import type { GateSettings } from "../../../firmware-gen/image/settings.ts";
import { FRAME } from "../../../firmware-gen/image/build.ts";
import { roomGate } from "../../../models/features/gate.ts";
import { createFront, hopOf } from "./front.ts";
import { joinValues } from "./signals.ts";

export interface Cut {
  /** With a little of the quiet before and after. */
  readonly values: Int16Array;
  /** It went on longer than any command may. */
  readonly long: boolean;
}

export interface Cutter {
  /** Is something being said or done at the moment? */
  readonly hearing: boolean;
  /** @returns the takes that have ended by now. */
  push(values: Int16Array): Cut[];
  /** Forgets what was heard, but not how quiet the room is. */
  restart(): void;
}

/** How quiet it is otherwise, is known after so long, ms. */
const ROOM_LEAST_MS = 500;
/** And is taken from the last ten seconds. */
const ROOM_MOST_MS = 10_000;
/** Quiet kept around a take, ms. */
const AROUND_MS: Record<Signal, number> = { sound: 200, motion: 320 };
/** No take is kept from further back than this, ms; what is older goes, half at a time. */
const KEEP_MS = 30_000;

/** @param engine its gate and front end are used. */
export function createCutter(engine: Engine, signal: Signal): Cutter {
  const front = createFront(engine, signal);
  const hop = hopOf(signal);
  const framesIn = (ms: number): number => Math.round(ms / FRAME[signal].milliseconds);
  const around = framesIn(AROUND_MS[signal]);
  let room: number[] = [];
  let levels: number[] = [];
  let hops: Int16Array[] = [];
  let hearing = false;
  /** A sound without end was told; nothing counts until it has stopped. */
  let untilQuiet = false;

  const drop = (frames: number): void => {
    levels = levels.slice(frames);
    hops = hops.slice(frames);
  };
  const gate = (): GateSettings => roomGate(signal, Int16Array.from(room));
  const isQuiet = ({ floorStartQ8, releaseQ8, pauseFrames }: GateSettings): boolean =>
    levels.length >= pauseFrames &&
    levels.slice(-pauseFrames).every((level) => level < floorStartQ8 + releaseQ8);

  const nextCut = (settings: GateSettings): Cut | undefined => {
    const heard = Int16Array.from(levels);
    const found = engine.segments(heard, settings).find(({ verdict }) => verdict !== "short");
    if (found === undefined) {
      // With quiet laid behind it, a segment that is still open closes.
      const closing = Int16Array.from([
        ...levels,
        ...Array<number>(settings.pauseFrames + 1).fill(settings.floorMinQ8),
      ]);
      const all = engine.segments(closing, settings);
      hearing = all.length > engine.segments(heard, settings).length;
      return undefined;
    }
    const from = Math.max(0, found.start - around);
    const to = Math.min(hops.length, found.start + found.frames + around);
    const values = joinValues(hops.slice(from, to));
    hearing = false;
    untilQuiet = found.verdict === "long";
    // Half of the quiet behind it may be the quiet before the next.
    drop(untilQuiet ? levels.length : Math.max(0, to - around / 2));
    return { values, long: untilQuiet };
  };

  return {
    get hearing() {
      return hearing;
    },
    push(values) {
      const made = front(values);
      made.levels.forEach((level, i) => {
        levels.push(level);
        hops.push(made.values.slice(i * hop, (i + 1) * hop));
      });
      room = [...room, ...made.levels].slice(-framesIn(ROOM_MOST_MS));
      if (room.length < framesIn(ROOM_LEAST_MS) || made.levels.length === 0) return [];
      const settings = gate();
      if (untilQuiet) {
        untilQuiet = !isQuiet(settings);
        if (untilQuiet) drop(Math.max(0, levels.length - settings.pauseFrames));
        return [];
      }
      const cuts: Cut[] = [];
      for (let cut = nextCut(settings); cut !== undefined; cut = untilQuiet ? undefined : nextCut(settings))
        cuts.push(cut);
      if (levels.length > framesIn(KEEP_MS) && !hearing) drop(levels.length - framesIn(KEEP_MS) / 2);
      return cuts;
    },
    restart() {
      levels = [];
      hops = [];
      hearing = false;
      untilQuiet = false;
    },
  };
}
