/** One everyday recording while it is made: ten seconds at a time, each on the disk before the next. */
import { SOUND_RATE_HZ } from "../../../common/street.ts";
import type { EverydayKind } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { joinSound } from "./front.ts";

export interface EverydayRecording {
  /** @returns seconds that are still wanted; what is beyond them is dropped. */
  add(pcm: Int16Array): Promise<number>;
  /** Saves the last piece. */
  end(): Promise<void>;
}

const PIECE = 10 * SOUND_RATE_HZ;

export async function createEverydayRecording(
  vault: Vault,
  personId: string,
  kind: EverydayKind,
  seconds: number,
  onSaved: () => void,
): Promise<EverydayRecording> {
  const id = await vault.beginRecording(personId, kind, Date.now());
  let left = Math.round(seconds * SOUND_RATE_HZ);
  let number = 0;
  let waiting: Int16Array[] = [];
  let samples = 0;
  const save = async (pcm: Int16Array): Promise<void> => {
    await vault.addToRecording(personId, id, number++, pcm);
    onSaved();
  };
  return {
    async add(pcm) {
      const wanted = pcm.subarray(0, left);
      left -= wanted.length;
      waiting.push(wanted);
      samples += wanted.length;
      if (samples >= PIECE) {
        const joined = joinSound(waiting);
        const whole = joined.length - (joined.length % PIECE);
        waiting = [joined.slice(whole)];
        samples -= whole;
        for (let at = 0; at < whole; at += PIECE) await save(joined.slice(at, at + PIECE));
      }
      return left / SOUND_RATE_HZ;
    },
    async end() {
      const rest = joinSound(waiting);
      waiting = [];
      samples = 0;
      if (rest.length > 0) await save(rest);
    },
  };
}
