/**
 * The kinds of field that link messages are made of, little-endian, each with its reader,
 * writer and check in one place. messages.ts puts them together.
 *
 * Trusted: values to be written (a wrong one is our own mistake and throws RangeError).
 * Untrusted: every byte read; a field that is short or out of range throws FieldError,
 * which never leaves decodeMessage.
 */

/** What is wrong with a field, in plain words. */
export class FieldError extends Error {}

/** Bytes of a message body and how far they have been read. */
export interface Reader {
  readonly view: DataView;
  at: number;
}

export interface Field<T> {
  read(reader: Reader): T;
  write(out: number[], value: T): void;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function take(reader: Reader, bytes: number): number {
  const at = reader.at;
  if (at + bytes > reader.view.byteLength) throw new FieldError("the message is too short");
  reader.at = at + bytes;
  return at;
}

function whole(value: number, lowest: number, highest: number): number {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new RangeError(`must be a whole number from ${lowest} to ${highest}, got ${value}`);
  }
  return value;
}

function writeLittle(out: number[], value: number, bytes: number): void {
  for (let i = 0; i < bytes; i++) out.push(Math.floor(value / 2 ** (8 * i)) & 0xff);
}

export const u8: Field<number> = {
  read: (reader) => reader.view.getUint8(take(reader, 1)),
  write: (out, value) => writeLittle(out, whole(value, 0, 0xff), 1),
};

export const u16: Field<number> = {
  read: (reader) => reader.view.getUint16(take(reader, 2), true),
  write: (out, value) => writeLittle(out, whole(value, 0, 0xffff), 2),
};

export const u32: Field<number> = {
  read: (reader) => reader.view.getUint32(take(reader, 4), true),
  write: (out, value) => writeLittle(out, whole(value, 0, 0xffffffff), 4),
};

export const i16: Field<number> = {
  read: (reader) => reader.view.getInt16(take(reader, 2), true),
  write: (out, value) => writeLittle(out, whole(value, -0x8000, 0x7fff), 2),
};

/** Eight bytes of an image or model id, as sixteen hexadecimal digits. */
export const id8: Field<string> = {
  read: (reader) => {
    const at = take(reader, 8);
    return Buffer.from(reader.view.buffer, reader.view.byteOffset + at, 8).toString("hex");
  },
  write: (out, value) => {
    if (!/^[0-9a-f]{16}$/.test(value)) throw new RangeError(`must be 16 hexadecimal digits, got ${value}`);
    out.push(...Buffer.from(value, "hex"));
  },
};

/** The same at the end of a message, which earlier versions left out: null then. */
export const endId8: Field<string | null> = {
  read: (reader) => (reader.at === reader.view.byteLength ? null : id8.read(reader)),
  write: (out, value) => {
    if (value !== null) id8.write(out, value);
  },
};

/** u8 count, then that many bytes. */
export const countedBytes: Field<readonly number[]> = {
  read: (reader) => {
    const count = u8.read(reader);
    const at = take(reader, count);
    return Array.from({ length: count }, (_, i) => reader.view.getUint8(at + i));
  },
  write: (out, value) => {
    u8.write(out, value.length);
    for (const byte of value) u8.write(out, byte);
  },
};

/** u8 count, then that many bytes of UTF-8. */
export const countedText: Field<string> = {
  read: (reader) => {
    const count = u8.read(reader);
    return decodeText(reader, count);
  },
  write: (out, value) => countedBytes.write(out, [...Buffer.from(value, "utf8")]),
};

/** UTF-8 up to the end of the message. */
export const restText: Field<string> = {
  read: (reader) => decodeText(reader, reader.view.byteLength - reader.at),
  write: (out, value) => void out.push(...Buffer.from(value, "utf8")),
};

/** Bytes up to the end of the message; a copy. */
export const restBytes: Field<Uint8Array> = {
  read: (reader) => {
    const count = reader.view.byteLength - reader.at;
    const at = take(reader, count);
    return new Uint8Array(
      reader.view.buffer.slice(reader.view.byteOffset + at, reader.view.byteOffset + at + count),
    );
  },
  write: (out, value) => void out.push(...value),
};

/** i16 values up to the end of the message. */
export const restValues: Field<Int16Array> = {
  read: (reader) => {
    const bytes = reader.view.byteLength - reader.at;
    if (bytes % 2 !== 0) throw new FieldError("half a value is missing");
    return Int16Array.from({ length: bytes / 2 }, () => i16.read(reader));
  },
  write: (out, value) => {
    for (const sample of value) i16.write(out, sample);
  },
};

/** A field with a rule of its own. @param rule what every good value is, as in "must be …". */
export function checked<T>(field: Field<T>, good: (value: T) => boolean, rule: string): Field<T> {
  return {
    read: (reader) => {
      const value = field.read(reader);
      if (!good(value)) throw new FieldError(`must be ${rule}, is ${String(value)}`);
      return value;
    },
    write: (out, value) => {
      if (!good(value)) throw new RangeError(`must be ${rule}, got ${String(value)}`);
      field.write(out, value);
    },
  };
}

function decodeText(reader: Reader, count: number): string {
  const at = take(reader, count);
  try {
    return utf8.decode(new Uint8Array(reader.view.buffer, reader.view.byteOffset + at, count));
  } catch {
    throw new FieldError("is not UTF-8");
  }
}
