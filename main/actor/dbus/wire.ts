/**
 * D-Bus messages as bytes, as far as asking the system's own services needs them: little-endian, all types but file
 * descriptors (D-Bus Specification 0.38, "Type System", "Marshaling" and "Message Protocol").
 *
 * Trust: what comes in may be anything. Reading throws RangeError and never reads beyond the bytes.
 */

/** Numbers, texts and truths as they are; arrays and structs as arrays, dictionaries as arrays of pairs. */
export type Value = number | bigint | string | boolean | Variant | readonly Value[];
export interface Variant {
  readonly signature: string;
  readonly value: Value;
}

export const CALL = 1;
export const RETURN = 2;
export const ERROR = 3;
export const SIGNAL = 4;

export interface Message {
  readonly type: number;
  readonly serial: number;
  readonly path?: string | undefined;
  readonly interface?: string | undefined;
  readonly member?: string | undefined;
  readonly error?: string | undefined;
  readonly replyTo?: number | undefined;
  readonly destination?: string | undefined;
  readonly sender?: string | undefined;
  readonly signature?: string | undefined;
  readonly body?: readonly Value[];
}

/** Header fields by number, with their types. */
const FIELDS = [
  [1, "path", "o"],
  [2, "interface", "s"],
  [3, "member", "s"],
  [4, "error", "s"],
  [5, "replyTo", "u"],
  [6, "destination", "s"],
  [7, "sender", "s"],
  [8, "signature", "g"],
] as const;

/** A message larger than this is none that we asked for. */
const MOST_BYTES = 1 << 20;
/** Before the fields: byte order, type, flags, version, length of the body, serial, length of the fields. */
const FIXED_BYTES = 16;

const align = (at: number, to: number): number => Math.ceil(at / to) * to;

const ALIGNMENT: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  x: 8,
  t: 8,
  d: 8,
  "(": 8,
  "{": 8,
};
const alignmentOf = (signature: string): number => ALIGNMENT[signature[0] ?? ""] ?? 4;

/** The complete types that a signature lists: `sa{sv}u` → `s`, `a{sv}`, `u`. @throws RangeError for what is none. */
export function splitSignature(signature: string): readonly string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, start: number): number {
  let at = start;
  while (signature[at] === "a") at++;
  const first = signature[at];
  if (first !== "(" && first !== "{") {
    if (first === undefined || !"ybnqiuxtdsogv".includes(first))
      throw new RangeError(`no type: "${signature}"`);
    return at + 1;
  }
  const close = first === "(" ? ")" : "}";
  at++;
  // An empty one would take no bytes, and an array of them would never end.
  if (signature[at] === close) throw new RangeError(`an empty type: "${signature}"`);
  while (signature[at] !== close) at = endOfType(signature, at);
  return at + 1;
}

