/**
 * Cuts takes out of sound that goes on and on, with the runtime's own gate, so
 * that a take is what the wearable would take for a command.
 */
import { type Engine, SOUND_HOP } from "../../../firmware-gen/engine/engine.ts";
import type { GateSettings } from "../../../firmware-gen/image/settings.ts";
import { openGate } from "../../../models/features/gate.ts";
import { createFront, joinSound } from "./front.ts";

export interface Cut {
  /** With a little of the quiet before and after. */
  readonly pcm: Int16Array;
  /** It went on longer than any command may. */
  readonly long: boolean;
}

export interface Cutter {
  /** Is something being said at the moment? */
  readonly hearing: boolean;
  /** @returns the takes that have ended by now. */
  push(pcm: Int16Array): Cut[];
  /** Forgets what was heard, but not how quiet the room is. */
  restart(): void;
}

/** How quiet the room is, is known after so many frames: half a second. */
const ROOM_LEAST = 25;
/** And is taken from the last ten seconds. */
const ROOM_MOST = 500;
/** Quiet kept around a take, frames of 20 ms. */
const AROUND = 10;
/** No take is kept from further back than this, frames; what is older goes, half at a time. */
const KEEP = 1500;

/** @param engine its gate and front end are used. */
export function createCutter(engine: Engine): Cutter {
  const front = createFront(engine);
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
  const gate = (): GateSettings => openGate("sound", Int16Array.from(room), new Int16Array(0));
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
    const from = Math.max(0, found.start - AROUND);
    const to = Math.min(hops.length, found.start + found.frames + AROUND);
    const pcm = joinSound(hops.slice(from, to));
    hearing = false;
    untilQuiet = found.verdict === "long";
    // Half of the quiet behind it may be the quiet before the next.
    drop(untilQuiet ? levels.length : Math.max(0, to - AROUND / 2));
    return { pcm, long: untilQuiet };
  };

  return {
    get hearing() {
      return hearing;
    },
    push(pcm) {
      const made = front(pcm);
      made.levels.forEach((level, i) => {
        levels.push(level);
        hops.push(made.pcm.slice(i * SOUND_HOP, (i + 1) * SOUND_HOP));
      });
      room = [...room, ...made.levels].slice(-ROOM_MOST);
      if (room.length < ROOM_LEAST || made.levels.length === 0) return [];
      const settings = gate();
      if (untilQuiet) {
        untilQuiet = !isQuiet(settings);
        if (untilQuiet) drop(Math.max(0, levels.length - settings.pauseFrames));
        return [];
      }
      const cuts: Cut[] = [];
      for (let cut = nextCut(settings); cut !== undefined; cut = untilQuiet ? undefined : nextCut(settings))
        cuts.push(cut);
      if (levels.length > KEEP && !hearing) drop(levels.length - KEEP / 2);
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
