import assert from "node:assert/strict";
import { test } from "node:test";
import { addLetter } from "./hangul.ts";

/** Compatibility letters of each syllable, as they are chosen one after the other. */
function typed(letters: string): string {
  return [...letters].reduce(addLetter, "");
}

const WORDS: readonly (readonly [letters: string, word: string])[] = [
  ["ㅁㅜㄹ", "물"],
  ["ㅁㅜㄹㅡㄹ", "무를"],
  ["ㅇㅗㅏ", "와"],
  ["ㅇㅡㅣㅅㅏ", "의사"],
  ["ㄷㅏㄹㄱ", "닭"],
  ["ㄷㅏㄹㄱㅣ", "달기"],
  ["ㅇㅓㅂㅅㅇㅓ", "없어"],
  ["ㄲㅡㅌ", "끝"],
  ["ㄷㅏㄸㅏ", "다따"],
  ["ㄱㅏㄴㄷㅏ", "간다"],
  ["ㅋㅋ", "ㅋㅋ"],
  ["ㅏㅏ", "ㅏㅏ"],
];

for (const [letters, word] of WORDS) {
  test(`${letters} become ${word}`, () => {
    assert.equal(typed(letters), word);
  });
}

test("other letters, digits and spaces are added as they are", () => {
  assert.equal(typed("ㅁㅜㄹ OK 3a"), "물 OK 3a");
  assert.equal(addLetter("go", "ㅁ"), "goㅁ");
});

test("every syllable of Unicode comes from its own letters", () => {
  for (let code = 0xac00; code <= 0xd7a3; code++) {
    const syllable = String.fromCharCode(code);
    const place = code - 0xac00;
    const initial = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"[Math.floor(place / 588)]!;
    const vowel = String.fromCharCode(0x314f + (Math.floor(place / 28) % 21));
    const open = typed(initial + vowel);
    assert.equal(open.normalize("NFD"), syllable.normalize("NFD").slice(0, 2));
  }
});
