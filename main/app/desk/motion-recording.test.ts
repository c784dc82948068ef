/** Recording movement on an emulated board's own sensor: the same firmware that ships, its cable a pseudo-terminal. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { MotionSamples, Take } from "../../../common/street.ts";
import { layMotion } from "../../../models/features/lay.ts";
import { readFolder } from "../../../models/recordings/folder.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import type { RecorderView, SensorView } from "../../contract/values.ts";
import { openVault } from "../../vault/vault.ts";
import { startEmulated } from "../../wearables/emulated/emulated.ts";
import { openSerial } from "../../wearables/transport/serial.ts";
import { SAMPLE_MOTION } from "../demo.ts";
import { createCutter } from "./cutter.ts";
import { evidenceOf } from "./evidence.ts";
import { createHearing } from "./hearing.ts";
import { createPeople } from "./people.ts";
import { createRecorder } from "./recorder.ts";
import { createSensing } from "./sensing.ts";
import { createWorn } from "./worn.ts";

const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";
const engine = await createEngine();
const { takes } = await readFolder(SAMPLE_MOTION);
const motionOf = ({ samples }: Take): MotionSamples => samples as MotionSamples;
const movesOf = (label: string): MotionSamples[] =>
  takes.filter((take) => take.label === label).map(motionOf);

/** Each movement, with a second of rest before and after it. */
function laid(moves: readonly MotionSamples[]): MotionSamples {
  const { milliG, rateHz } = layMotion(moves);
  return { signal: "motion", milliG, rateHz };
}

test("the cutter finds each movement of every label once, as the runtime's gate does", () => {
  for (const label of new Set(takes.map((take) => take.label))) {
    if (label.startsWith("_")) continue;
    const moves = movesOf(label).slice(0, 6);
    const { milliG } = laid(moves);
    const cutter = createCutter(engine, "motion");
    const cuts = [];
    for (let at = 0; at < milliG.length; at += 12) cuts.push(...cutter.push(milliG.subarray(at, at + 12)));
    assert.equal(cuts.length, moves.length, label);
    assert.ok(
      cuts.every(({ long, values }) => !long && values.length % 6 === 0),
      label,
    );
  }
});

const fail = (error: unknown): void => assert.fail(String(error));

async function rig(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "beckon-motion-"));
  const board = await startEmulated("microbit-v1");
  // The desk opens the terminal itself, as it opens a real port.
  await board.leaveCable();
  const vault = await openVault({ folder, useKeyRing: false });
  const people = createPeople(vault, fail);
  const hearing = createHearing();
  const sensing = createSensing(people, () => "a board", createWorn(), fail);
  const recorder = createRecorder(engine, vault, people, hearing, sensing);
  t.after(async () => {
    await sensing.release();
    hearing.close();
    await vault.close();
    await board.pipe.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { board, vault, people, sensing, recorder };
}

test("takes and everyday movement come from the board's own sensor, and its cable is free afterwards", {
  skip: noQemu,
  timeout: 120_000,
}, async (t) => {
  const { board, vault, people, sensing, recorder } = await rig(t);
  const personId = await people.create("Mina", false, "en");
  await people.setAbility(personId, "hand");
  const commandId = await people.addCommand(personId, "lift");
  await assert.rejects(
    recorder.start({ personId, commandId, wanted: 2, start: "listen" }),
    ({ fault }: { fault: { code: string } }) => fault.code === "no-sensor",
  );
  await people.chooseWearable(personId, `serial:${board.port}`);

  const looks: SensorView[] = [];
  const stopLooking = sensing.of(personId).subscribe((view) => void looks.push(view));
  await recorder.start({ personId, commandId, wanted: 2, start: "listen" });
  const done = Promise.withResolvers<RecorderView>();
  recorder.view.subscribe((view) => {
    if (view.phase === "done") done.resolve(view);
  });
  const lifts = movesOf("lift");
  await board.feed(laid([lifts[0]!, lifts[1]!, lifts[2]!]));
  const { good, last } = await done.promise;
  assert.equal(good, 2);
  assert.equal(last?.verdict, "good");
  assert.ok(Math.max(...last.waveform) > 0.9);
  const working = looks.filter(({ state }) => state === "working");
  assert.ok(working.length > 10 && working.every(({ lost }) => lost === 0));
  assert.equal(working.at(-1)!.axes[0]!.length, 100);
  assert.ok(working.some(({ strength }) => strength > 0.3));

  await assert.rejects(recorder.everyday({ personId, kind: "room", seconds: 5 }));
  await recorder.everyday({ personId, kind: "movement", seconds: 2 });
  const everyday = movesOf("_background")[0]!;
  await board.feed({ ...everyday, milliG: everyday.milliG.slice(0, 9 * everyday.rateHz) });
  const person = await people.whole(personId);
  assert.equal(person.movementSamples, 2 * 150);
  assert.equal(person.commands[0]!.takes.length, 2);

  const evidence = await evidenceOf(vault, personId);
  assert.deepEqual(
    [...evidence.takes, ...evidence.background].map(({ label, samples }) => [label, samples.signal]),
    [
      ["lift", "motion"],
      ["lift", "motion"],
      ["_background", "motion"],
    ],
  );
  // Who says words instead keeps these takes, but they are none of a word.
  await people.setAbility(personId, "word");
  assert.equal((await people.whole(personId)).commands[0]!.takes.length, 0);
  await people.setAbility(personId, "hand");
  assert.equal((await people.whole(personId)).commands[0]!.takes.length, 2);

  await sensing.release();
  assert.equal(looks.at(-1)!.state, "none");
  const again = await openSerial(board.port, 115_200);
  await again.close();
  stopLooking();
});

test("a board that is unplugged while somebody records is said to be lost", {
  skip: noQemu,
  timeout: 120_000,
}, async (t) => {
  const { board, people, sensing, recorder } = await rig(t);
  const personId = await people.create("Mina", false, "en");
  await people.setAbility(personId, "head");
  const commandId = await people.addCommand(personId, "nod");
  await people.chooseWearable(personId, `serial:${board.port}`);
  const lost = Promise.withResolvers<SensorView>();
  sensing.of(personId).subscribe((view) => {
    if (view.state === "lost") lost.resolve(view);
  });
  await recorder.start({ personId, commandId, wanted: 2, start: "listen" });
  board.kill();
  assert.equal((await lost.promise).name, "a board");
});
