/**
 * Images of every kind, made from seeds: networks with random weights and
 * templates of random walks. They recognise nothing; they reach every operator
 * and head. Used for conformance vectors and as seeds of the image fuzz.
 */
import { createRandom, type Random } from "../../common/random.ts";
import type { Signal } from "../../common/street.ts";
import { FRAME, type ImageHead, type ImageSpec, type Template } from "../image/build.ts";
import { buildBackbone } from "../image/backbone.ts";
import { toCoarse } from "../image/coarse.ts";
import { type GateSettings, PLAIN_TEMPLATES, type TemplateSettings } from "../image/settings.ts";
import type { Network } from "../network/network.ts";
import { sizeOf } from "../network/network.ts";
import { randomNetwork } from "../network/testing/random-network.ts";

export interface SampleImage {
  readonly name: string;
  readonly spec: ImageSpec;
}

/** Opens early and closes after a short pause, so that short inputs hold several segments. */
const GATES: Readonly<Record<Signal, GateSettings>> = {
  sound: {
    ...{ onsetQ8: 700, releaseQ8: 350, floorMinQ8: 1000, floorStartQ8: 7000, riseQ12: 24, fallQ8: 24 },
    ...{ pauseFrames: 6, prerollFrames: 6, minFrames: 3, maxFrames: 40, releaseMostQ8: 600, padFrames: 2 },
  },
  motion: {
    ...{ onsetQ8: 700, releaseQ8: 350, floorMinQ8: 4000, floorStartQ8: 4500, riseQ12: 48, fallQ8: 48 },
    ...{ pauseFrames: 4, prerollFrames: 4, minFrames: 3, maxFrames: 50, releaseMostQ8: 0, padFrames: 0 },
  },
};

const LABELS = ["left", "right", "물 좀 주세요", "stop it", "_other"];

/** @returns eight images for sound and five for motion; those for motion fit the smallest board. */
export function sampleImages(): readonly SampleImage[] {
  return (["sound", "motion"] as const).flatMap((signal) => {
    const wide = signal === "sound";
    const plain = { ...PLAIN_TEMPLATES, channels: FRAME[signal].values };
    const size = { blocks: 2, channels: wide ? 20 : 6 };
    return [
      template(signal, "template-level", { ...plain, level: true }),
      template(signal, "template-spread", {
        ...{ ...plain, level: !wide, channel: wide, euclid: true, spread: true },
        ...{ nearest: 2, bandQ8: 255 },
      }),
      dense(signal, "dense-small", { blocks: 1, channels: wide ? 16 : 6 }),
      dense(signal, "dense-deep", { blocks: 4, channels: wide ? 24 : 5 }),
      embedded(signal, "template-on-network", size),
      ...(wide
        ? [
            joined(signal, "template-on-both", size),
            again(joined(signal, "template-again", size, { coarse: true })),
            held(joined(signal, "held", size)),
          ]
        : []),
    ];
  });
}

export interface SplitImage extends SampleImage {
  /** Container of the backbone that it runs over. */
  readonly backbone: Uint8Array;
}

/** @returns those of {@link sampleImages} whose network may lie apart, with the same head over a backbone. */
export function splitImages(): readonly SplitImage[] {
  return sampleImages().flatMap(({ name, spec: { network, ...rest } }) => {
    if (network === undefined || network.scores !== null) return [];
    const backbone = buildBackbone(rest.signal, network);
    return [{ name, backbone, spec: { ...rest, backbone } }];
  });
}

interface Size {
  readonly blocks: number;
  readonly channels: number;
}

function template(signal: Signal, name: string, settings: TemplateSettings): SampleImage {
  const random = createRandom(1).fork(`${signal} ${name}`);
  return { name: `${signal}-${name}`, spec: spec(signal, random, templates(random, settings, signal)) };
}

function dense(signal: Signal, name: string, size: Size): SampleImage {
  const random = createRandom(1).fork(`${signal} ${name}`);
  const network = fitting(random, { ...size, frameValues: FRAME[signal].values, classes: LABELS.length });
  return { name: `${signal}-${name}`, spec: { ...spec(signal, random, { kind: "dense" }), network } };
}

