/** Journey 9: one switch is enough, from the first start to three armed commands. */
import { describe } from "node:test";
import { testJourneyOne } from "./journey-one.ts";

describe("the first ten minutes by one switch, in English", () => {
  testJourneyOne({ input: "switch", language: "en", labels: ["down", "up", "play"] });
});

describe("the first ten minutes by one switch that moves the light, in Korean", () => {
  testJourneyOne({ input: "step", language: "ko", labels: ["아래", "올려", "재생"] });
});
