/** What was armed before the computer slept, or its screen was locked, is armed again once it can be heard again. */
import { setTimeout as wait } from "node:timers/promises";
import { BeckonError } from "../../../common/errors.ts";
import type { MicrophoneView } from "../../contract/values.ts";
import type { OpenDevice } from "../device.ts";
import type { Feed } from "./feed.ts";
import { microphoneLost, wearableLost } from "./live-rules.ts";

/** A microphone, or a wearable's port, may take so long to come back after the computer slept, ms. */
const WAKING_MS = 10_000;
const LOOK_MS = 100;

export interface Waking {
  readonly device: Pick<OpenDevice, "wearable" | "feed">;
  readonly microphone: Feed<MicrophoneView>;
  /** Is it still to be armed? */
  waits(): boolean;
  /** @throws BeckonError when the wearable does not agree. */
  arm(): Promise<void>;
}

/**
 * A port that is called otherwise after waking ends its session only a moment later, so arming may fail at first.
 *
 * @throws BeckonError `microphone-lost`, `wearable-lost` where it does not come back; `device-other-model`, at once, where
 *   another one came in its place.
 */
export async function armAgain({ device, microphone, waits, arm }: Waking): Promise<void> {
  if (device.feed !== undefined) {
    await heardAgain(microphone);
    return arm();
  }
  const endMs = performance.now() + WAKING_MS;
  while (waits()) {
    try {
      const { state } = device.wearable;
      if (state.kind !== "ready" || state.quiet) throw wearableLost();
      return await arm();
    } catch (error) {
      const passes = error instanceof BeckonError && error.fault.code !== "device-other-model";
      if (!passes || performance.now() >= endMs) throw error;
    }
    await wait(LOOK_MS);
  }
}

function heardAgain(microphone: Feed<MicrophoneView>): Promise<void> {
  return new Promise((resolve, reject) => {
    let end = (): void => {};
    const timer = setTimeout(() => {
      end();
      reject(microphoneLost());
    }, WAKING_MS);
    end = microphone.subscribe(({ state }) => {
      if (state !== "working" && state !== "silent") return;
      clearTimeout(timer);
      resolve();
      setImmediate(() => end());
    });
  });
}
