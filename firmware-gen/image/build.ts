/**
 * Builds an image: network, head and decision as the bytes that a device runs.
 * The same specification gives the same bytes; the format is in PROTOCOL.md part 1.
 */
import { encode } from "cborg";
import { type BeckonError, inputError } from "../../common/errors.ts";
import type { Signal } from "../../common/street.ts";
import { checkImage, type Status } from "../engine/wasm.ts";
import type { Network } from "../network/network.ts";
import { ByteWriter } from "./bytes.ts";
import { backboneIdOf } from "./backbone.ts";
import { packCoarse, toCoarse } from "./coarse.ts";
import { seal, type Sections, writeContainer } from "./container.ts";
import {
  CLASSES_MAX,
  FRAME,
  FRONT_END,
  HEAD_DENSE,
  HEAD_TEMPLATE,
  HEADER,
  LABEL_BYTES_MAX,
  LABEL_NO_COMMAND,
  MAGIC,
  TEMPLATE_AGAIN,
} from "./format.ts";
import { writeNetwork } from "./network-section.ts";
import {
  type GateSettings,
  type HoldSettings,
  type TemplateSettings,
  writeGateSettings,
  writeTemplateSettings,
} from "./settings.ts";

export { FRAME };

export interface ImageClass {
  readonly label: string;
  /** False for `_background` and `_other`, which never make an event. */
  readonly command: boolean;
  /** Lowest score that makes an event, int16; ignored where `command` is false. */
  readonly threshold: number;
  /** Lasts as long as its sound; {@link ImageSpec.hold} says how. Sound only. */
  readonly held?: boolean;
}

/** One recorded example, prepared (engine.prepare): frames × prepared channels. */
export interface Template {
  /** Index into the image's classes. */
  readonly classIndex: number;
  readonly data: Int8Array;
  /** The template's own spread, Q8, 1 to 65535; 256 where distances are not divided by it. */
  readonly spreadQ8: number;
  /** The same take as the template before it, as it may also come to lie in the stream; the nearest of these counts. */
  readonly again?: boolean;
}

export type ImageHead =
  | { readonly kind: "dense" }
  | {
      readonly kind: "template";
      readonly settings: TemplateSettings;
      readonly templates: readonly Template[];
    };

