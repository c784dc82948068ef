/**
 * Korean letters chosen one by one, joined into syllables as a keyboard does it
 * (two-set layout). A syllable is 0xAC00 + (initial × 21 + vowel) × 28 + final
 * (Unicode, section 3.12).
 */
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
/** Place 0 is "no final". */
const FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const PAIRS: Readonly<Record<string, string>> = {
  ...{ ㅗㅏ: "ㅘ", ㅗㅐ: "ㅙ", ㅗㅣ: "ㅚ", ㅜㅓ: "ㅝ", ㅜㅔ: "ㅞ", ㅜㅣ: "ㅟ", ㅡㅣ: "ㅢ" },
  ...{ ㄱㅅ: "ㄳ", ㄴㅈ: "ㄵ", ㄴㅎ: "ㄶ", ㄹㄱ: "ㄺ", ㄹㅁ: "ㄻ", ㄹㅂ: "ㄼ", ㄹㅅ: "ㄽ", ㄹㅌ: "ㄾ" },
  ...{ ㄹㅍ: "ㄿ", ㄹㅎ: "ㅀ", ㅂㅅ: "ㅄ" },
};
const PARTS = new Map(Object.entries(PAIRS).map(([parts, whole]) => [whole, parts]));
const FIRST = 0xac00;
const LAST = 0xd7a3;

/** The text with one more letter; letters of other scripts and signs are only added. */
export function addLetter(text: string, letter: string): string {
  const rest = text.slice(0, -1);
  const last = text.slice(-1);
  const isVowel = VOWELS.includes(letter);
  if (last === "" || !(isVowel || INITIALS.includes(letter))) return text + letter;
  const before = split(last);
  if (before === undefined) {
    return isVowel && INITIALS.includes(last) ? rest + join(last, letter, "") : text + letter;
  }
  const [initial, vowel, final] = before;
  if (!isVowel) {
    const together = final === "" ? letter : PAIRS[final + letter];
    return together !== undefined && FINALS.includes(together)
      ? rest + join(initial, vowel, together)
      : text + letter;
  }
  if (final === "") {
    const together = PAIRS[vowel + letter];
    return together === undefined ? text + letter : rest + join(initial, together, "");
  }
  // The final, or its second half, begins the next syllable.
  const halves = PARTS.get(final);
  const stays = halves?.[0] ?? "";
  const goes = halves?.[1] ?? final;
  return rest + join(initial, vowel, stays) + join(goes, letter, "");
}

function split(syllable: string): [initial: string, vowel: string, final: string] | undefined {
  const code = syllable.charCodeAt(0);
  if (code < FIRST || code > LAST) return undefined;
  const place = code - FIRST;
  const final = FINALS[place % 28]!.trim();
  return [INITIALS[Math.floor(place / 28 / 21)]!, VOWELS[Math.floor(place / 28) % 21]!, final];
}

function join(initial: string, vowel: string, final: string): string {
  const place = (INITIALS.indexOf(initial) * 21 + VOWELS.indexOf(vowel)) * 28;
  return String.fromCharCode(FIRST + place + (final === "" ? 0 : FINALS.indexOf(final)));
}
