/** Samples for an emulated board: writes the ring that boards/shared/mailbox.h describes, at the pace of life. */
import { setTimeout as wait } from "node:timers/promises";
import { SOUND_RATE_HZ, type MotionSamples, type Samples } from "../../../common/street.ts";
import type { Qtest } from "./monitors.ts";

export interface MailboxPlace {
  /** Of the struct bk_mailbox. */
  readonly address: number;
  /** The sensor's own rate, to which motion is brought. */
  readonly motionRateHz: number;
}

const AT = { capacity: 0, written: 4, taken: 8, values: 12 } as const;
const STEP_MS = 20;

export function createMailbox(
  place: MailboxPlace,
  qtest: Qtest,
): { feed(samples: Samples, stop?: AbortSignal): Promise<void> } {
  let capacity = 0;

  /** As many of the values as there is room for; returns how many. */
  const put = async (values: Int16Array): Promise<number> => {
    if (capacity === 0) capacity = await qtest.read32(place.address + AT.capacity);
    if (capacity === 0) return 0; // the firmware has not started yet
    const written = await qtest.read32(place.address + AT.written);
    const taken = await qtest.read32(place.address + AT.taken);
    const room = capacity - ((written - taken) >>> 0);
    const count = Math.min(values.length, room);
    const start = written % capacity;
    const first = Math.min(count, capacity - start);
    await qtest.write(place.address + AT.values + 2 * start, bytesOf(values.subarray(0, first)));
    await qtest.write(place.address + AT.values, bytesOf(values.subarray(first, count)));
    await qtest.write32(place.address + AT.written, written + count);
    return count;
  };

  return {
    async feed(samples, stop) {
      const values = samples.signal === "sound" ? samples.pcm : atRate(samples, place.motionRateHz);
      const perSecond = samples.signal === "sound" ? SOUND_RATE_HZ : 3 * place.motionRateHz;
      const startMs = performance.now();
      for (let done = 0; done < values.length && stop?.aborted !== true; ) {
        const elapsedMs = performance.now() - startMs + STEP_MS;
        const due = Math.min(values.length, Math.floor((elapsedMs * perSecond) / 3000) * 3);
        try {
          if (due > done) done += await put(values.subarray(done, due));
        } catch {
          return; // QEMU is gone, and the pipe's end tells it
        }
        await wait(STEP_MS);
      }
    },
  };
}

function bytesOf(values: Int16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Linear interpolation to another rate, as a sensor sampling the same movement would see it. */
function atRate({ milliG, rateHz }: MotionSamples, wantedHz: number): Int16Array {
  if (rateHz === wantedHz) return milliG;
  const samples = milliG.length / 3;
  const count = samples === 0 ? 0 : Math.floor(((samples - 1) * wantedHz) / rateHz) + 1;
  const out = new Int16Array(3 * count);
  for (let i = 0; i < count; i++) {
    const position = (i * rateHz) / wantedHz;
    const before = Math.min(Math.floor(position), samples - 1);
    const after = Math.min(before + 1, samples - 1);
    for (let axis = 0; axis < 3; axis++) {
      const a = milliG[3 * before + axis] ?? 0;
      const b = milliG[3 * after + axis] ?? 0;
      out[3 * i + axis] = Math.round(a + (b - a) * (position - before));
    }
  }
  return out;
}
