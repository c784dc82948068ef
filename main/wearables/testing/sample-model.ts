/**
 * A small real model for tests of the link: two made-up commands that nobody could confuse,
 * with templates cut by the runtime's own gate. Seeded, so that it is the same everywhere.
 */
import { createRandom } from "../../../common/random.ts";
import type { Samples, Signal } from "../../../common/street.ts";
import { createEngine, type Engine } from "../../../firmware-gen/engine/engine.ts";
import { buildBackbone } from "../../../firmware-gen/image/backbone.ts";
import { buildImage, type ImageHead, type ImageSpec } from "../../../firmware-gen/image/build.ts";
import {
  type GateSettings,
  PLAIN_TEMPLATES,
  type TemplateSettings,
} from "../../../firmware-gen/image/settings.ts";
import type { Network } from "../../../firmware-gen/network/network.ts";

export const COMMANDS = ["rise", "손 흔들기"] as const;
export type SampleCommand = (typeof COMMANDS)[number];

export const MOTION_RATE_HZ = 50;
const SOUND_RATE_HZ = 16000;

/** The floor never sinks below the takes' own noise, so that digital silence before them does no harm. */
const gates: Record<Signal, GateSettings> = {
  sound: {
    onsetQ8: 900,
    releaseQ8: 500,
    floorMinQ8: 4700,
    floorStartQ8: 32767,
    riseQ12: 10,
    fallQ8: 64,
    pauseFrames: 8,
    prerollFrames: 2,
    minFrames: 6,
    maxFrames: 100,
    releaseMostQ8: 0,
    padFrames: 0,
  },
  motion: {
    onsetQ8: 1600,
    releaseQ8: 1200,
    floorMinQ8: 1200,
    floorStartQ8: 32767,
    riseQ12: 10,
    fallQ8: 64,
    pauseFrames: 6,
    prerollFrames: 2,
    minFrames: 4,
    maxFrames: 60,
    releaseMostQ8: 0,
    padFrames: 0,
  },
};

/** Quiet, the command once, quiet: two and a half seconds; `seed` varies the noise. */
export function sampleTake(signal: Signal, command: SampleCommand, seed: number): Samples {
  const random = createRandom(seed);
  const rate = signal === "sound" ? SOUND_RATE_HZ : MOTION_RATE_HZ;
  const during = (seconds: number): number =>
    seconds > 0.8 && seconds < 1.3 ? Math.sin(((seconds - 0.8) / 0.5) * Math.PI) : 0;
  const count = Math.round(2.6 * rate);
  if (signal === "sound") {
    const pcm = Int16Array.from({ length: count }, (_, i) => {
      const seconds = i / rate;
      const hz = command === "rise" ? 400 + 1500 * (seconds - 0.8) : 3000 - 2000 * (seconds - 0.8);
      return Math.round(6000 * during(seconds) * Math.sin(2 * Math.PI * hz * seconds) + 8 * random.normal());
    });
    return { signal, pcm, originRateHz: rate };
  }
  const milliG = new Int16Array(3 * count);
  for (let i = 0; i < count; i++) {
    const seconds = i / rate;
    const swing = 900 * during(seconds) * Math.sin(2 * Math.PI * (command === "rise" ? 4 : 6) * seconds);
    const axis = command === "rise" ? 1 : 0;
    for (let k = 0; k < 3; k++) {
      milliG[3 * i + k] = Math.round((k === 2 ? 1000 : 0) + (k === axis ? swing : 0) + 3 * random.normal());
    }
  }
  return { signal, milliG, rateHz: rate };
}

/** @returns an image that hears both commands, with three templates each. */
export async function sampleImage(signal: Signal): Promise<Uint8Array> {
  const engine = await createEngine();
  const settings: TemplateSettings = {
    ...PLAIN_TEMPLATES,
    channels: signal === "sound" ? 40 : 6,
    level: signal === "sound",
  };
  const templates = COMMANDS.flatMap((command, classIndex) =>
    [1, 2, 3].map((seed) => ({
      classIndex,
      data: engine.prepare(cut(engine, sampleTake(signal, command, seed), settings.channels), settings),
      spreadQ8: 256,
    })),
  );
  return buildImage(specOf(signal, { kind: "template", settings, templates }, 32767 - 4000));
}

/**
 * A sound image whose templates are vectors of a backbone, which it names and does not carry.
 * It takes every segment for the nearest command.
 *
 * @param network without scores.
 */
export async function sampleImageOver(network: Network): Promise<Uint8Array> {
  const engine = await createEngine();
  const { bands, channels: perBand } = network.tensors[network.vector]!;
  const channels = bands * perBand;
  const settings = { ...PLAIN_TEMPLATES, channels, euclid: true };
  const templates = COMMANDS.flatMap((command, classIndex) =>
    [1, 2, 3].map((seed) => {
      const frames = cut(engine, sampleTake("sound", command, seed), 40);
      const data = engine.prepare(engine.runNetwork(network, frames), settings);
      return { classIndex, data, spreadQ8: 256 };
    }),
  );
  const head = { kind: "template", settings, templates } as const;
  return buildImage({ ...specOf("sound", head, -32768), backbone: buildBackbone("sound", network) });
}

function specOf(signal: Signal, head: ImageHead, threshold: number): ImageSpec {
  return {
    signal,
    classes: [
      ...COMMANDS.map((label) => ({ label, command: true, threshold })),
      { label: "_background", command: false, threshold: 0 },
    ],
    head,
    gate: gates[signal],
    refractoryMs: 200,
    margin: 0,
  };
}

/** Frames of the one segment that the gate finds in a take. */
function cut(engine: Engine, take: Samples, channels: number): Int8Array {
  const { frames, levels } =
    take.signal === "sound" ? engine.soundFrames(take.pcm) : engine.motionFrames(take.milliG, take.rateHz);
  const segment = engine.segments(levels, gates[take.signal]).find(({ verdict }) => verdict === "fits");
  if (segment === undefined) throw new Error(`the gate finds nothing in a sample take of ${take.signal}`);
  return frames.slice(segment.start * channels, (segment.start + segment.frames) * channels);
}
