/**
 * Korean particles after words that a person chose. Which form is right hangs
 * on whether the word's last sound is a consonant; only where nobody can know
 * how a word is read stands the neutral form, such as 을(를).
 */

/** After a consonant, after a vowel. */
const FORMS = {
  을: ["을", "를"],
  이: ["이", "가"],
  은: ["은", "는"],
  과: ["과", "와"],
  으로: ["으로", "로"],
  이라고: ["이라고", "라고"],
} as const;

export type Particle = keyof typeof FORMS;

const NEUTRAL: Readonly<Record<Particle, string>> = {
  을: "을(를)",
  이: "이(가)",
  은: "은(는)",
  과: "와(과)",
  으로: "(으)로",
  이라고: "(이)라고",
};

type Ending = "vowel" | "consonant" | "rieul" | "unknown";

/** Of 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구. */
const DIGITS: readonly Ending[] = [
  "consonant",
  "rieul",
  "vowel",
  "consonant",
  "vowel",
  "vowel",
  "consonant",
  "rieul",
  "rieul",
  "vowel",
];
/** Letter names that end in a consonant: 엘, 엠, 엔, 알. */
const LETTERS: Readonly<Record<string, Ending>> = { L: "rieul", M: "consonant", N: "consonant", R: "rieul" };

/** @returns the particle alone, in the form that `word` asks for. */
export function particle(word: string, wanted: Particle): string {
  const [afterConsonant, afterVowel] = FORMS[wanted];
  switch (endingOf(word)) {
    case "vowel":
      return afterVowel;
    case "consonant":
      return afterConsonant;
    case "rieul":
      return wanted === "으로" ? afterVowel : afterConsonant;
    case "unknown":
      return NEUTRAL[wanted];
  }
}

/** The word in quotation marks, and its particle: ‘물’을. */
export function quoted(word: string, wanted?: Particle): string {
  return `‘${word}’${wanted === undefined ? "" : particle(word, wanted)}`;
}

function endingOf(word: string): Ending {
  // Marks at the end are not read aloud; pictures are, but nobody knows how.
  const read = word.normalize("NFC").replace(/[\s\p{P}]+$/u, "");
  const last = [...read].at(-1) ?? "";
  if (/[가-힣]/.test(last)) {
    const final = (last.charCodeAt(0) - 0xac00) % 28;
    return final === 0 ? "vowel" : final === 8 ? "rieul" : "consonant";
  }
  if (/[0-9]/.test(last)) return endingOfNumber(read);
  // Two capital letters or one are spelled; longer ones may be a word.
  if (/(^|[^A-Za-z])[A-Z]{1,2}$/.test(read)) return LETTERS[last] ?? "vowel";
  return "unknown";
}

/** 10 is 십, 100 백, 1000 천, 10000 만, 억: consonants all, up to 조. */
function endingOfNumber(read: string): Ending {
  const digits = /[0-9]+$/.exec(read)![0];
  const zeros = /0*$/.exec(digits)![0].length;
  if (zeros === digits.length) return "consonant";
  if (zeros === 0) return DIGITS[Number(digits.at(-1))]!;
  return zeros >= 12 && zeros < 16 ? "vowel" : "consonant";
}
