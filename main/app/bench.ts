/** The figures that Beckon is to reach, each measured on the path that ships. */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { bareTools } from "../../firmware-gen/boards/bare/bare.ts";
import { measureSoundLoad } from "../../firmware-gen/boards/bare/load.ts";
import { boardById, firmwareFacts } from "../../firmware-gen/boards/boards.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { type HeldTrial, tryHeld } from "../../models/evaluation/held-trial.ts";
import { STEADY_KINDS } from "../../models/evaluation/steady-sounds.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { soundOf } from "../../models/training/enrolment.ts";
import { percentile } from "../../models/features/judge.ts";
import { measureActor } from "../actor/bench.ts";
import { type EventToKey, measureEventToKey } from "./bench-link.ts";
import { SAMPLE_MOTION, SAMPLE_SOUND } from "./demo.ts";
import { type EvaluationReport, evaluateFolder } from "./evaluate.ts";
import type { Progress } from "./progress.ts";
import { splitTakes, trainOn } from "./train.ts";

const ENROL = 5;

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly goal: string;
  readonly reached: boolean;
}

export interface BenchRequest {
  /** Evaluated besides the sample person. */
  readonly recordings: string | undefined;
  readonly background: readonly string[];
  /** Counts as the goals name them; else a taste of each. */
  readonly full: boolean;
  readonly seed: number;
}

export interface BenchReport {
  readonly machine: string;
  readonly figures: readonly Figure[];
  readonly training: {
    readonly seconds: number;
    readonly head: string;
    readonly folds: number;
    readonly epochs: number;
  };
  readonly eventToKey: EventToKey;
  readonly actor: Awaited<ReturnType<typeof measureActor>>;
  readonly evaluation: EvaluationReport;
}

