/** Of a network as of templates: what is counted again from the scores is what the runtime decides. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../common/random.ts";
import { BACKGROUND_LABEL } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { withThresholds } from "../../firmware-gen/image/thresholds.ts";
import { laySound } from "../features/lay.ts";
import { trainDense } from "../heads/dense.ts";
import { MOST_SURE, thresholdAt } from "../heads/sureness.ts";
import { readFolder } from "../recordings/folder.ts";
import { enrol, soundOf } from "../training/enrolment.ts";
import { imageOf } from "../training/model.ts";
import { eventsOf } from "./soak-count.ts";
import { createSoakListener } from "./soak-listener.ts";

const SAMPLE = fileURLToPath(new URL("../sample/sound", import.meta.url));
const WORDS = ["scroll down", "go back"];

test("a network's events are counted again exactly, its classes without a command included", async () => {
  const engine = await createEngine();
  const { takes } = await readFolder(SAMPLE, { labels: [...WORDS, BACKGROUND_LABEL] });
  const of = (label: string) => takes.filter((take) => take.label === label);
  const enrolment = enrol(
    engine,
    WORDS.flatMap((word) => of(word).slice(0, 5)),
  );
  const network = await trainDense(engine, enrolment, {
    seed: 1,
    random: createRandom(1),
    everyday: [],
    settings: { epochs: 4 },
  });
  const learned = enrolment.labels.map(() => 16_384);
  const image = imageOf({ kind: "dense", network, thresholds: learned }, enrolment);
  const { classes, margin, refractoryMs } = readImage(image);
  assert.ok(classes.some(({ command }) => !command));
  const said = WORDS.flatMap((word) => of(word).slice(5));
  const life = laySound([...of(BACKGROUND_LABEL), ...said].map(soundOf), 10, createRandom(3), 1500).pcm;

  const at = (step: number): number[] =>
    classes.map(({ command, threshold }) => (command ? thresholdAt("dense", 16_384, step) : threshold));
  const commandsAt = (step: number): Map<string, number> =>
    new Map(classes.flatMap(({ label, command }, c) => (command ? [[label, at(step)[c]!]] : [])));
  const listener = createSoakListener(engine, image, { least: commandsAt(0) });
  const pieces = [...listener.push(life), listener.end()!];
  const candidates = pieces.flatMap((piece) => piece.candidates);
  const counts = Array.from({ length: MOST_SURE + 1 }, (_, step) => {
    const session = engine.open(withThresholds(image, at(step)));
    session.pushSound(life);
    const real = session.takeEvents().map(({ command, decidedMs }) => [command, decidedMs]);
    const again = eventsOf(candidates, { thresholds: commandsAt(step), margin, refractoryMs });
    assert.deepEqual(
      again.map(({ label, decidedMs }) => [label, decidedMs]),
      real,
      `step ${step}`,
    );
    return real.length;
  });
  assert.ok(counts[0]! > counts[MOST_SURE]!, `${counts}`);
});
