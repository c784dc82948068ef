/** One everyday recording while it is made: ten seconds at a time, each on the disk before the next. */
import { VALUES_PER_SECOND } from "../../../common/street.ts";
import type { EverydayKind } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { joinValues } from "./signals.ts";

export interface EverydayRecording {
  /** @returns seconds that are still wanted; what is beyond them is dropped. */
  add(values: Int16Array): Promise<number>;
  /** Saves the last piece. */
  end(): Promise<void>;
}

const PIECE_S = 10;

export async function createEverydayRecording(
  vault: Vault,
  personId: string,
  kind: EverydayKind,
  seconds: number,
  onSaved: () => void,
): Promise<EverydayRecording> {
  const id = await vault.beginRecording(personId, kind, Date.now());
  const perSecond = VALUES_PER_SECOND[kind === "movement" ? "motion" : "sound"];
  const piece = PIECE_S * perSecond;
  const whole = Math.round(seconds * perSecond);
  let left = kind === "movement" ? whole - (whole % 3) : whole;
  let number = 0;
  let waiting: Int16Array[] = [];
  let samples = 0;
  const save = async (pcm: Int16Array): Promise<void> => {
    await vault.addToRecording(personId, id, number++, pcm);
    onSaved();
  };
  return {
    async add(values) {
      const wanted = values.subarray(0, left);
      left -= wanted.length;
      waiting.push(wanted);
      samples += wanted.length;
      if (samples >= piece) {
        const joined = joinValues(waiting);
        const whole = joined.length - (joined.length % piece);
        waiting = [joined.slice(whole)];
        samples -= whole;
        for (let at = 0; at < whole; at += piece) await save(joined.slice(at, at + piece));
      }
      return left / perSecond;
    },
    async end() {
      const rest = joinValues(waiting);
      waiting = [];
      samples = 0;
      if (rest.length > 0) await save(rest);
    },
  };
}
