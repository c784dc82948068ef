import { describe } from "node:test";
import { testJourneyOne } from "./journey-one.ts";

describe("the first ten minutes by keyboard alone, in English", () => {
  testJourneyOne({ input: "keyboard", language: "en", labels: ["down", "up", "open menu"], name: "Mina" });
});

describe("the first ten minutes by keyboard alone, in Korean, typed with an input method", () => {
  testJourneyOne({ input: "keyboard", language: "ko", labels: ["아래", "올려", "메뉴 열기"], name: "민아" });
});
