/**
 * What the person's model would hear with all the digits: the segments are those that the int8 runtime
 * cut, and from their frames on nothing is rounded. For the certificate alone, which tells whether
 * rounding changes what is heard; nothing is ever decided by it.
 */
import { DISTANCE_FAR } from "../../firmware-gen/engine/engine.ts";
import type { Trace } from "../../firmware-gen/engine/session.ts";
import { unpackCoarse } from "../../firmware-gen/image/coarse.ts";
import { sectionOf } from "../../firmware-gen/image/container.ts";
import { TEMPLATE_AGAIN } from "../../firmware-gen/image/format.ts";
import { type ImageDescription, readImage } from "../../firmware-gen/image/read.ts";
import type { TemplateSettings } from "../../firmware-gen/image/settings.ts";
import { shippedBackbone } from "../../firmware-gen/image/shipped-backbones.ts";
import { type Network, strideOf } from "../../firmware-gen/network/network.ts";
import { BACKBONE_SIZES, loadBackbone } from "../backbone/backbone.ts";
import { floatVectors } from "../compression/float-network.ts";
import { eventsOf } from "./soak-count.ts";

/** One closed segment, as the twin and the runtime score it. */
export interface HeardBoth {
  /** Label of the command that is heard, or null where it is refused. */
  readonly float: string | null;
  readonly int8: string | null;
  /** How far the scores of the command that int8 found best lie apart, in units of a score. */
  readonly apart: number;
}

/** @param trace of one recording from silence, by the runtime. @returns one for each segment that was scored. */
export type FloatTwin = (trace: Trace) => HeardBoth[];

/** As the runtime brings directions to one length (template.h). */
const DIRECTION_LENGTH = 250;
/** BK_TEMPLATE_UNDER_ROOM of template.h. */
const UNDER_ROOM = 27;

interface FloatTemplate {
  readonly classIndex: number;
  /** Templates of one take have the same. */
  readonly take: number;
  readonly spread: number;
  readonly data: Int8Array;
}

/**
 * @param image for any board.
 * @returns null where there is no other arithmetic to compare with: an image keeps of a dense network
 * only what the integer kernels need, and of a backbone that did not come with this Beckon nothing.
 * @throws BeckonError `image-…`.
 */
export function floatTwin(image: Uint8Array): FloatTwin | null {
  const description = readImage(image);
  const { head, backbone } = description;
  if (head.kind === "dense") return null;
  const network = backbone === null ? null : networkOf(backbone.id);
  if (network === undefined) return null;
  const { settings } = head;
  const templates = templatesIn(sectionOf(image, "HEAD")!, settings);
  return (trace) => {
    const { values, period } = vectorsOf(network, trace.frames, settings.channels);
    const begun = new Set<number>();
    return trace.segments.map(({ startFrame, frames, scores, room }) => {
      // A beginning comes first of what starts there, and only held commands are heard in it.
      const held = frames === description.hold?.frames && !begun.has(startFrame);
      if (held) begun.add(startFrame);
      const { channels } = settings;
      const first = Math.floor(startFrame / period) * channels;
      const end = Math.floor((startFrame + frames) / period) * channels;
      const { segment, level } = prepare(values.slice(first, Math.max(first, end)), settings);
      const floor = settings.room
        ? floorOf(room, level, settings)
        : new Float64Array(channels).fill(-Infinity);
      const raised = segment.map((value, i) => Math.max(value, floor[i % channels]!));
      const float = description.classes.map(
        (_, c) => DISTANCE_FAR - distanceTo(raised, floor, c, templates, settings),
      );
      const int8 = [...scores];
      const best = bestCommand(description, int8, held);
      return {
        float: heard(description, float, held),
        int8: heard(description, int8, held),
        apart: best < 0 ? 0 : Math.abs(float[best]! - int8[best]!),
      };
    });
  };
}

/** Undefined where none that is shipped has this id. */
function networkOf(id: string): Network | undefined {
  const size = BACKBONE_SIZES.find((name) => shippedBackbone(name).id === id);
  return size === undefined ? undefined : loadBackbone(size).network;
}

/** PROTOCOL.md part 1, HEAD of kind 2. */
function templatesIn(section: Uint8Array, settings: TemplateSettings): FloatTemplate[] {
  const view = new DataView(section.buffer, section.byteOffset, section.byteLength);
  let take = -1;
  return Array.from({ length: view.getUint16(6, true) }, (_, i) => {
    const at = 8 + 8 * i;
    const of = view.getUint8(at);
    if ((of & TEMPLATE_AGAIN) === 0) take++;
    const offset = view.getUint32(at + 4, true);
    const values = view.getUint8(at + 1) * settings.channels;
    return {
      classIndex: of & ~TEMPLATE_AGAIN,
      take,
      spread: view.getUint16(at + 2, true) / 256,
      data: settings.coarse
        ? unpackCoarse(section.subarray(offset), values, settings)
        : new Int8Array(section.slice(offset, offset + values).buffer),
    };
  });
}

