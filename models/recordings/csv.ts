/**
 * Text of a CSV file as other programs write it: UTF-8 with or without BOM,
 * UTF-16 with BOM, else Latin-1; any line ends; comma, semicolon or tab
 * between the fields; quotes as RFC 4180.
 *
 * Trust: the bytes may be hostile. Nothing here throws but {@link CsvQuoteError},
 * and memory stays within a small multiple of the input.
 */

export interface CsvRow {
  /** Line in the file where the row starts, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export class CsvQuoteError extends Error {
  /** Line on which the quote that is never closed was opened. */
  readonly line: number;
  constructor(line: number) {
    super(`a quote opened on line ${line} is never closed`);
    this.line = line;
  }
}

export interface CsvText {
  readonly text: string;
  /** True if the bytes were no valid UTF-8 and were read as Latin-1. */
  readonly latin1: boolean;
}

/** Never throws: every sequence of bytes is some Latin-1 text. */
export function decodeText(bytes: Uint8Array): CsvText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decode("utf-16le", bytes), latin1: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decode("utf-16be", bytes), latin1: false };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), latin1: false };
  } catch {
    return { text: decode("latin1", bytes), latin1: true };
  }
}

function decode(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes);
}

export type Separator = "," | ";" | "\t";

/** What a first line "sep=…" says; else the separator that the first line which is not blank holds most of; a comma if none. */
export function guessSeparator(text: string): Separator {
  const stated = /^\ufeff?"?sep=([,;\t])/i.exec(text)?.[1];
  if (stated !== undefined) return stated as Separator;
  const first = /[^\r\n]*[^\s][^\r\n]*/.exec(text)?.[0] ?? "";
  const count = (separator: string): number => first.split(separator).length;
  if (count(";") > count(",") && count(";") >= count("\t")) return ";";
  return count("\t") > count(",") ? "\t" : ",";
}

/**
 * The rows of a text, blank lines left out.
 *
 * @throws CsvQuoteError if a quoted field does not end.
 */
export function* csvRows(text: string, separator: Separator): Generator<CsvRow> {
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (position < text.length) {
    const start = line;
    const fields: string[] = [];
    for (;;) {
      const field = text[position] === '"' ? quoted(text, position, line) : plain(text, position, separator);
      fields.push(field.value);
      position = field.end;
      line += field.lineBreaks;
      if (text[position] !== separator) break;
      position++;
    }
    if (text[position] === "\r") position++;
    if (text[position] === "\n") position++;
    line++;
    if (fields.length > 1 || fields[0]!.trim() !== "") yield { line: start, fields };
  }
}

interface Field {
  readonly value: string;
  /** Index of the character after the field: a separator, a line end or the end of the text. */
  readonly end: number;
  readonly lineBreaks: number;
}

function plain(text: string, start: number, separator: Separator): Field {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\r" && text[end] !== "\n") end++;
  return { value: text.slice(start, end), end, lineBreaks: 0 };
}

function quoted(text: string, start: number, line: number): Field {
  let value = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new CsvQuoteError(line);
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      // What stands between the closing quote and the separator is kept, as spreadsheets do.
      let end = quote + 1;
      while (end < text.length && !",;\t\r\n".includes(text[end]!)) end++;
      value += text.slice(quote + 1, end).trimEnd();
      return { value, end, lineBreaks: value.split("\n").length - 1 };
    }
    value += '"';
    from = quote + 2;
  }
}
