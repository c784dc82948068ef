/**
 * Reads an image: checks it as a device would, and tells what is in it, layer
 * by layer. The format is in PROTOCOL.md part 1.
 */
import { createHash } from "node:crypto";
import { decode } from "cborg";
import type { Signal } from "../../common/street.ts";
import { checkImage } from "../engine/wasm.ts";
import { backboneNeededBy } from "./backbone.ts";
import { idAt, seal, sectionOf } from "./container.ts";
import { crc32 } from "./crc32.ts";
import {
  CLASS_BYTES,
  CLASSES_AT,
  FAMILIES,
  FORMAT_VERSION,
  HEAD_DENSE,
  HEADER,
  HEADER_BYTES,
  type KernelFamily,
  MAGIC,
  SECTION_ENTRY_BYTES,
  TEMPLATE_AGAIN,
} from "./format.ts";
import { type ImageLabel, readLabels } from "./labels.ts";
import { describeNetwork, type NetworkDescription } from "./network-description.ts";
import { refusal } from "./refusals.ts";
import { backboneFor } from "./shipped-backbones.ts";
import type { GateSettings, HoldSettings, TemplateSettings } from "./settings.ts";

export interface SectionDescription {
  readonly type: string;
  readonly bytes: number;
  readonly optional: boolean;
}

export interface ClassDescription extends ImageLabel {
  /** Lowest score that makes an event. */
  readonly threshold: number;
  /** Lasts as long as its sound. */
  readonly held: boolean;
  /** Templates of this class; 0 where the head is dense. */
  readonly templates: number;
}

export interface BackboneDescription {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** Null where it did not come with this Beckon. */
  readonly name: string | null;
  readonly bytes: number;
}

export type HeadDescription =
  | { readonly kind: "dense" }
  | { readonly kind: "template"; readonly settings: TemplateSettings; readonly templates: number };

export interface ImageDescription {
  /** 16 hexadecimal digits each. */
  readonly imageId: string;
  readonly modelId: string;
  readonly bytes: number;
  /** State it needs on a 32-bit processor. */
  readonly arenaBytes: number;
  readonly family: KernelFamily;
  readonly signal: Signal;
  readonly classes: readonly ClassDescription[];
  readonly sections: readonly SectionDescription[];
  readonly rotationQ14: readonly number[] | null;
  /** The one it runs over, which lies beside it; null where it carries its own network or has none. */
  readonly backbone: BackboneDescription | null;
  /** Its own, or the backbone's. */
  readonly network: NetworkDescription | null;
  readonly head: HeadDescription;
  readonly gate: GateSettings;
  /** Null where no command is held. */
  readonly hold: HoldSettings | null;
  readonly refractoryMs: number;
  readonly margin: number;
  readonly meta: Readonly<Record<string, unknown>>;
}

/**
 * @param thing the image as the person knows it, for errors.
 * @param backbone the one it runs over; found among those shipped if left out.
 * @throws BeckonError `image-…` as in refusals.ts: not an image, truncated, changed, from a newer version, …
 */
export function readImage(
  bytes: Uint8Array,
  thing = "the image",
  backbone: Uint8Array | undefined = backboneFor(bytes)?.bytes,
): ImageDescription {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = checkHeader(view, bytes, thing);
  // The family says only in which order the weights lie, so the runtime can check the rest of any board's image.
  const { status, arenaBytes } = checkImage(
    family === "generic" || family === "wasm" ? bytes : asGeneric(bytes),
    backbone,
  );
  if (status !== "ok") throw refusal(status, thing);

  const sections = readSections(view, bytes);
  const part = (type: string): DataView | undefined =>
    sections.find((section) => section.type === type)?.view;
  const head = part("HEAD") as DataView; // the runtime refuses an image without it, as with the next ones
  const decision = part("DECI") as DataView;
  const front = part("FRNT") as DataView;
  const id = backboneNeededBy(bytes);
  const shared = id === undefined ? undefined : backbone;
  const network = part("NETW") ?? (shared && viewOf(sectionOf(shared, "NETW")));
  const signal = view.getUint8(HEADER.signal) === 0 ? "sound" : "motion";
  const perClass = templatesPerClass(head);
  return {
    imageId: idAt(bytes, HEADER.imageId),
    modelId: idAt(bytes, HEADER.modelId),
    bytes: bytes.length,
    arenaBytes,
    family,
    signal,
    classes: readLabels(bytes).map((label, index) => ({
      ...label,
      threshold: decision.getInt16(CLASSES_AT + CLASS_BYTES * index, true),
      held: decision.getUint8(CLASSES_AT + CLASS_BYTES * index + 3) === 1,
      templates: perClass.get(index) ?? 0,
    })),
    sections: sections.map(({ type, optional, view: content }) => ({
      type,
      optional,
      bytes: content.byteLength,
    })),
    rotationQ14:
      signal === "motion" ? Array.from({ length: 9 }, (_, i) => front.getInt16(4 + 2 * i, true)) : null,
    backbone:
      id === undefined ? null : { id, name: backboneFor(bytes)?.name ?? null, bytes: shared?.length ?? 0 },
    network: network ? describeNetwork(network) : null,
    head: readHead(head),
    gate: readGate(decision),
    hold: readHold(decision, CLASSES_AT + CLASS_BYTES * view.getUint8(HEADER.classes)),
    refractoryMs: decision.getUint16(2, true),
    margin: decision.getUint16(4, true),
    meta: readMeta(part("META"), thing),
  };
}