export interface ImageSpec {
  readonly signal: Signal;
  /** Sensor axes to body axes, row by row, 16384 = 1; motion only, identity if left out. */
  readonly rotationQ14?: readonly number[];
  readonly classes: readonly ImageClass[];
  /** Carried in the image. */
  readonly network?: Network;
  /** A backbone's container, to run over: the image then names it and carries no network. */
  readonly backbone?: Uint8Array;
  readonly head: ImageHead;
  readonly gate: GateSettings;
  /** Where one of the classes is held, and only there. */
  readonly hold?: HoldSettings;
  /** No second tap within this time, ms, 0 to 65535. */
  readonly refractoryMs: number;
  /** How far the best class must lead the next, in units of the score, 0 to 65535. */
  readonly margin: number;
  /** What people may want to know: plain JSON values, no path, time or file hash. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

const IDENTITY_Q14 = [16384, 0, 0, 0, 16384, 0, 0, 0, 16384];

/**
 * @returns an image of the `generic` family that the runtime has been seen to accept.
 * @throws BeckonError `image-unbuildable` or `network-invalid`, naming the part that is wrong.
 */
export function buildImage(spec: ImageSpec): Uint8Array {
  checkSpec(spec);
  const sections = writeSections(spec);
  const bytes = writeContainer(MAGIC, spec.signal, spec.classes.length, sections);
  const { status, arenaBytes } = checkImage(bytes, spec.backbone);
  if (status !== "ok")
    throw unbuildable(PART[status] ?? "image", `would be refused by the runtime (${status}).`);
  const view = new DataView(bytes.buffer);
  view.setUint32(HEADER.arena, arenaBytes, true);
  seal(bytes);
  return bytes;
}

const PART: Partial<Record<Status, string>> = {
  network: "network",
  head: "templates",
  decision: "decision settings",
  section: "labels",
  backbone: "backbone",
};

function checkSpec(spec: ImageSpec): void {
  if (spec.network && spec.backbone)
    throw unbuildable("image", "has a network and a backbone; one of them fits.");
  const count = spec.classes.length;
  if (count === 0 || count > CLASSES_MAX)
    throw unbuildable("image", `has ${count} classes; 1 to ${CLASSES_MAX} fit.`);
  for (const { label, threshold } of spec.classes) {
    const size = new TextEncoder().encode(label).length;
    if (size > LABEL_BYTES_MAX)
      throw unbuildable(`label "${label}"`, `takes ${size} bytes; ${LABEL_BYTES_MAX} fit.`);
    if (!whole(threshold, -32768, 32767))
      throw unbuildable(`label "${label}"`, `has the threshold ${threshold}.`);
  }
  if (
    spec.rotationQ14 &&
    (spec.rotationQ14.length !== 9 || !spec.rotationQ14.every((v) => whole(v, -32768, 32767)))
  ) {
    throw unbuildable("rotation", "is not nine int16 values.");
  }
  checkNumbers("gate", spec.gate, GATE_LIMITS);
  checkNumbers("decision", spec, { refractoryMs: [0, 65535], margin: [0, 65535] });
  if (spec.classes.some(({ held }) => held) !== (spec.hold !== undefined))
    throw unbuildable(
      "decision settings",
      "say how commands are held where none is, or do not where one is.",
    );
  if (spec.hold)
    checkNumbers("hold", spec.hold, { frames: [1, 255], quietFrames: [1, 255], slack: [0, 65535] });
  if (spec.head.kind !== "template") return;
  checkNumbers("template head", spec.head.settings, {
    channels: [1, 136],
    direction: [0, spec.head.settings.channels],
    nearest: [1, 2],
    bandQ8: [0, 255],
  });
  const { settings } = spec.head;
  const { channels } = settings;
  spec.head.templates.forEach((template, index) => {
    const frames = template.data.length / channels;
    if (!whole(frames, 1, 128))
      throw unbuildable(`template ${index + 1}`, `has ${frames} frames; 1 to 128 fit.`);
    checkNumbers(`template ${index + 1}`, template, { classIndex: [0, count - 1], spreadQ8: [1, 65535] });
    if (settings.coarse && toCoarse(template.data, settings).some((value, i) => value !== template.data[i]))
      throw unbuildable(`template ${index + 1}`, "has values that do not fit four bits.");
  });
}

const GATE_LIMITS = {
  onsetQ8: [0, 65535],
  releaseQ8: [0, 65535],
  floorMinQ8: [-32768, 32767],
  floorStartQ8: [-32768, 32767],
  riseQ12: [0, 255],
  fallQ8: [1, 255],
  pauseFrames: [1, 255],
  prerollFrames: [0, 15],
  minFrames: [1, 1000],
  maxFrames: [1, 1000],
  releaseMostQ8: [0, 65535],
  padFrames: [0, 127],
} as const;

function checkNumbers<K extends string>(
  thing: string,
  values: Readonly<Record<NoInfer<K>, number>>,
  limits: Readonly<Record<K, readonly [number, number]>>,
): void {
  for (const key of Object.keys(limits) as K[]) {
    const [low, high] = limits[key];
    if (!whole(values[key], low, high)) {
      throw unbuildable(thing, `has ${key} = ${values[key]}; whole numbers from ${low} to ${high} fit.`);
    }
  }
}

function whole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function writeSections(spec: ImageSpec): Sections {
  const network = spec.network ? writeNetwork(spec.network) : undefined;
  return [
    ["FRNT", writeFrontEnd(spec)],
    ...(spec.backbone ? ([["BACK", Buffer.from(backboneIdOf(spec.backbone), "hex")]] as const) : []),
    ...(network
      ? ([
          ["NETW", network.network],
          ["WGHT", network.weights],
        ] as const)
      : []),
    ["HEAD", writeHead(spec.head)],
    ["DECI", writeDecision(spec)],
    ["LABL", writeLabels(spec.classes)],
    ["META", encode(spec.meta ?? {})],
  ];
}

function writeFrontEnd(spec: ImageSpec): Uint8Array {
  const frame = FRAME[spec.signal];
  const to = new ByteWriter().u8(FRONT_END[spec.signal]).u8(frame.values).u16(frame.milliseconds);
  if (spec.signal === "motion") for (const value of spec.rotationQ14 ?? IDENTITY_Q14) to.i16(value);
  return to.align(4).done();
}

function writeHead(head: ImageHead): Uint8Array {
  if (head.kind === "dense") return new ByteWriter().u8(HEAD_DENSE).align(4).done();
  const { settings, templates } = head;
  const to = new ByteWriter().u8(HEAD_TEMPLATE);
  writeTemplateSettings(to, settings);
  to.u16(templates.length);
  const stored = templates.map(({ data }) => (settings.coarse ? packCoarse(data, settings) : data));
  let at = 8 + 8 * templates.length;
  for (const [i, { classIndex, data, spreadQ8, again }] of templates.entries()) {
    to.u8(classIndex | (again ? TEMPLATE_AGAIN : 0))
      .u8(data.length / settings.channels)
      .u16(spreadQ8)
      .u32(at);
    at += stored[i]!.length;
  }
  for (const data of stored) to.raw(data);
  return to.align(4).done();
}

function writeDecision(spec: ImageSpec): Uint8Array {
  const to = new ByteWriter().u8(0).u8(spec.gate.padFrames).u16(spec.refractoryMs).u16(spec.margin);
  writeGateSettings(to, spec.gate);
  for (const { command, threshold, held } of spec.classes)
    to.i16(threshold)
      .u8(command ? 0 : 1)
      .u8(held ? 1 : 0);
  if (spec.hold) to.u8(spec.hold.frames).u8(spec.hold.quietFrames).u16(spec.hold.slack);
  return to.done();
}

function writeLabels(classes: readonly ImageClass[]): Uint8Array {
  const to = new ByteWriter();
  for (const { label, command } of classes) {
    const utf8 = new TextEncoder().encode(label);
    to.u8(command ? 0 : LABEL_NO_COMMAND)
      .u8(utf8.length)
      .raw(utf8);
  }
  return to.done();
}

function unbuildable(thing: string, problem: string): BeckonError {
  return inputError(
    "image-unbuildable",
    thing,
    problem,
    "Train again; if it stays, report it with this message.",
  );
}