class Writer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  pad(to: number): void {
    this.#room(align(this.length, to) - this.length);
    this.length = align(this.length, to);
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.length++] = value;
  }

  u32(value: number, at = -1): void {
    if (at < 0) {
      this.pad(4);
      this.#room(4);
      at = this.length;
      this.length += 4;
    }
    this.#view.setUint32(at, value, true);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  put(type: string, value: Value): void {
    const text = (): Uint8Array => new TextEncoder().encode(value as string);
    switch (type[0]) {
      case "y":
        return this.u8(value as number);
      case "b":
        return this.u32(value === true ? 1 : 0);
      case "u":
      case "i":
        return this.u32((value as number) >>> 0);
      case "s":
      case "o":
        this.u32(text().length);
        this.raw(text());
        return this.u8(0);
      case "g":
        this.u8(text().length);
        this.raw(text());
        return this.u8(0);
      case "v": {
        const { signature, value: inner } = value as Variant;
        this.put("g", signature);
        return this.put(signature, inner);
      }
      case "a": {
        this.u32(0);
        const lengthAt = this.length - 4;
        this.pad(alignmentOf(type.slice(1)));
        const start = this.length;
        for (const one of value as readonly Value[]) this.put(type.slice(1), one);
        return this.u32(this.length - start, lengthAt);
      }
      case "(":
      case "{":
        this.pad(8);
        for (const [i, inner] of splitSignature(type.slice(1, -1)).entries())
          this.put(inner, (value as readonly Value[])[i]!);
        return;
      default:
        throw new RangeError(`type "${type}" is not written here`);
    }
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

class Reader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get(type: string): Value {
    const kind = type[0] ?? "";
    this.at = align(this.at, alignmentOf(kind));
    switch (kind) {
      case "y":
        return this.#view.getUint8(this.#step(1));
      case "b":
        return this.#view.getUint32(this.#step(4), true) === 1;
      case "n":
        return this.#view.getInt16(this.#step(2), true);
      case "q":
        return this.#view.getUint16(this.#step(2), true);
      case "i":
        return this.#view.getInt32(this.#step(4), true);
      case "u":
        return this.#view.getUint32(this.#step(4), true);
      case "x":
        return this.#view.getBigInt64(this.#step(8), true);
      case "t":
        return this.#view.getBigUint64(this.#step(8), true);
      case "d":
        return this.#view.getFloat64(this.#step(8), true);
      case "s":
      case "o":
        return this.#text(this.#view.getUint32(this.#step(4), true));
      case "g":
        return this.#text(this.#view.getUint8(this.#step(1)));
      case "v": {
        const signature = this.get("g") as string;
        if (splitSignature(signature).length !== 1) throw new RangeError("a variant holds one value");
        return { signature, value: this.get(signature) };
      }
      case "a": {
        const inner = type.slice(1);
        const length = this.#view.getUint32(this.#step(4), true);
        this.at = align(this.at, alignmentOf(inner));
        const end = this.at + length;
        if (end > this.#bytes.length) throw new RangeError("an array goes beyond its message");
        const values: Value[] = [];
        while (this.at < end) values.push(this.get(inner));
        return values;
      }
      case "(":
      case "{":
        return splitSignature(type.slice(1, -1)).map((inner) => this.get(inner));
      default:
        throw new RangeError(`type "${type}" is not read here`);
    }
  }

  #text(length: number): string {
    const start = this.#step(length + 1);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  #step(bytes: number): number {
    const { at } = this;
    if (at + bytes > this.#bytes.length) throw new RangeError("the message ends too soon");
    this.at += bytes;
    return at;
  }
}

export function writeMessage(message: Message): Uint8Array {
  const body = new Writer();
  for (const [i, type] of splitSignature(message.signature ?? "").entries())
    body.put(type, message.body![i]!);
  const head = new Writer();
  for (const byte of [0x6c, message.type, 0, 1]) head.u8(byte);
  head.u32(body.length);
  head.u32(message.serial);
  const fields = FIELDS.flatMap(([code, name, type]): Value[] => {
    const value = message[name];
    return value === undefined || value === "" ? [] : [[code, { signature: type, value }]];
  });
  head.put("a(yv)", fields);
  head.pad(8);
  head.raw(body.taken());
  return head.taken();
}

/**
 * The first message of `bytes` and what it takes; undefined while it is not all there.
 *
 * @throws RangeError for what is no message of version 1 in little-endian; nothing after it can be read.
 */
export function readMessage(bytes: Uint8Array): { message: Message; size: number } | undefined {
  if (bytes.length < FIXED_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== 0x6c || view.getUint8(3) !== 1)
    throw new RangeError("not a little-endian message");
  const bodyBytes = view.getUint32(4, true);
  const fieldBytes = view.getUint32(12, true);
  const bodyAt = align(FIXED_BYTES + fieldBytes, 8);
  const size = bodyAt + bodyBytes;
  if (bodyBytes > MOST_BYTES || fieldBytes > MOST_BYTES) throw new RangeError("the message is too large");
  if (bytes.length < size) return undefined;
  const whole = new Reader(bytes.subarray(0, size));
  whole.at = FIXED_BYTES - 4;
  const found: Record<string, Value> = {};
  for (const field of whole.get("a(yv)") as readonly (readonly [number, Variant])[]) {
    const known = FIELDS.find(([code, , type]) => code === field[0] && type === field[1].signature);
    if (known !== undefined) found[known[1]] = field[1].value;
  }
  whole.at = bodyAt;
  const signature = (found.signature ?? "") as string;
  const body = splitSignature(signature).map((type) => whole.get(type));
  const message = { ...found, type: view.getUint8(1), serial: view.getUint32(8, true), body };
  return { message: message as Message, size };
}
