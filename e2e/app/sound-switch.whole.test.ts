/**
 * Journey 9 with nothing trained: any sound above the room is the switch. By puffs alone from the first screen to three
 * armed commands; after somebody has switched this on in the settings.
 */
import { describe } from "node:test";
import { testJourneyOne } from "./journey-one.ts";

describe("the first ten minutes by any sound above the room, in Korean", () => {
  // What is said in the room meanwhile would be puffs too.
  testJourneyOne({ input: "sound", language: "ko", labels: ["아래", "올려", "재생"], everyday: "skip" });
});
