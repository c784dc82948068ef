/** The sample person's wrist, moved on an emulated wearable: it rests until it is told to move. */
import { fileURLToPath } from "node:url";
import type { MotionSamples } from "../../common/street.ts";
import { clip16, layMotion } from "../../models/features/lay.ts";
import { NO_TURN, type Rotation, turnVectors } from "../../models/features/wear.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import type { EmulatedBoard } from "../../main/wearables/emulated/qemu.ts";

const SAMPLE = fileURLToPath(new URL("../../models/sample/motion", import.meta.url));
/** Movements of theirs that a journey uses. */
export const MOVED = ["lift", "wave"] as const;

const REST_S = 0.4;
/** A sensor at rest is never quite still, milli-g. */
const TREMBLE = [2, -1, 0, 1, -2, 0, 1, 0, -1];

export interface Wrist {
  /** Resolves when the movement and the rest after it are over. @param number 1 to 10. */
  move(movement: string, number: number): Promise<void>;
  /** From now on the wearable is worn so. @param worn as it was at first → as it is now. */
  wear(worn: Rotation): void;
  /** Moves as on an ordinary day from now on. @returns goes back to rest. */
  everyday(): () => void;
  stop(): Promise<void>;
}

export async function startWrist(board: EmulatedBoard): Promise<Wrist> {
  const { takes } = await readFolder(SAMPLE);
  const motionOf = (label: string): MotionSamples[] =>
    takes
      .filter((take) => take.label === label)
      .sort((a, b) => a.path.localeCompare(b.path))
      .map(({ samples }) => samples as MotionSamples);
  const ordinary = motionOf("_background")[0]!;
  const first = motionOf(MOVED[0])[0]!;
  const { rateHz } = first;
  let position = [...first.milliG.subarray(0, 3)];
  const waiting: { readonly samples: MotionSamples; readonly done: () => void }[] = [];
  const stopping = new AbortController();
  let isOrdinary = false;
  let worn = NO_TURN;
  let ordinaryAt = 0;

  const rest = (): MotionSamples => ({
    signal: "motion",
    rateHz,
    milliG: Int16Array.from(
      { length: 3 * REST_S * rateHz },
      (_, i) => position[i % 3]! + TREMBLE[i % TREMBLE.length]!,
    ),
  });
  const ordinaryPart = (): MotionSamples => {
    const count = 3 * REST_S * rateHz;
    const from = ordinaryAt % (ordinary.milliG.length - count);
    ordinaryAt = from + count;
    return { ...ordinary, milliG: ordinary.milliG.slice(from, from + count) };
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const next = waiting.shift();
      const samples = next?.samples ?? (isOrdinary ? ordinaryPart() : rest());
      const milliG = Int16Array.from(turnVectors(samples.milliG, worn), clip16);
      await board.feed({ ...samples, milliG }, stopping.signal);
      position = [...samples.milliG.slice(-3)];
      next?.done();
    }
  })();
  return {
    move(movement, number) {
      const take = motionOf(movement)[number - 1];
      if (take === undefined) throw new Error(`the sample person has no take ${number} of "${movement}"`);
      const laid = layMotion([take]);
      const samples = { signal: "motion", milliG: laid.milliG, rateHz: laid.rateHz } as const;
      return new Promise((done) => waiting.push({ samples, done }));
    },
    wear(next) {
      worn = next;
    },
    everyday() {
      isOrdinary = true;
      return () => {
        isOrdinary = false;
      };
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