/** Templates over the network's vectors. */
function embedded(signal: Signal, name: string, size: Size): SampleImage {
  const random = createRandom(1).fork(`${signal} ${name}`);
  const { network, channels } = overVectors(random, signal, size);
  const settings = { ...PLAIN_TEMPLATES, channels, channel: true, bandQ8: 100 };
  const head = templates(random, settings, signal);
  return { name: `${signal}-${name}`, spec: { ...spec(signal, random, head), network } };
}

/** Templates over the direction of the network's vectors and the frames beside them. */
function joined(signal: Signal, name: string, size: Size, more: Partial<TemplateSettings> = {}): SampleImage {
  const random = createRandom(1).fork(`${signal} ${name}`);
  const { network, channels: direction } = overVectors(random, signal, size);
  const channels = direction + FRAME[signal].values;
  const settings: TemplateSettings = {
    ...{ ...PLAIN_TEMPLATES, channels, direction, level: true, euclid: true, room: true, nearest: 2 },
    ...more,
  };
  const head = templates(random, settings, signal);
  return { name: `${signal}-${name}`, spec: { ...spec(signal, random, head), network } };
}

/** The same with takes of up to three templates each. */
function again({ name, spec }: SampleImage): SampleImage {
  if (spec.head.kind !== "template") return { name, spec };
  const templates = spec.head.templates
    .toSorted((a, b) => a.classIndex - b.classIndex)
    .map((one, i, all) => ({ ...one, again: i % 3 !== 0 && all[i - 1]?.classIndex === one.classIndex }));
  return { name, spec: { ...spec, head: { ...spec.head, templates } } };
}

/** The same with two commands that are held; whatever is heard lets them go again now and then. */
function held({ name, spec }: SampleImage): SampleImage {
  const classes = spec.classes.map((one, c) => (c < 2 ? { ...one, held: true, threshold: 31000 } : one));
  return { name, spec: { ...spec, classes, hold: { frames: 6, quietFrames: 2, slack: 100 } } };
}

function overVectors(random: Random, signal: Signal, size: Size): { network: Network; channels: number } {
  const network = fitting(random, { ...size, frameValues: FRAME[signal].values, classes: 0 });
  const vector = network.tensors[network.vector];
  return { network, channels: vector ? sizeOf(vector) : 1 };
}

/** A random network that is small enough for the smallest board of its signal. */
function fitting(random: Random, options: Parameters<typeof randomNetwork>[1]): Network {
  const most = options.frameValues > 6 ? 40_000 : 1_500;
  for (let tries = 0; tries < 100; tries++) {
    const network = randomNetwork(random.fork(`try ${tries}`), options);
    const weights = network.ops.reduce((sum, op) => sum + ("weights" in op ? op.weights.length : 0), 0);
    const values = Math.max(...network.tensors.map(sizeOf));
    if (weights <= most && values <= most / 25) return network;
  }
  throw new RangeError("No random network was small enough.");
}

function templates(random: Random, settings: TemplateSettings, signal: Signal): ImageHead {
  const { channels } = settings;
  const longest = signal === "sound" ? 30 : 16;
  const made = Array.from({ length: 8 }, (_, index): Template => {
    const frames = 4 + random.integer(longest - 4);
    const data = new Int8Array(frames * channels);
    for (let at = 0; at < data.length; at++) {
      const before = at < channels ? random.normal() * 20 : (data[at - channels] ?? 0);
      data[at] = Math.max(-127, Math.min(127, Math.round(before + random.normal() * 6)));
    }
    return {
      classIndex: index % LABELS.length,
      data: settings.coarse ? toCoarse(data, settings) : data,
      spreadQ8: 200 + random.integer(400),
    };
  });
  return { kind: "template", settings, templates: made };
}

function spec(signal: Signal, random: Random, head: ImageHead): ImageSpec {
  const rotation = Array.from({ length: 9 }, () => Math.round(random.between(-16384, 16384)));
  return {
    signal,
    ...(signal === "motion" ? { rotationQ14: rotation } : {}),
    classes: LABELS.map((label) => ({ label, command: !label.startsWith("_"), threshold: -32768 })),
    head,
    gate: GATES[signal],
    refractoryMs: 200,
    margin: 0,
    meta: { made: "from seeds, for tests" },
  };
}
