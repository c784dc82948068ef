import assert from "node:assert/strict";
import { test } from "node:test";
import { type Particle, particle, quoted } from "./particles.ts";

const RULES: readonly (readonly [word: string, ...forms: string[]])[] = [
  ["물", "을", "이", "은", "과", "로", "이라고"],
  ["클릭", "을", "이", "은", "과", "으로", "이라고"],
  ["손 들기", "를", "가", "는", "와", "로", "라고"],
  ["OK", "를", "가", "는", "와", "로", "라고"],
  ["3", "을", "이", "은", "과", "으로", "이라고"],
  ["7", "을", "이", "은", "과", "로", "이라고"],
  ["100", "을", "이", "은", "과", "으로", "이라고"],
  ["12", "를", "가", "는", "와", "로", "라고"],
  ["0", "을", "이", "은", "과", "으로", "이라고"],
  ["딸깍!", "을", "이", "은", "과", "으로", "이라고"],
  ["아래 (2)", "를", "가", "는", "와", "로", "라고"],
  ["👍", "을(를)", "이(가)", "은(는)", "와(과)", "(으)로", "(이)라고"],
  ["stop", "을(를)", "이(가)", "은(는)", "와(과)", "(으)로", "(이)라고"],
  ["", "을(를)", "이(가)", "은(는)", "와(과)", "(으)로", "(이)라고"],
];
const WANTED: readonly Particle[] = ["을", "이", "은", "과", "으로", "이라고"];

for (const [word, ...forms] of RULES) {
  test(`after “${word}” every particle has the right form`, () => {
    assert.deepEqual(
      WANTED.map((wanted) => particle(word, wanted)),
      forms,
    );
  });
}

test("a particle stands after the closing mark and follows the word inside", () => {
  assert.equal(quoted("물", "으로"), "‘물’로");
  assert.equal(quoted("딸깍!", "을"), "‘딸깍!’을");
});

test("a word typed on a Mac, in parts, is read as one typed whole", () => {
  assert.equal(particle("물".normalize("NFD"), "을"), "을");
});