/** @throws BeckonError when a folder cannot be read or Xvfb is missing. */
export async function measureAll(
  request: BenchRequest,
  progress: Progress,
  stop: AbortSignal,
): Promise<BenchReport> {
  const { full, seed } = request;
  const settings = { commands: undefined, targetWrongPerHour: undefined, seed };
  const train = async (folder: string) => {
    const { takes } = await readFolder(folder);
    return trainOn({ takes: splitTakes(takes, ENROL).enrolled, warnings: [] }, settings, progress, stop);
  };
  const sound = await train(SAMPLE_SOUND);
  const motion = await train(SAMPLE_MOTION);
  const recordings = request.recordings ?? SAMPLE_SOUND;
  const wanted = { recordings, enrol: ENROL, background: request.background, seed };
  const evaluation = await evaluateFolder(wanted, progress, stop);
  const eventToKey = await measureEventToKey(sound.image, SAMPLE_SOUND, full ? 1000 : 200, progress);
  progress("Holding and letting go", 0, 1);
  const actor = await measureActor(full);
  progress("Holding and letting go", 1, 1);

  const { trainSeconds: seconds, head, folds, epochs, heads } = sound.report;
  const load = loadOf(sound.image, await someSound());
  const board = firmwareFacts(boardById("microbit-v1"));
  const flash = board.flashBytes + motion.image.length;
  const delays = evaluation.people.flatMap(({ delayMs }) => (delayMs.p95 === null ? [] : [delayMs.p95]));
  const delay = percentile(delays, 1);
  const { parentKilled, parentFrozen, healthyHold } = actor;
  const released = parentKilled.withinLimit + parentFrozen.withinLimit;
  const releases = parentKilled.count + parentFrozen.count;
  const figures: Figure[] = [
    figure(
      "training, 6 commands × 5 takes",
      `${seconds.toFixed(1)} s (${heads.length} heads, ${folds} folds, ${epochs} epochs)`,
      "≤ 15 s",
      seconds <= 15,
    ),
    figure(
      "end of command → event, p95 of the worst person",
      `${text(delay)} ms`,
      "≤ 400 ms",
      delay !== null && delay <= 400,
    ),
    figure(
      "evaluation",
      `${text(evaluation.realTimeFactor)} × real time`,
      "≥ 100 ×",
      (evaluation.realTimeFactor ?? 0) >= 100,
    ),
    figure(
      "micro:bit V1, base firmware + motion image",
      `${flash} bytes of flash`,
      "≤ 65536",
      flash <= 65536,
    ),
    figure(
      `sound on a Cortex-M4 at ${M4_HZ / 1e6} MHz, instructions counted`,
      load === undefined ? "not measured: gcc or QEMU for Arm is missing" : `${Math.round(load * 100)} %`,
      "≤ 50 %",
      (load ?? 1) <= 0.5,
    ),
    ...(await heldFigures()),
    figure("micro:bit V1", `${board.ramBytes} bytes of RAM`, "≤ 12288", board.ramBytes <= 12288),
    figure(
      `event bytes on a pseudo-terminal → key, ${eventToKey.events} times, p50`,
      `${text(eventToKey.p50Ms)} ms`,
      "≤ 5 ms",
      (eventToKey.p50Ms ?? 99) <= 5,
    ),
    figure("the same, p99", `${text(eventToKey.p99Ms)} ms`, "≤ 20 ms", (eventToKey.p99Ms ?? 99) <= 20),
    figure(
      "released within 250 ms of the parent's death or freeze",
      `${released} of ${releases}`,
      "all",
      released === releases,
    ),
    figure(
      `held ${healthyHold.secondsEach} s with both cores busy`,
      `${healthyHold.letGoByMistake} of ${healthyHold.holds} let go`,
      "0",
      healthyHold.letGoByMistake === 0,
    ),
  ];
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`;
  return { machine, figures, training: { seconds, head, folds, epochs }, eventToKey, actor, evaluation };
}

/** The micro:bit V2's. */
const M4_HZ = 64_000_000;
const LOAD_TAKES = 3;

/** Part of the processor's time, one instruction a cycle; undefined without the tools. */
function loadOf(image: Uint8Array, pcm: Int16Array): number | undefined {
  if (bareTools("m4").some((tool) => spawnSync("which", [tool]).status !== 0)) return undefined;
  return measureSoundLoad(image, pcm).instructionsPerSecond / M4_HZ;
}

const VOICES = 3;

/** How soon a held command begins and ends, of several synthesised voices beside the sample person's words. */
async function heldFigures(): Promise<Figure[]> {
  const engine = await createEngine();
  const words = splitTakes((await readFolder(SAMPLE_SOUND)).takes, ENROL).enrolled;
  const figures: Figure[] = [];
  for (const kind of STEADY_KINDS) {
    const trials: HeldTrial[] = [];
    for (let seed = 1; seed <= VOICES; seed++) trials.push(await tryHeld(engine, kind, seed, words));
    const worst = (of: (trial: HeldTrial) => readonly number[]): number =>
      Math.max(...trials.map((trial) => percentile(of(trial).map(Math.abs), 0.95) ?? Infinity));
    const [start, end] = [worst(({ startMs }) => startMs), worst(({ endMs }) => endMs)];
    const sum = (of: (trial: HeldTrial) => number): number => trials.reduce((all, one) => all + of(one), 0);
    figures.push(
      figure(
        `held ${kind}, synthesised, p95 of the worst of ${VOICES} voices`,
        `begins after ${text(start)} ms, ends after ${text(end)} ms; ${sum(({ missed }) => missed)} of ${sum(({ tested }) => tested)} missed`,
        "≤ 100 ms both",
        start <= 100 && end <= 100,
      ),
    );
  }
  return figures;
}

/** A few takes of the sample person, one after the other. */
async function someSound(): Promise<Int16Array> {
  const { takes } = await readFolder(SAMPLE_SOUND);
  const pcm = takes.slice(0, LOAD_TAKES).flatMap((take) => [...soundOf(take).pcm]);
  return Int16Array.from(pcm);
}

function figure(name: string, value: string, goal: string, reached: boolean): Figure {
  return { name, value, goal, reached };
}

function text(value: number | null): string {
  return value === null ? "–" : value.toFixed(1);
}