/** What the head reads, in the runtime's units but not rounded to them. */
function vectorsOf(
  network: Network | null,
  frames: Int8Array,
  channels: number,
): { values: Float64Array; period: number } {
  if (network === null) return { values: Float64Array.from(frames), period: 1 };
  const { scale, zeroPoint, channels: own } = network.tensors[network.vector]!;
  const vectors = floatVectors(network, frames);
  const bands = channels - own;
  const count = vectors.length / own;
  const period = network.ops.reduce((frames, op) => frames * strideOf(op), 1);
  const values = new Float64Array(count * channels);
  for (let t = 0; t < count; t++) {
    for (let c = 0; c < own; c++) values[t * channels + c] = vectors[t * own + c]! / scale + zeroPoint;
    for (let f = 0; f < period; f++)
      for (let b = 0; b < bands; b++)
        values[t * channels + own + b]! += frames[(t * period + f) * bands + b]! / period;
  }
  return { values, period };
}

function prepare(
  values: Float64Array,
  { channels, direction, level, channel }: TemplateSettings,
): { segment: Float64Array; level: number } {
  const out = values.slice();
  const count = values.length / channels;
  const rest = channels - direction;
  const means = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) means[i % channels]! += values[i]! / count;
  const whole = means.slice(direction).reduce((sum, v) => sum + v, 0) / Math.max(1, rest);
  for (let t = 0; t < count; t++) {
    const at = t * channels;
    const length = Math.hypot(...values.subarray(at, at + direction));
    for (let c = 0; c < channels; c++) {
      if (c < direction) out[at + c] = length === 0 ? 0 : (values[at + c]! * DIRECTION_LENGTH) / length;
      else out[at + c]! -= channel ? means[c]! : level ? whole : 0;
    }
  }
  return { segment: out, level: level ? whole : 0 };
}

/** What is lower is raised to this (template.h); never where only the direction counts. */
function floorOf(roomQ6: Int16Array, level: number, { channels, direction }: TemplateSettings): Float64Array {
  return Float64Array.from({ length: channels }, (_, c) =>
    c < direction ? -Infinity : roomQ6[c - direction]! / 64 - UNDER_ROOM - level,
  );
}

/** Mean of the nearest takes of a class, DISTANCE_FAR where none can be compared. */
function distanceTo(
  segment: Float64Array,
  floor: Float64Array,
  classIndex: number,
  templates: readonly FloatTemplate[],
  settings: TemplateSettings,
): number {
  const found = templates
    .filter((one) => one.classIndex === classIndex)
    .map(({ take, data, spread }) => {
      const distance = warp(segment, floor, data, settings);
      return { take, distance: settings.spread && distance < DISTANCE_FAR ? distance / spread : distance };
    });
  const takes = Map.groupBy(found, ({ take }) => take);
  const [nearest = DISTANCE_FAR, second = DISTANCE_FAR] = [...takes.values()]
    .map((ways) => Math.min(...ways.map(({ distance }) => distance)))
    .sort((a, b) => a - b);
  const both = settings.nearest === 2 && second < DISTANCE_FAR;
  return Math.min(DISTANCE_FAR, both ? (nearest + second) / 2 : nearest);
}

/** Symmetric warping as template.h says, in the runtime's unit. */
function warp(
  a: Float64Array,
  floor: Float64Array,
  b: Int8Array,
  { channels, bandQ8, euclid }: TemplateSettings,
): number {
  const rows = a.length / channels;
  const columns = b.length / channels;
  const longer = Math.max(rows, columns);
  if (longer > 2 * Math.min(rows, columns)) return DISTANCE_FAR;
  const half = Math.max(2, (longer * bandQ8) >> 8);
  let above = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows; i++) {
    const middle = Math.floor((i * columns) / rows);
    const row = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    for (let j = Math.max(0, middle - half); j < Math.min(columns, middle + half + 1); j++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) {
        const difference = a[i * channels + c]! - Math.max(b[j * channels + c]!, floor[c]!);
        sum += euclid ? difference * difference : Math.abs(difference);
      }
      const here = euclid ? 16 * Math.sqrt(sum) : (256 * sum) / channels;
      row[j + 1] =
        i === 0 && j === 0 ? 2 * here : Math.min(above[j + 1]! + here, row[j]! + here, above[j]! + 2 * here);
    }
    above = row;
  }
  return Math.min(DISTANCE_FAR, above[columns]! / (rows + columns));
}

function bestCommand({ classes }: ImageDescription, scores: readonly number[], held: boolean): number {
  let best = -1;
  classes.forEach((one, c) => {
    if (one.command && one.held === held && (best < 0 || scores[c]! > scores[best]!)) best = c;
  });
  return best;
}

/** By the one rule that the soak counts with, too. */
function heard(description: ImageDescription, scores: readonly number[], held: boolean): string | null {
  const { classes, margin, refractoryMs } = description;
  const best = bestCommand(description, scores, held);
  if (best < 0) return null;
  const { label } = classes[best]!;
  const others = scores.filter((_, c) => c !== best);
  const lead = others.length === 0 ? margin : scores[best]! - Math.max(...others);
  const thresholds = new Map(classes.map((one) => [one.label, one.threshold]));
  const candidate = { label, score: scores[best]!, lead, decidedMs: 0 };
  return eventsOf([candidate], { thresholds, margin, refractoryMs }).length > 0 ? label : null;
}
