/**
 * JSON as people write it by hand: a reader that knows the line of every value.
 *
 * `JSON.parse` gives no line for half of its errors ("Unexpected end of JSON
 * input") and none at all for a value that is well formed but wrong. Grammar:
 * RFC 8259, nothing more; a name given twice in one object is refused, because
 * one of the two would silently be lost.
 *
 * Trust: the text may be anything, of any length. Reading ends with a value or
 * a {@link JsonFault}; nesting deeper than {@link MAX_DEPTH} is a fault.
 */
export const MAX_DEPTH = 32;

export interface JsonFault {
  /** Counted from 1. */
  readonly line: number;
  /** In characters (UTF-16 units), counted from 1. */
  readonly column: number;
  /** A sentence, such as `A comma has nothing after it.` */
  readonly problem: string;
}

export interface JsonText {
  readonly value: unknown;
  /** Line of the value at this path, or of its nearest parent that exists; counted from 1. */
  lineOf(path: readonly PropertyKey[]): number;
}

export type JsonReading =
  | { readonly ok: true; readonly text: JsonText }
  | { readonly ok: false; readonly fault: JsonFault };

/** @param source the text without a byte-order mark; lines end with LF, CRLF or CR. */
export function readJson(source: string): JsonReading {
  try {
    const reader = new Reader(source);
    const value = reader.document();
    return { ok: true, text: { value, lineOf: (path) => reader.lineOf(path) } };
  } catch (error) {
    if (error instanceof Stop)
      return { ok: false, fault: { ...place(source, error.at), problem: error.message } };
    throw error;
  }
}

class Stop extends Error {
  readonly at: number;
  constructor(at: number, problem: string) {
    super(problem);
    this.at = at;
  }
}

class Reader {
  readonly #source: string;
  #at = 0;
  /** Start of each value by its path, written as JSON so that no name can imitate a separator. */
  readonly #starts = new Map<string, number>();

  constructor(source: string) {
    this.#source = source;
  }

  document(): unknown {
    this.#space();
    if (this.#at === this.#source.length) throw new Stop(this.#at, "The file is empty.");
    const value = this.#value([]);
    this.#space();
    if (this.#at < this.#source.length) throw this.#unexpected("stands after the end of the value");
    return value;
  }

  lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length >= 0; length--) {
      const start = this.#starts.get(keyOf(path.slice(0, length)));
      if (start !== undefined) return place(this.#source, start).line;
    }
    return 1;
  }

  #value(path: readonly PropertyKey[]): unknown {
    if (path.length > MAX_DEPTH) throw new Stop(this.#at, `Lists and objects lie deeper than ${MAX_DEPTH}.`);
    this.#starts.set(keyOf(path), this.#at);
    const next = this.#source[this.#at];
    if (next === "{") return this.#object(path);
    if (next === "[") return this.#list(path);
    if (next === '"') return this.#string();
    const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
    word.lastIndex = this.#at;
    const found = word.exec(this.#source)?.[0];
    if (found === undefined) throw this.#unexpected("stands where a value belongs");
    this.#at += found.length;
    return JSON.parse(found);
  }

  #object(path: readonly PropertyKey[]): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#items("}", () => {
      const nameAt = this.#at;
      if (this.#source[this.#at] !== '"')
        throw this.#unexpected("stands where a name in double quotes belongs");
      const name = this.#string();
      // Many libraries, zod among them, drop this one name without a word.
      if (name === "__proto__") throw new Stop(nameAt, 'The name "__proto__" cannot be used.');
      if (Object.hasOwn(object, name))
        throw new Stop(nameAt, `The name ${JSON.stringify(name)} is given twice.`);
      this.#space();
      if (this.#source[this.#at] !== ":")
        throw this.#unexpected(`stands where ":" belongs, after ${JSON.stringify(name)}`);
      this.#at++;
      this.#space();
      object[name] = this.#value([...path, name]);
    });
    return object;
  }

  #list(path: readonly PropertyKey[]): unknown[] {
    const list: unknown[] = [];
    this.#items("]", () => list.push(this.#value([...path, list.length])));
    return list;
  }

  #items(close: string, item: () => void): void {
    this.#at++;
    this.#space();
    if (this.#source[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#space();
      const commaAt = this.#at;
      const next = this.#source[this.#at];
      if (next !== "," && next !== close) throw this.#unexpected(`stands where "," or "${close}" belongs`);
      this.#at++;
      if (next === close) return;
      this.#space();
      if (this.#source[this.#at] === close) throw new Stop(commaAt, "A comma has nothing after it.");
    }
  }

  #string(): string {
    const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    string.lastIndex = this.#at;
    const found = string.exec(this.#source)?.[0];
    if (found === undefined)
      throw new Stop(
        this.#at,
        "A text is not closed on its line, or holds a character that JSON does not allow.",
      );
    this.#at += found.length;
    return JSON.parse(found) as string;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#source[this.#at] ?? "")) this.#at++;
  }

  #unexpected(where: string): Stop {
    if (this.#at >= this.#source.length) return new Stop(this.#at, "The file ends in the middle.");
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at)!);
    if (/^\/[/*]/.test(this.#source.slice(this.#at, this.#at + 2))) {
      return new Stop(this.#at, "A comment stands here, which JSON does not have.");
    }
    return new Stop(this.#at, `${JSON.stringify(character)} ${where}.`);
  }
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

function place(source: string, at: number): { line: number; column: number } {
  const lines = source.slice(0, at).split(/\r\n|\n|\r/);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
