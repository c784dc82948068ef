/**
 * Every message of the link, described once (PROTOCOL.md, part 2). Encoding, decoding, the
 * TypeScript types and the fuzz test all come from the table in this file.
 */
import {
  checked,
  countedBytes,
  countedText,
  endId8,
  FieldError,
  i16,
  id8,
  restBytes,
  restText,
  restValues,
  u8,
  u16,
  u32,
  type Field,
  type Reader,
} from "./fields.ts";

/** Lowest and highest protocol version that this program speaks. */
export const PROTOCOL_LOWEST = 1;
export const PROTOCOL_HIGHEST = 1;

/** Most bytes of one message, as BK_LINK_MESSAGE_MAX of link_frame.h. */
export const MESSAGE_MAX_BYTES = 250;
/** Bytes before the body: type and sequence number. */
export const MESSAGE_HEAD_BYTES = 2;

/** Bit of every `flags` field of INFO, HEARTBEAT and STATUS; bit 1 is busy, others are for later versions. */
export const FLAG_ARMED = 1;
export const FLAG_STREAMING = 4;
export const FLAG_WORN = 8;

/** Of STREAM: which sensor is to be heard. */
export const STREAM_MOTION = 1;
export const STREAM_END = 255;

/** "Unknown" or "none" in several u8 fields. */
export const NONE = 255;

const CLASSES_MAX = 48; // BK_CLASSES_MAX of beckon.h
const SLOTS_MAX = 8;

const link = checked(u32, (value) => value !== 0, "a link number, which is never 0");
const protocol = checked(u16, (value) => value !== 0, "a protocol version from 1");
const signal = checked(u8, (value) => value <= 1 || value === NONE, "0 sound, 1 motion or 255 no image");
const slots = checked(u8, (value) => value <= SLOTS_MAX, "at most 8 slots");
const activeSlot = checked(u8, (value) => value < SLOTS_MAX || value === NONE, "a slot or 255 for none");
const streamed = checked(u8, (value) => value <= 1 || value === STREAM_END, "a signal or 255 to end");
const motionValues = checked(restValues, (values) => values.length % 3 === 0, "whole samples of three axes");
const rotation = checked(restValues, (values) => values.length === 9, "nine values of a rotation");
const battery = checked(u8, (value) => value <= 100 || value === NONE, "a percentage or 255 for unknown");
const classCount = checked(u8, (value) => value <= CLASSES_MAX, `at most ${CLASSES_MAX} classes`);
const command = checked(u8, (value) => value < CLASSES_MAX, "a class");
const held = checked(countedBytes, (list) => list.every((value) => value < CLASSES_MAX), "a list of classes");
const eventPhase = checked(u8, (value) => value <= 2, "0 tap, 1 start or 2 end");
const replayPhase = checked(u8, (value) => value <= 3, "0 tap, 1 start, 2 end or 3 refused");

interface Shape {
  readonly type: number;
  /** First byte of the body where one type has several bodies. */
  readonly kind?: number;
  readonly to: Direction;
  readonly fields: Readonly<Record<string, Field<unknown>>>;
}

/** Who receives a message. */
export type Direction = "device" | "host";

const table = {
  hello: { type: 0x01, to: "device", fields: { lowest: protocol, highest: protocol } },
  info: {
    type: 0x02,
    to: "host",
    fields: {
      protocol,
      runtimeVersion: u16,
      link,
      signal,
      slots,
      activeSlot,
      flags: u8,
      battery,
      classes: classCount,
      imageId: id8,
      modelId: id8,
      slotBytes: u32,
      arenaBytes: u32,
      board: countedText,
      backboneId: endId8,
    },
  },
  arm: { type: 0x03, to: "device", fields: { link, modelId: id8 } },
  disarm: { type: 0x04, to: "device", fields: { link } },
  hostHeartbeat: { type: 0x05, to: "device", fields: { link } },
  heartbeat: { type: 0x05, to: "host", fields: { link, deviceMs: u32, flags: u8, held } },
  event: {
    type: 0x06,
    to: "host",
    fields: {
      link,
      event: u8,
      phase: eventPhase,
      command,
      score: i16,
      startMs: u32,
      decidedMs: u32,
      ageMs: u16,
    },
  },
  eventAck: { type: 0x07, to: "device", fields: { link, event: u8 } },
  wear: { type: 0x08, to: "device", fields: { link, rotationQ14: rotation } },
  stream: { type: 0x09, to: "device", fields: { link, signal: streamed } },
  replayBegin: { type: 0x0a, to: "device", fields: { link, rateCentiHz: u16, values: u32 } },
  replayData: { type: 0x0b, to: "device", fields: { offset: u32, values: restValues } },
  replayEvent: {
    type: 0x0c,
    kind: 0,
    to: "host",
    fields: { phase: replayPhase, command, score: i16, startMs: u32, endMs: u32, decidedMs: u32 },
  },
  replayDone: {
    type: 0x0c,
    kind: 1,
    to: "host",
    fields: { frames: u32, framesCrc: u32, networkCrc: u32, scoresCrc: u32 },
  },
  streamData: {
    type: 0x0d,
    to: "host",
    fields: {
      link,
      rateCentiHz: checked(u16, (value) => value !== 0, "a rate"),
      first: u32,
      values: motionValues,
    },
  },
  pushBegin: { type: 0x0e, to: "device", fields: { link, length: u32, crc: u32, imageId: id8 } },
  pushData: { type: 0x0f, to: "device", fields: { offset: u32, bytes: restBytes } },
  pushCommit: { type: 0x10, to: "device", fields: { link } },
  abort: { type: 0x11, to: "device", fields: { link } },
  credit: { type: 0x12, to: "host", fields: { ready: u32, received: u32 } },
  status: {
    type: 0x13,
    to: "host",
    fields: { link, flags: u8, activeSlot, deviceMs: u32, damagedFrames: u32, droppedEvents: u32 },
  },
  error: { type: 0x15, to: "host", fields: { code: u8, answers: u8, number: u32 } },
  labelGet: { type: 0x16, to: "device", fields: { class: command } },
  label: { type: 0x17, to: "host", fields: { class: command, flags: u8, text: restText } },
} as const satisfies Record<string, Shape>;

