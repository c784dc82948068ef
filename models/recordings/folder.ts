/** A recordings folder → takes. */
import type { Samples, SoundSamples, Take } from "../../common/street.ts";
import { recordingError } from "./faults.ts";
import { isCommand, readManifest, type ManifestRow } from "./manifest.ts";
import { readMotion } from "./motion-file.ts";
import { readSound } from "./sound-file.ts";

export interface FolderOptions {
  /** Only this person's recordings. */
  readonly person?: string;
  /** Only these labels. */
  readonly labels?: readonly string[];
}

export interface FolderReading {
  /** In the manifest's order. */
  readonly takes: Take[];
  /** "file: remark", each remark once per folder with the number of files it fits. */
  readonly warnings: string[];
}

/**
 * All takes of a folder, in memory. For hours of everyday recordings use
 * {@link streamFolder}, or `openSound` for each row of `readManifest`.
 *
 * @param dir folder with a manifest.csv.
 * @throws BeckonError at the first recording that cannot be read.
 */
export async function readFolder(dir: string, options: FolderOptions = {}): Promise<FolderReading> {
  const takes: Take[] = [];
  for await (const take of streamFolder(dir, options)) takes.push(take);
  return { takes, warnings: gatherWarnings(takes) };
}

/**
 * The same takes one after the other: no more than one file's samples are held here.
 *
 * @throws BeckonError as {@link readFolder}; the manifest's faults come before the first take.
 */
export async function* streamFolder(dir: string, options: FolderOptions = {}): AsyncGenerator<Take> {
  for (const row of selectRows(await readManifest(dir), options)) yield await readTake(row);
}

/** The rows that `options` ask for, in order. */
export function selectRows(rows: readonly ManifestRow[], options: FolderOptions): ManifestRow[] {
  return rows.filter(
    (row) =>
      (options.person === undefined || row.person === options.person) &&
      (options.labels === undefined || options.labels.includes(row.label)),
  );
}

/** @throws BeckonError if the recording cannot be read, or is a take without any sound in it. */
export async function readTake(row: ManifestRow): Promise<Take> {
  const { samples, warnings } = await read(row);
  if (samples.signal === "sound" && holdsNoSound(samples)) {
    if (isCommand(row)) {
      throw recordingError(
        "sound-silent",
        row.thing,
        "It holds no sound: every sample is the same.",
        NO_SOUND_REMEDY,
      );
    }
    warnings.push("It holds no sound: every sample is the same.");
  }
  if (samples.signal === "motion" && samples.milliG.every((value, i) => value === samples.milliG[i % 3])) {
    if (isCommand(row)) {
      throw recordingError(
        "motion-still",
        row.thing,
        "Nothing moves in it: every sample is the same.",
        NO_MOTION_REMEDY,
      );
    }
    warnings.push("Nothing moves in it: every sample is the same.");
  }
  const { path, person, label, session, source } = row;
  return { path, person, label, session, source, samples, warnings };
}

const NO_SOUND_REMEDY = "Check that the microphone is allowed and not muted, and record it again.";
const NO_MOTION_REMEDY = "Check that the sensor is connected and awake, and record it again.";

async function read(row: ManifestRow): Promise<{ samples: Samples; warnings: string[] }> {
  return row.kind === "sound" ? readSound(row.file, row.thing) : readMotion(row.file, row.thing);
}

/** A refused or muted microphone gives zeros or one constant value; a lossy codec turns them into a faint ripple. */
function holdsNoSound({ pcm }: SoundSamples): boolean {
  const edge = Math.min(800, pcm.length >> 2); // resamplers and codecs swing in at the ends of a constant
  let low = 32767;
  let high = -32768;
  for (let i = edge; i < pcm.length - edge; i++) {
    low = Math.min(low, pcm[i]!);
    high = Math.max(high, pcm[i]!);
  }
  return high - low <= 1;
}

function gatherWarnings(takes: readonly Take[]): string[] {
  const files = new Map<string, string[]>();
  for (const take of takes) {
    for (const warning of take.warnings) files.set(warning, [...(files.get(warning) ?? []), take.path]);
  }
  return [...files].map(([warning, [first, ...others]]) =>
    others.length === 0 ? `${first}: ${warning}` : `${first} and ${others.length} more: ${warning}`,
  );
}
