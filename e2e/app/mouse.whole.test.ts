import { describe } from "node:test";
import { testJourneyOne } from "./journey-one.ts";

describe("the first ten minutes by mouse, in Korean", () => {
  testJourneyOne({ input: "mouse", language: "ko", labels: ["아래", "올려", "메뉴 열기"], name: "민아" });
});

describe("the first ten minutes by mouse, in English", () => {
  testJourneyOne({ input: "mouse", language: "en", labels: ["down", "up", "open menu"], name: "Mina" });
});
