/**
 * Journey 1 by mouse in English, with two commands and no everyday sound: what `npm test` has time for.
 * Alone, because a microphone that plays in real time stutters beside emulators.
 */
import { describe } from "node:test";
import { testJourneyOne } from "./journey-one.ts";

describe("the first ten minutes by mouse, in English", () => {
  testJourneyOne({
    input: "mouse",
    language: "en",
    labels: ["next", "page up"],
    name: "Mina",
    everyday: "skip",
  });
});