/** What must be right before anything else can be believed. */
function checkHeader(view: DataView, bytes: Uint8Array, thing: string): KernelFamily {
  if (bytes.length < 4 || view.getUint32(HEADER.magic, true) !== MAGIC) throw refusal("magic", thing);
  if (bytes.length < HEADER_BYTES) throw refusal("truncated", thing);
  if (view.getUint16(HEADER.version, true) !== FORMAT_VERSION) throw refusal("version", thing);
  const length = view.getUint32(HEADER.length, true);
  if (length > bytes.length || length < HEADER_BYTES) throw refusal("truncated", thing);
  const crc = crc32(bytes.subarray(HEADER.crc + 4), crc32(bytes.subarray(0, HEADER.crc)));
  if (length !== bytes.length || crc !== view.getUint32(HEADER.crc, true)) throw refusal("crc", thing);
  const id = createHash("sha256").update(bytes.subarray(HEADER_BYTES)).digest().subarray(0, 8);
  if (id.toString("hex") !== idAt(bytes, HEADER.imageId)) throw refusal("crc", thing);
  const family = FAMILIES[view.getUint8(HEADER.family)];
  if (family === undefined) throw refusal("version", thing);
  return family;
}

function asGeneric(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[HEADER.family] = 0;
  seal(copy);
  return copy;
}

function viewOf(bytes: Uint8Array | undefined): DataView | undefined {
  return bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

interface Section {
  readonly type: string;
  readonly optional: boolean;
  readonly view: DataView;
}

function readSections(view: DataView, bytes: Uint8Array): Section[] {
  return Array.from({ length: view.getUint8(HEADER.sections) }, (_, index) => {
    const at = HEADER_BYTES + SECTION_ENTRY_BYTES * index;
    return {
      type: new TextDecoder("latin1").decode(bytes.subarray(at, at + 4)),
      optional: (view.getUint32(at + 4, true) & 1) !== 0,
      view: new DataView(
        bytes.buffer,
        bytes.byteOffset + view.getUint32(at + 8, true),
        view.getUint32(at + 12, true),
      ),
    };
  });
}

function templatesPerClass(head: DataView): Map<number, number> {
  const counts = new Map<number, number>();
  if (head.getUint8(0) === HEAD_DENSE) return counts;
  for (let i = 0; i < head.getUint16(6, true); i++) {
    const classIndex = head.getUint8(8 + 8 * i) & ~TEMPLATE_AGAIN;
    counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
  }
  return counts;
}

function readHead(head: DataView): HeadDescription {
  if (head.getUint8(0) === HEAD_DENSE) return { kind: "dense" };
  const options = head.getUint8(2);
  const settings: TemplateSettings = {
    channels: head.getUint8(1),
    direction: head.getUint8(5),
    level: (options & 1) !== 0,
    channel: (options & 2) !== 0,
    euclid: (options & 4) !== 0,
    spread: (options & 8) !== 0,
    room: (options & 16) !== 0,
    coarse: (options & 32) !== 0,
    nearest: head.getUint8(3) === 2 ? 2 : 1,
    bandQ8: head.getUint8(4),
  };
  return { kind: "template", settings, templates: head.getUint16(6, true) };
}

function readGate(decision: DataView): GateSettings {
  return {
    onsetQ8: decision.getUint16(6, true),
    releaseQ8: decision.getUint16(8, true),
    floorMinQ8: decision.getInt16(10, true),
    floorStartQ8: decision.getInt16(12, true),
    riseQ12: decision.getUint8(14),
    fallQ8: decision.getUint8(15),
    pauseFrames: decision.getUint8(16),
    prerollFrames: decision.getUint8(17),
    minFrames: decision.getUint16(18, true),
    maxFrames: decision.getUint16(20, true),
    releaseMostQ8: decision.getUint16(22, true),
    padFrames: decision.getUint8(1),
  };
}

function readHold(decision: DataView, at: number): HoldSettings | null {
  if (decision.byteLength <= at) return null;
  return {
    frames: decision.getUint8(at),
    quietFrames: decision.getUint8(at + 1),
    slack: decision.getUint16(at + 2, true),
  };
}

function readMeta(view: DataView | undefined, thing: string): Readonly<Record<string, unknown>> {
  if (view === undefined) return {};
  try {
    const meta: unknown = decode(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    if (typeof meta === "object" && meta !== null && !Array.isArray(meta))
      return meta as Record<string, unknown>;
  } catch {
    // not CBOR: the CRC is right, so it was made wrong
  }
  throw refusal("section", thing);
}
