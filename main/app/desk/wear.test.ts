/** The wear check on an emulated board, put on upside down after its person's movements were recorded. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { MotionSamples } from "../../../common/street.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import { layMotion } from "../../../models/features/lay.ts";
import { type Rotation, toQ14, turnVectors } from "../../../models/features/wear.ts";
import { readFolder } from "../../../models/recordings/folder.ts";
import type { WearView } from "../../contract/values.ts";
import { openVault } from "../../vault/vault.ts";
import { startEmulated } from "../../wearables/emulated/emulated.ts";
import { SAMPLE_MOTION } from "../demo.ts";
import { createPeople } from "./people.ts";
import { createSensing } from "./sensing.ts";
import { createWearCheck } from "./wear.ts";
import { createWorn } from "./worn.ts";

const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";
const engine = await createEngine();
const { takes } = await readFolder(SAMPLE_MOTION);
const movesOf = (label: string): MotionSamples[] =>
  takes.filter((take) => take.label === label).map(({ samples }) => samples as MotionSamples);
const fail = (error: unknown): void => assert.fail(String(error));
const UPSIDE_DOWN: Rotation = [1, 0, 0, 0, -1, 0, 0, 0, -1];

/** With rest around each. */
function moved(moves: readonly MotionSamples[], worn?: Rotation): MotionSamples {
  const { milliG, rateHz } = layMotion(moves);
  return { signal: "motion", milliG: worn ? Int16Array.from(turnVectors(milliG, worn)) : milliG, rateHz };
}

async function rig(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "beckon-wear-"));
  const board = await startEmulated("microbit-v1");
  await board.leaveCable();
  const vault = await openVault({ folder, useKeyRing: false });
  const people = createPeople(vault, fail);
  const worn = createWorn();
  const sensing = createSensing(people, () => "a board", worn, fail);
  const check = createWearCheck(engine, vault, people, sensing, worn);
  t.after(async () => {
    await sensing.release();
    await vault.close();
    await board.pipe.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const dev = `serial:${board.port}`;
  const personId = await people.create("Mina", false, "en");
  await people.setAbility(personId, "hand");
  await people.chooseWearable(personId, dev);
  const addMovement = async (label: string): Promise<void> => {
    const commandId = await people.addCommand(personId, label);
    for (const { milliG } of movesOf(label).slice(0, 4)) {
      const row = { id: randomUUID(), recorded: 1, durationMs: 1000, verdict: "good", live: false } as const;
      await vault.addTake(personId, commandId, { ...row, waveform: new Uint8Array(64) }, milliG);
    }
  };
  const views: WearView[] = [];
  check.of(personId).subscribe((next) => void views.push(next));
  return {
    board,
    check,
    people,
    sensing,
    personId,
    dev,
    worn,
    addMovement,
    views,
    view: () => views.at(-1)!,
  };
}

test("asks for movements one after the other, finds the turn and remembers it for this wearable", {
  skip: noQemu,
  timeout: 120_000,
}, async (t) => {
  const { board, check, personId, dev, worn, addMovement, views, view } = await rig(t);
  await assert.rejects(
    check.start(personId),
    ({ fault }: { fault: { code: string } }) => fault.code === "no-movements",
  );
  for (const label of ["lift", "wave", "knock", "turn"]) await addMovement(label);
  await check.start(personId);
  const asked = ["lift", "wave", "knock"];
  await board.feed(
    moved(
      asked.map((label) => movesOf(label)[5]!),
      UPSIDE_DOWN,
    ),
  );
  assert.deepEqual(
    views.filter(({ state }) => state === "asking").map((one) => [one.asked, one.made, one.wanted]),
    asked.map((label, i) => [label, i, 3]),
  );
  assert.equal(view().verdict, "turned");
  assert.ok(Math.abs(view().degrees - 180) < 20, String(view().degrees));
  const told = worn.q14Of(personId, dev)!;
  assert.ok(toQ14(UPSIDE_DOWN).every((value, i) => Math.abs(value - told[i]!) < 4000));
  assert.equal(worn.q14Of(personId, "serial:/dev/another"), undefined);
  // One that is left changes nothing of it.
  await check.start(personId);
  assert.equal(worn.q14Of(personId, dev), undefined);
  check.stop();
  assert.deepEqual([view().verdict, worn.q14Of(personId, dev)], ["turned", told]);
  // Nor does one that is left while its wearable connects.
  const starting = check.start(personId);
  await new Promise((resolve) => setImmediate(resolve));
  check.stop();
  await starting;
  assert.deepEqual([view().state, view().verdict, worn.q14Of(personId, dev)], ["checked", "turned", told]);
  // Put on as before, the next check sees it as it is and forgets the turn.
  await check.start(personId);
  await board.feed(moved(asked.map((label) => movesOf(label)[6]!)));
  assert.equal(view().verdict, "as-before");
  assert.equal(worn.q14Of(personId, dev), undefined);
  // Of another wearable nothing is known.
  worn.set(personId, dev, UPSIDE_DOWN);
  check.forget(personId);
  assert.deepEqual([view().state, worn.q14Of(personId, dev)], ["unchecked", undefined]);
});

test("the sensor comes back to whoever looks when somebody else's screen is left", {
  skip: noQemu,
  timeout: 120_000,
}, async (t) => {
  const { personId, people, sensing } = await rig(t);
  const other = await people.create("Ben", false, "en");
  await people.setAbility(other, "hand");
  await people.chooseWearable(other, "serial:/dev/nowhere");
  const states: string[] = [];
  const is = async (wanted: string): Promise<void> => {
    for (let tries = 0; states.at(-1) !== wanted; tries++) {
      assert.ok(tries < 1500, `${wanted} never comes: ${states}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  // The board is there, and nobody moves it.
  t.after(sensing.of(personId).subscribe(({ state }) => void states.push(state)));
  await is("silent");
  const leave = sensing.of(other).subscribe(() => {});
  await is("none");
  leave();
  await is("silent");
  await sensing.release();
  await is("none");
  sensing.resume();
  await is("silent");
});

test("what is no movement is asked for again, and a check that is left leaves nothing", {
  skip: noQemu,
  timeout: 120_000,
}, async (t) => {
  const { board, check, personId, dev, worn, addMovement, view } = await rig(t);
  await addMovement("lift");
  await check.start(personId);
  const still = movesOf("lift")[0]!;
  const onAndOn = { ...still, milliG: new Int16Array(3 * 50 * 6).map((_, i) => 800 * Math.sin(i * 0.7)) };
  await board.feed(moved([onAndOn]));
  assert.deepEqual([view().made, view().misses], [0, 1]);
  check.stop();
  assert.equal(view().state, "unchecked");
  assert.equal(worn.q14Of(personId, dev), undefined);
});
