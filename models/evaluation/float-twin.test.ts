import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../common/random.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { layMotion, laySound } from "../features/lay.ts";
import { readFolder } from "../recordings/folder.ts";
import { isCommand } from "../recordings/manifest.ts";
import { motionOf, soundOf } from "../training/enrolment.ts";
import { train } from "../training/train.ts";
import { heldTakes } from "./held-trial.ts";
import { steadyVoice } from "./steady-sounds.ts";
import { floatTwin, type HeardBoth } from "./float-twin.ts";

const sample = (kind: string): string => fileURLToPath(new URL(`../sample/${kind}`, import.meta.url));
const engine = await createEngine();

/** All takes of the sample person through runtime and twin, and what the runtime itself decided. */
async function both(
  kind: "sound" | "motion",
  head: "embedding" | "template",
): Promise<{ twin: HeardBoth[]; decided: (string | null)[] }> {
  const takes = (await readFolder(sample(kind))).takes.filter(isCommand);
  const first = takes.filter(({ label }, i) => takes.slice(0, i).filter((t) => t.label === label).length < 5);
  const { image } = await train({ takes: first, head });
  const rate = kind === "motion" ? motionOf(takes[0]!).rateHz : 50;
  const run = engine.open(image, { reportRefused: true, trace: true, rateHz: rate });
  if (kind === "sound") run.pushSound(laySound(takes.map(soundOf), 20, createRandom(1)).pcm);
  else run.pushMotion(layMotion(takes.map(motionOf)).milliG);
  const decided = run.takeEvents().map(({ phase, command }) => (phase === "tap" ? command : null));
  return { twin: floatTwin(image)!(run.takeTrace()), decided };
}

describe("the model with all the digits", () => {
  for (const [kind, head] of [
    ["sound", "embedding"],
    ["sound", "template"],
    ["motion", "template"],
  ] as const) {
    it(`hears what int8 hears: ${kind}, head ${head}`, async (t) => {
      const { twin, decided } = await both(kind, head);
      assert.ok(twin.length >= 30, `${twin.length} segments`);
      assert.deepEqual(
        twin.map(({ int8 }) => int8),
        decided,
        "the runtime's side is what the runtime decided",
      );
      const same = twin.filter(({ float, int8 }) => float === int8).length;
      assert.ok(same >= 0.97 * twin.length, `${same} of ${twin.length} alike`);
      const apart = Math.max(...twin.map((one) => one.apart));
      t.diagnostic(`scores at most ${apart.toFixed(1)} apart`);
      assert.ok(apart > 0, "two computations that never differ are one");
      assert.ok(apart < 400, `${apart}: limits lie 5000 and more from a perfect score`);
    });
  }

  it("hears a held sound by its beginning, as int8 does, and words beside it", async () => {
    const random = createRandom(3);
    const hums = heldTakes("hum", steadyVoice("hum", random), 8, random);
    const words = (await readFolder(sample("sound"))).takes.filter(({ path }) => /0[1-6]\.opus$/.test(path));
    const { image } = await train({ takes: [...hums.slice(0, 5), ...words], held: ["hum"] });
    const run = engine.open(image, { reportRefused: "all", trace: true });
    run.pushSound(laySound([...hums, ...words].map(soundOf), 20, createRandom(1)).pcm);
    const events = run.takeEvents().filter(({ phase }) => phase !== "end");
    const decided = events.map(({ phase, command }) => (phase === "refused" ? null : command));
    const twin = floatTwin(image)!(run.takeTrace());
    assert.deepEqual(
      twin.map(({ int8 }) => int8),
      decided,
    );
    assert.ok(decided.filter((command) => command === "hum").length >= 7);
    const same = twin.filter(({ float, int8 }) => float === int8).length;
    assert.ok(same >= 0.95 * twin.length, `${same} of ${twin.length} alike`);
  });

  it("is not made up where an image keeps nothing but integers", async () => {
    const { takes } = await readFolder(sample("motion"));
    const { image } = await train({ takes, head: "dense" });
    assert.equal(floatTwin(image), null);
  });
});