type Table = typeof table;
export type MessageName = keyof Table;

type FieldsOf<N extends MessageName> = {
  -readonly [F in keyof Table[N]["fields"]]: Table[N]["fields"][F] extends Field<infer T> ? T : never;
};

export type MessageOf<N extends MessageName> = { readonly name: N } & Readonly<FieldsOf<N>>;
export type Message = { [N in MessageName]: MessageOf<N> }[MessageName];

type Received<D extends Direction> = {
  [N in MessageName]: Table[N]["to"] extends D ? MessageOf<N> : never;
}[MessageName];
export type ToHost = Received<"host">;
export type ToDevice = Received<"device">;

/** Name, type and fields of every message, for tests and documents. */
export const messageTable: Readonly<Record<MessageName, Shape>> = table;

export interface Malformed {
  readonly name: "malformed";
  readonly problem: string;
}

/**
 * The bytes of a message, type and sequence first, ready for a frame.
 *
 * @param sequence counts the sender's messages, modulo 256.
 * @throws RangeError naming the field, if a value does not fit: a mistake of the caller.
 */
export function encodeMessage(message: Message, sequence: number): Uint8Array {
  const shape = messageTable[message.name];
  const out: number[] = [shape.type, sequence & 0xff];
  if (shape.kind !== undefined) out.push(shape.kind);
  for (const [name, field] of Object.entries(shape.fields)) {
    try {
      field.write(out, (message as unknown as Record<string, unknown>)[name]);
    } catch (error) {
      throw new RangeError(`${message.name}.${name}: ${(error as Error).message}`);
    }
  }
  if (out.length > MESSAGE_MAX_BYTES)
    throw new RangeError(`${message.name}: ${out.length} bytes are too many`);
  return Uint8Array.from(out);
}

/** Sequence number of a message of at least two bytes; an answer carries its request's. */
export function sequenceOf(bytes: Uint8Array): number {
  return bytes[1] ?? 0;
}

/**
 * Reads one message; bytes past the known body are for later versions. Never throws: whatever the bytes are, the result is a message in
 * which every field is in range, or says what is wrong.
 *
 * @param bytes a frame's content, CRC checked and removed; any bytes at all.
 * @param to    who receives it, since HEARTBEAT differs by direction.
 */
export function decodeMessage(bytes: Uint8Array, to: "host"): ToHost | Malformed;
export function decodeMessage(bytes: Uint8Array, to: "device"): ToDevice | Malformed;
export function decodeMessage(bytes: Uint8Array, to: Direction): Message | Malformed {
  const type = bytes[0];
  if (type === undefined || bytes.length < MESSAGE_HEAD_BYTES)
    return malformed("shorter than a type and a sequence");
  if (bytes.length > MESSAGE_MAX_BYTES) return malformed("longer than any message");
  const found = byType.get(key(type, to));
  if (found === undefined) return malformed(`unknown type 0x${type.toString(16).padStart(2, "0")}`);
  const reader: Reader = {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    at: MESSAGE_HEAD_BYTES,
  };
  const name = found.kinds ? found.names[bytes[reader.at++] ?? NONE] : found.names[0];
  if (name === undefined) return malformed(`unknown kind of type 0x${type.toString(16).padStart(2, "0")}`);
  const values: Record<string, unknown> = { name };
  for (const [fieldName, field] of Object.entries(messageTable[name].fields)) {
    try {
      values[fieldName] = field.read(reader);
    } catch (error) {
      if (error instanceof FieldError) return malformed(`${name}.${fieldName}: ${error.message}`);
      throw error;
    }
  }
  return values as unknown as Message;
}

function malformed(problem: string): Malformed {
  return { name: "malformed", problem };
}

function key(type: number, to: Direction): string {
  return `${to} ${type}`;
}

const byType = new Map<string, { kinds: boolean; names: (MessageName | undefined)[] }>();
for (const [name, shape] of Object.entries(messageTable) as [MessageName, Shape][]) {
  const entry = byType.get(key(shape.type, shape.to)) ?? { kinds: shape.kind !== undefined, names: [] };
  entry.names[shape.kind ?? 0] = name;
  byType.set(key(shape.type, shape.to), entry);
}
