/**
 * Everything that can be wrong with a recordings folder, as one closed list.
 * `faults.test.ts` makes each of them happen.
 */
import { BeckonError } from "../../common/errors.ts";

export const RECORDING_FAULTS = [
  // the folder and its list
  "folder-missing",
  "manifest-missing",
  "manifest-encoding",
  "manifest-columns",
  "manifest-row",
  "manifest-quote",
  "manifest-kind",
  "manifest-session",
  "manifest-outside",
  "manifest-twice",
  "manifest-empty",
  "manifest-person",
  // any file
  "file-missing",
  "file-unreadable",
  "file-empty",
  // sound
  "sound-unknown",
  "sound-rate",
  "sound-channels",
  "sound-empty",
  "sound-silent",
  "sound-long",
  "wav-truncated",
  "wav-no-format",
  "wav-coding",
  "flac-damaged",
  "opus-damaged",
  // movement
  "motion-encoding",
  "motion-columns",
  "motion-row",
  "motion-number",
  "motion-time",
  "motion-short",
  "motion-rate",
  "motion-range",
  "motion-still",
] as const;
export type RecordingFault = (typeof RECORDING_FAULTS)[number];

/** The recordings are at fault; see {@link BeckonError} for the words. */
export function recordingError(
  code: RecordingFault,
  thing: string,
  problem: string,
  remedy: string,
): BeckonError {
  return new BeckonError({ code, exit: 1, thing, problem, remedy });
}

/** What the system said when a file could not be opened or read, in plain words. */
export function fileError(error: unknown, thing: string): BeckonError {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return recordingError(
      "file-missing",
      thing,
      "There is no such file.",
      "Check its name and where it lies.",
    );
  }
  return recordingError(
    "file-unreadable",
    thing,
    `It cannot be read (${code || String(error)}).`,
    "Check that it is a file and that you may read it.",
  );
}
