/** Listening to what lies ready: everyday recordings of the vault, or a file. As fast as the runtime can. */
import { SOUND_RATE_HZ, VALUES_PER_SECOND } from "../../../common/street.ts";
import { pieceLength, type SoakPiece, warmUpLength } from "../../../models/evaluation/soak-listener.ts";
import type { SoakSaid } from "../../contract/soak-values.ts";
import type { KeptRecording, SoakRun } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { leastThresholds, type SoakModel } from "./soak-count.ts";
import { rowsOf, samplesOf } from "./soak-saving.ts";
import { startSoakThread } from "./soak-thread.ts";

export interface Reading {
  readonly vault: Vault;
  readonly personId: string;
  readonly model: SoakModel;
  readonly stop: AbortSignal;
  /** Told what is on the disk now; `ofSeconds` where the whole length is known. */
  readonly onSaved: (doneSeconds: number, ofSeconds: number | null) => void;
}

/** Pieces of a recording that are saved together. */
const AT_ONCE = 6;

/**
 * @param trainedAt when the model was trained: of a recording made before, training has seen the
 * first half, and that half is not counted.
 * @returns seconds that had not been listened to before.
 */
export async function readKept(reading: Reading, trainedAt: number): Promise<number> {
  const { vault, personId, model, stop, onSaved } = reading;
  const { signal } = model.description;
  const piece = pieceLength(signal);
  const perSecond = VALUES_PER_SECOND[signal];
  const recordings = (await vault.recordingsOf(personId)).filter(
    ({ kind }) => (kind === "movement") === (signal === "motion"),
  );
  const parts: { recording: KeptRecording; run: SoakRun; from: number }[] = [];
  for (const recording of recordings) {
    const { id, recorded, samples } = recording;
    const unseen = recorded > trainedAt ? 0 : Math.ceil(samples / 2 / piece) * piece;
    const { scoring } = model;
    const run = await vault.beginSoak(personId, {
      scoring,
      signal,
      source: "kept",
      origin: id,
      started: recorded,
    });
    if (unseen + run.samples < samples) parts.push({ recording, run, from: unseen + run.samples });
  }
  const all = parts.reduce((sum, { recording, from }) => sum + recording.samples - from, 0) / perSecond;
  let done = 0;
  const thread = startSoakThread({ image: model.image, least: leastThresholds(model) });
  try {
    for (const { recording, run, from } of parts) {
      const said: SoakSaid = recording.kind === "talk" ? "talk" : "other";
      let savedTo = from;
      const save = async (pieces: readonly SoakPiece[]): Promise<void> => {
        const startMs = recording.recorded + (1000 * savedTo) / perSecond;
        await vault.addToSoak(personId, run.id, rowsOf(signal, pieces, said, startMs));
        savedTo += samplesOf(pieces);
        done += samplesOf(pieces) / perSecond;
        onSaved(done, all);
      };
      const first = from / piece;
      const known = first > 0 ? await vault.recordingPiece(personId, recording.id, first - 1) : undefined;
      await thread.ask({
        kind: "begin",
        before: from,
        ...(known && { warmUp: known.slice(-warmUpLength(signal)) }),
      });
      let waiting: SoakPiece[] = [];
      for (let number = first; number * piece < recording.samples; number++) {
        stop.throwIfAborted();
        const values = await vault.recordingPiece(personId, recording.id, number);
        waiting.push(...(await thread.ask({ kind: "push", values })).pieces);
        if (waiting.length < AT_ONCE) continue;
        await save(waiting);
        waiting = [];
      }
      waiting.push(...(await thread.ask({ kind: "end" })).pieces);
      if (waiting.length > 0) await save(waiting);
    }
  } finally {
    await thread.close();
  }
  return done;
}

/**
 * @param file its path, its name as the person knows it, and a hash of its bytes.
 * @returns seconds that had not been listened to before.
 * @throws BeckonError of the file's format.
 */
export async function readFile(
  { vault, personId, model, stop, onSaved }: Reading,
  file: { readonly path: string; readonly name: string; readonly hash: string },
  said: SoakSaid,
): Promise<number> {
  const started = Date.now();
  const thread = startSoakThread({ image: model.image, least: leastThresholds(model) });
  try {
    // Before the vault hears of it: a file that cannot be read leaves nothing behind.
    await thread.ask({ kind: "open", path: file.path, thing: file.name, from: 0 });
    const { scoring } = model;
    const origin = `file ${file.hash}`;
    const run = await vault.beginSoak(personId, {
      scoring,
      signal: "sound",
      source: "file",
      origin,
      started,
    });
    if (run.samples > 0) {
      await thread.ask({ kind: "open", path: file.path, thing: file.name, from: run.samples });
    }
    let savedTo = run.samples;
    for (let ended = false; !ended; ) {
      stop.throwIfAborted();
      const heard = await thread.ask({ kind: "read" });
      ended = heard.ended;
      if (heard.pieces.length === 0) continue;
      const startMs = run.started + (1000 * savedTo) / SOUND_RATE_HZ;
      await vault.addToSoak(personId, run.id, rowsOf("sound", heard.pieces, said, startMs));
      savedTo += samplesOf(heard.pieces);
      onSaved((savedTo - run.samples) / SOUND_RATE_HZ, null);
    }
    return (savedTo - run.samples) / SOUND_RATE_HZ;
  } finally {
    await thread.close();
  }
}
