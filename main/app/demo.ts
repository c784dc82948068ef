/**
 * The whole street on the bundled sample person: recordings → personal model →
 * image → virtual wearable → events → mapping → actor → keys in a real X client.
 *
 * Nothing here is a stand-in: the same training, the same C runtime, the same
 * link, mapping and actor as in use. The person is synthetic (models/sample).
 */
import { createWriteStream, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import { SOUND_RATE_HZ, type SoundSamples, type Take } from "../../common/street.ts";
import { judge, percentile, type StreamEvent } from "../../models/features/judge.ts";
import { laySound, quietLevel } from "../../models/features/lay.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { isCommand } from "../../models/recordings/manifest.ts";
import type { TrainReport } from "../../models/training/train.ts";
import { startRecordingClient, startXvfb } from "../actor/x-testing.ts";
import type { ActorKind } from "../actor/actor.ts";
import { readProfile } from "../mapping/profile.ts";
import { makeFolder, writeWholeFile } from "./files.ts";
import { loadImage } from "./image.ts";
import { goLive, type Live, type LiveRecord } from "./live.ts";
import type { Progress } from "./progress.ts";
import { splitTakes, trainOn } from "./train.ts";

/** The bundled sample person (models/sample). */
export const SAMPLE_SOUND = fileURLToPath(new URL("../../models/sample/sound", import.meta.url));
export const SAMPLE_MOTION = fileURLToPath(new URL("../../models/sample/motion", import.meta.url));
const ENROL = 5;
/** Handed to the wearable at once: 40 ms, as a microphone would. */
const CHUNK = 640;

/** What each command of the sample person does, harmless all. */
const KEYS = [
  "ArrowDown",
  "ArrowUp",
  "ArrowLeft",
  "ArrowRight",
  "Home",
  "End",
  "PageUp",
  "PageDown",
] as const;

export interface DemoFigures {
  readonly trainSeconds: number;
  readonly imageBytes: number;
  readonly imageId: string;
  /** Takes that training has not seen. */
  readonly tested: number;
  /** Takes without an event. */
  readonly missed: number;
  /** Takes with another command's event. */
  readonly confused: number;
  /** Events in everyday recordings, where no command was given. */
  readonly wrongActivations: number;
  /** Length of those recordings. */
  readonly hours: number;
  /** From the event's arrival to the X client having the key, median, ms; to the journal where there is no X server. */
  readonly eventToActionMs: number | null;
  readonly actor: "x11" | "journal";
  /** Where image, profile and journal lie. */
  readonly folder: string;
}

export interface DemoOptions {
  /** Folder for image, profile and journal; a new one for the time being if left out. */
  readonly out?: string | undefined;
  readonly seed: number;
  readonly progress: Progress;
  readonly onNote: (text: string) => void;
  readonly stop: AbortSignal;
}

/** @throws BeckonError, and the signal's reason when stopped. */
export async function runDemo({ out, seed, progress, onNote, stop }: DemoOptions): Promise<DemoFigures> {
  const folder = out ?? mkdtempSync(join(tmpdir(), "beckon-demo-"));
  makeFolder(folder);
  const { training, tested, enrolled, everyday } = await sampleTakes();
  const settings = { commands: undefined, targetWrongPerHour: undefined, seed };
  const { image, report } = await trainOn({ takes: training, warnings: [] }, settings, progress, stop);
  const imagePath = join(folder, "sample.bkn");
  writeWholeFile(imagePath, image);

  const profilePath = join(folder, "profile.json");
  const commands = [...new Set(enrolled.map(({ label }) => label))];
  writeWholeFile(profilePath, `${JSON.stringify(profileFor(commands), null, 2)}\n`);

  const stage = await openStage(folder, onNote);
  const journal = createWriteStream(join(folder, "journal.jsonl"));
  try {
    const live = await goLive({
      prepared: {
        dev: "virtual",
        address: { kind: "virtual" },
        image: loadImage(imagePath),
        rateHz: undefined,
        feed: async () => {},
      },
      profile: readProfile(Buffer.from(JSON.stringify(profileFor(commands))), profilePath),
      actor: stage.kind,
      trust: "consented",
      onRecord(record) {
        journal.write(`${JSON.stringify(record)}\n`);
        stage.onRecord(record);
      },
    });
    try {
      await live.arm();
      const quiet = quietLevel(enrolled.map(soundOf));
      const laid = laySound(tested.map(soundOf), quiet, createRandom(seed).fork("demo"));
      const heard = await play(
        live,
        stage,
        laid.pcm,
        (done) => progress("Listening to commands", done, 1),
        stop,
      );
      const takes = tested.map(({ label }, index) => ({ label, place: laid.places[index]! }));
      const { missed, confused } = judge(takes, heard);
      const talk = laySound(everyday.map(soundOf), quiet, createRandom(seed).fork("everyday"));
      const wrong = await play(
        live,
        stage,
        talk.pcm,
        (done) => progress("Listening to everyday sound", done, 1),
        stop,
      );
      await live.settled();
      const eventToActionMs = await stage.latencyMs(heard.length + wrong.length);
      const counts = { tested: tested.length, missed, confused, wrongActivations: wrong.length };
      const hours = talk.pcm.length / SOUND_RATE_HZ / 3600;
      return figures(report, { ...counts, hours, eventToActionMs, actor: stage.kind.kind, folder });
    } finally {
      await live.close();
    }
  } finally {
    await stage.close();
    await new Promise((resolve) => journal.end(resolve));
  }
}

function figures(
  report: TrainReport,
  rest: Omit<DemoFigures, "trainSeconds" | "imageBytes" | "imageId">,
): DemoFigures {
  const { trainSeconds, imageBytes, imageId } = report;
  return { trainSeconds, imageBytes, imageId, ...rest };
}

/** The sample person's takes: the first five of each command and half of the everyday sound train, the rest tests. */
async function sampleTakes(): Promise<{
  enrolled: Take[];
  training: Take[];
  tested: Take[];
  everyday: Take[];
}> {
  const { takes } = await readFolder(SAMPLE_SOUND);
  const { enrolled, others: tested } = splitTakes(takes.filter(isCommand), ENROL);
  const everyday = takes.filter((take) => !isCommand(take));
  const half = Math.ceil(everyday.length / 2);
  return {
    enrolled,
    training: [...enrolled, ...everyday.slice(0, half)],
    tested,
    everyday: everyday.slice(half),
  };
}

function soundOf({ samples, path }: Take): SoundSamples {
  if (samples.signal !== "sound") throw new Error(`${path} is no sound`);
  return samples;
}

function profileFor(commands: readonly string[]): object {
  const entries = commands.map((command, index) => [
    command,
    { do: "keys", keys: KEYS[index % KEYS.length], harm: "harmless" },
  ]);
  return { version: 1, name: "Sample person", commands: Object.fromEntries(entries) };
}

/**
 * Lets the wearable hear a stream, faster than in life, and gives the events
 * with their place in it. Each event is acted on before the stream goes on, as
 * it would be in life.
 */
async function play(
  live: Live,
  stage: Stage,
  pcm: Int16Array,
  onShare: (done: number) => void,
  stop: AbortSignal,
): Promise<StreamEvent[]> {
  const heard: StreamEvent[] = [];
  const steps = Math.ceil(pcm.length / CHUNK);
  for (let step = 0; step < steps; step++) {
    stop.throwIfAborted();
    const end = Math.min(pcm.length, (step + 1) * CHUNK);
    await live.device.feed!(pcm.slice(step * CHUNK, end));
    const events = stage.takeEvents();
    const decidedMs = (end / SOUND_RATE_HZ) * 1000;
    for (const { command } of events) heard.push({ command, decidedMs, endMs: decidedMs });
    if (events.length > 0) await live.settled();
    if (step % 50 === 0 || step === steps - 1) onShare((step + 1) / steps);
  }
  return heard;
}

/** Where the demo's keys go, and what came of them. */
interface Stage {
  readonly kind: ActorKind;
  onRecord(record: LiveRecord): void;
  /** Events since the last call. */
  takeEvents(): { readonly command: string }[];
  /** Waits until all keys have arrived. @returns the median, ms; null of no event. */
  latencyMs(events: number): Promise<number | null>;
  close(): Promise<void>;
}

/** An X server of its own with a client that has the focus; the journal where that is not to be had. */
async function openStage(folder: string, onNote: (text: string) => void): Promise<Stage> {
  const eventsAtMs: number[] = [];
  let events: { command: string }[] = [];
  const journalTimes: number[] = [];
  const onRecord = (record: LiveRecord): void => {
    if (record.type === "event" && record.refusal === undefined) {
      eventsAtMs.push(performance.now());
      events.push(record.event);
    }
    if (record.type === "action" && record.cause !== undefined) journalTimes.push(record.tookMs);
  };
  const takeEvents = () => {
    const taken = events;
    events = [];
    return taken;
  };
  try {
    const display = await startXvfb();
    const client = await startRecordingClient(display.display).catch(async (error: unknown) => {
      await display.stop();
      throw error;
    });
    return {
      kind: { kind: "x11", display: display.display },
      onRecord,
      takeEvents,
      async latencyMs(count) {
        const downs = () => client.received.filter((each) => each.kind === "key" && each.down);
        await client.until(() => downs().length >= count);
        const zeroMs = performance.now() - Number(process.hrtime.bigint()) / 1e6;
        const tookMs = downs().map(({ atNs }, index) => Number(atNs) / 1e6 + zeroMs - eventsAtMs[index]!);
        return rounded(percentile(tookMs, 0.5));
      },
      async close() {
        await client.stop();
        await display.stop();
      },
    };
  } catch (error) {
    if (!(error instanceof BeckonError)) throw error;
    onNote(`${error.fault.problem} Keys go to a journal instead. ${error.fault.remedy}`);
    return {
      kind: { kind: "journal", path: join(folder, "keys.jsonl") },
      onRecord,
      takeEvents,
      latencyMs: async () => rounded(percentile(journalTimes, 0.5)),
      close: async () => {},
    };
  }
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}
