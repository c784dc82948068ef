/** A virtual wearable with the sample model, on a cable that can be tampered with, for tests. */
import type { TestContext } from "node:test";
import { play } from "../sources.ts";
import { openVirtual, type VirtualWearable } from "../transport/virtual.ts";
import { type SampleCommand, sampleImage, sampleTake } from "./sample-model.ts";
import { type TamperedPipe, type Tampering, tamper } from "./tampered-pipe.ts";
import { watch, type Watched } from "./watched.ts";

export interface Bench {
  readonly virtual: VirtualWearable;
  readonly pipe: TamperedPipe;
  readonly watched: Watched;
  arm(): Promise<void>;
  /** A `start` that the device never decided: the pause gate makes taps only. */
  hold(): void;
  /** Says a command to the wearable. */
  say(command: SampleCommand, seed: number): Promise<void>;
}

/** Of what hears sound. */
export const soundImage = await sampleImage("sound");

/** Closed when the test ends. */
export async function bench(t: TestContext, tampering: Tampering = {}): Promise<Bench> {
  const virtual = openVirtual({ image: soundImage });
  t.after(() => virtual.pipe.close());
  const pipe = tamper(virtual.pipe, tampering);
  const watched = await watch("virtual", async () => pipe);
  t.after(() => watched.wearable.close());
  return {
    virtual,
    pipe,
    watched,
    arm: () => watched.wearable.session().arm(watched.wearable.session().info.modelId),
    hold: () => pipe.inject(startOf(pipe, watched.wearable.session().info.link)),
    say: (command, seed) => play(sampleTake("sound", command, seed), virtual.feed, "fast"),
  };
}

/** An event of the first command, but for link number and time. */
export const TAP = { name: "event", event: 5, phase: 0, command: 0, score: 1, startMs: 0, ageMs: 0 } as const;

/** A `start` of the first command, decided just now. */
export function startOf(pipe: TamperedPipe, link: number) {
  return { ...TAP, event: 9, phase: 1, link, decidedMs: pipe.deviceMs } as const;
}

/** A wearable that goes on holding its first command. */
export const listing: Tampering = {
  toHost: (message) => (message.name === "heartbeat" ? [{ ...message, held: [0] }] : [message]),
};

/** Keeps this program from listening. */
export function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
