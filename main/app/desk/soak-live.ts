/** Listening to ordinary life by microphone or wearable: ten seconds at a time, each on the disk before the next. */
import { randomUUID } from "node:crypto";
import { VALUES_PER_SECOND } from "../../../common/street.ts";
import type { SoakSaid } from "../../contract/soak-values.ts";
import type { SoakRun } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { leastThresholds, type SoakModel } from "./soak-count.ts";
import type { SoakHeard } from "./soak-messages.ts";
import { rowsOf, samplesOf } from "./soak-saving.ts";
import { startSoakThread } from "./soak-thread.ts";

export interface LiveListening {
  /** Resolves when what is complete by now is saved. */
  hear(values: Int16Array): Promise<void>;
  /** What goes on from now. */
  say(said: SoakSaid): Promise<void>;
  /** Saves what was heard so far; the next sound begins anew. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** Sound that comes so long after the last was not heard in one go with it, ms. */
const GAP_MS = 5000;

/** @param onSaved told after each piece that is on the disk. */
export function listenLive(
  vault: Vault,
  personId: string,
  model: SoakModel,
  first: SoakSaid,
  onSaved: () => void,
): LiveListening {
  const thread = startSoakThread({ image: model.image, least: leastThresholds(model) });
  const { signal } = model.description;
  const origin = `live ${randomUUID()}`;
  let said = first;
  let run: SoakRun | undefined;
  let samples = 0;
  let hearing = false;
  /** When the last sound came, ms since 1970. */
  let heardMs = 0;

  // Sound, and the word that it must pause, come from different sides.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  const save = async ({ pieces }: SoakHeard): Promise<void> => {
    if (pieces.length === 0) return;
    const { scoring } = model;
    run ??= await vault.beginSoak(personId, { scoring, signal, source: "live", origin, started: heardMs });
    const length = samplesOf(pieces);
    // Not by the time of saving: the computer may have slept since the sound.
    const startMs = heardMs - (1000 * length) / VALUES_PER_SECOND[signal];
    await vault.addToSoak(personId, run.id, rowsOf(signal, pieces, said, startMs));
    samples += length;
    onSaved();
  };
  const rest = async (): Promise<void> => {
    if (!hearing) return;
    hearing = false;
    await save(await thread.ask({ kind: "end" }));
  };

  return {
    hear: (values) => {
      const nowMs = Date.now();
      return inTurn(async () => {
        // After a sleep, or a clock that was set, this is not what came next, and the hours between are nobody's.
        if (Math.abs(nowMs - heardMs) > GAP_MS) await rest();
        heardMs = nowMs;
        if (!hearing) await thread.ask({ kind: "begin", before: samples });
        hearing = true;
        await save(await thread.ask({ kind: "push", values }));
      });
    },
    say: (next) =>
      inTurn(async () => {
        if (next === said) return;
        await rest();
        said = next;
      }),
    rest: () => inTurn(rest),
    close: () =>
      inTurn(async () => {
        try {
          await rest();
        } finally {
          await thread.close();
        }
      }),
  };
}
