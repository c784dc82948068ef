import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CsvQuoteError, csvRows, decodeText, guessSeparator, type Separator } from "./csv.ts";

function parse(text: string, separator: Separator = ","): string[][] {
  return [...csvRows(text, separator)].map(({ fields }) => [...fields]);
}

describe("CSV", () => {
  it("reads fields with any line end, with and without one at the end", () => {
    const expected = [
      ["a", "b"],
      ["1", "2"],
    ];
    for (const text of [
      "a,b\n1,2",
      "a,b\n1,2\n",
      "a,b\r\n1,2\r\n",
      "a,b\r1,2\r",
      "\ufeffa,b\n1,2\n",
      "\n\na,b\n\n \n1,2\n\n",
    ]) {
      assert.deepEqual(parse(text), expected, JSON.stringify(text));
    }
  });

  it("reads quotes as RFC 4180: separators, line ends and doubled quotes inside", () => {
    assert.deepEqual(parse('"a,b","c\nd","say ""hi"""\n"",x,"y" \n'), [
      ["a,b", "c\nd", 'say "hi"'],
      ["", "x", "y"],
    ]);
    assert.deepEqual(parse('a"b,c\n'), [['a"b', "c"]], "a quote inside a plain field is a letter");
  });

  it("keeps empty fields and spaces", () => {
    assert.deepEqual(parse(",, a ,\n"), [["", "", " a ", ""]]);
  });

  it("tells the line on which a row starts", () => {
    const lines = [...csvRows('a\n\n"b\nc"\r\nd\n', ",")].map(({ line }) => line);
    assert.deepEqual(lines, [1, 3, 5]);
  });

  it("tells where a quote was opened that is never closed", () => {
    assert.throws(
      () => parse('a,b\n1,"2\n3,4\n'),
      (error) => error instanceof CsvQuoteError && error.line === 2,
    );
  });

  it("finds the separator by what the file says, else by what its first line holds", () => {
    const cases = [
      ["a,b;c,d", ","],
      ["a;b;c,d", ";"],
      ["a\tb\tc", "\t"],
      ["a", ","],
      ["", ","],
      ["sep=;\na,b", ";"],
      ["\ufeffsep=\t\na,b", "\t"],
      ["\n\na;b", ";"],
    ];
    for (const [text, separator] of cases)
      assert.equal(guessSeparator(text!), separator, JSON.stringify(text));
  });

  it("decodes UTF-8, UTF-16 with its mark, and else Latin-1", () => {
    assert.deepEqual(decodeText(Buffer.from("é손")), { text: "é손", latin1: false });
    assert.deepEqual(decodeText(Buffer.from("\ufeffé", "utf16le")), { text: "é", latin1: false });
    assert.deepEqual(decodeText(Buffer.from("\ufeffé", "utf16le").swap16()), { text: "é", latin1: false });
    assert.deepEqual(decodeText(Buffer.from("m/s²", "latin1")), { text: "m/s²", latin1: true });
  });
});
