/** The screens that the journeys meet with one input or language only, with the others (tour.ts). */
import { describe, it } from "node:test";
import type { Input } from "./pilot.ts";
import {
  startTour,
  type Tour,
  tourAdvice,
  tourCare,
  tourHelp,
  tourModel,
  tourSettings,
  tourSmallWindow,
} from "./tour.ts";

const TOURS: readonly {
  readonly input: Input;
  readonly language: "en" | "ko";
  readonly who: "trained" | "alike";
  readonly parts: readonly ((tour: Tour) => Promise<void>)[];
}[] = [
  { input: "mouse", language: "en", who: "trained", parts: [tourCare, tourHelp] },
  { input: "mouse", language: "ko", who: "trained", parts: [tourModel] },
  { input: "mouse", language: "ko", who: "alike", parts: [tourAdvice] },
  {
    input: "keyboard",
    language: "ko",
    who: "trained",
    parts: [tourSettings, tourHelp, tourModel, tourSmallWindow],
  },
  { input: "switch", language: "ko", who: "trained", parts: [tourModel] },
  { input: "step", language: "ko", who: "alike", parts: [tourAdvice] },
  { input: "switch", language: "en", who: "trained", parts: [tourCare, tourHelp] },
];

describe("every screen by every input and in every language", () => {
  for (const { input, language, who, parts } of TOURS) {
    const names = parts.map(({ name }) => name.replace(/^tour/, "").toLowerCase()).join(", ");
    it(`${names} by ${input}, ${language}`, async (t) => {
      const tour = await startTour(input, language, who);
      const started = performance.now();
      try {
        for (const part of parts) await part(tour);
        t.diagnostic(
          `${tour.walk.pilot.steps} steps, ${((performance.now() - started) / 1000).toFixed(0)} s`,
        );
      } finally {
        await tour.stop();
      }
    });
  }
});
