/**
 * Synthesised hums, vowels, hisses and whistles that last: no recordings of such sounds by
 * several people could be had. A voice is a sum of harmonics with jitter, shimmer and drift;
 * what the mouth makes of it is a fall per octave and the vowel's formants, as gains.
 */
import type { Random } from "../../common/random.ts";
import { SOUND_RATE_HZ } from "../../common/street.ts";

export const STEADY_KINDS = ["hum", "vowel", "hiss", "whistle"] as const;
export type SteadyKind = (typeof STEADY_KINDS)[number];

/** One person's way of making a sound; drawn once per person. */
export interface SteadyVoice {
  readonly kind: SteadyKind;
  readonly pitchHz: number;
  /** Fall of the harmonics above the pitch, dB an octave. */
  readonly fallDb: number;
  readonly formantsHz: readonly [number, number];
  /** Breath beside the voice, part of its level. */
  readonly breath: number;
}

export function steadyVoice(kind: SteadyKind, random: Random): SteadyVoice {
  return {
    kind,
    pitchHz: kind === "whistle" ? random.between(900, 1900) : random.between(95, 260),
    fallDb: kind === "hum" ? random.between(12, 18) : random.between(6, 10),
    formantsHz: [random.between(400, 850), random.between(1000, 2000)],
    breath: random.between(0.02, 0.08),
  };
}

/** Samples from silence to silence; the sound rises and falls within some hundredths of a second. int16 steps as floats. */
export function steadySound(
  voice: SteadyVoice,
  seconds: number,
  level: number,
  random: Random,
): Float64Array {
  const out = new Float64Array(Math.round(seconds * SOUND_RATE_HZ));
  const pitch = voice.pitchHz * 2 ** random.between(-0.08, 0.08);
  const drift = random.between(-0.06, 0.06);
  const harmonics = voice.kind === "hiss" ? [] : voice.kind === "whistle" ? [1] : harmonicsOf(voice, pitch);
  const rise = random.between(0.02, 0.08);
  const fall = random.between(0.02, 0.08);
  let phase = random.next();
  let jitter = 0;
  let shimmer = 0;
  let before = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / SOUND_RATE_HZ;
    if (i % 160 === 0) {
      jitter = 0.9 * jitter + 0.004 * random.normal();
      shimmer = 0.9 * shimmer + 0.03 * random.normal();
    }
    phase += (pitch * (1 + (drift * t) / seconds + jitter)) / SOUND_RATE_HZ;
    let value = 0;
    for (const [h, gain] of harmonics.entries()) value += gain * Math.sin(2 * Math.PI * (h + 1) * phase);
    const white = random.normal();
    // Breath and hiss have little below 2 kHz.
    const air = white - 0.95 * before;
    before = white;
    value += air * (voice.kind === "hiss" ? 0.7 : voice.breath);
    const envelope = Math.min(1, t / rise, (seconds - t) / fall);
    out[i] = level * (1 + shimmer) * Math.max(0, envelope) * value;
  }
  return out;
}

function harmonicsOf({ fallDb, formantsHz, kind }: SteadyVoice, pitchHz: number): number[] {
  const count = Math.floor(Math.min(5000, kind === "hum" ? 1500 : 5000) / pitchHz);
  const gains = Array.from({ length: count }, (_, h) => {
    const hz = (h + 1) * pitchHz;
    const fall = 10 ** ((-fallDb * Math.log2(h + 1)) / 20);
    if (kind === "hum") return fall;
    const resonance = formantsHz.reduce((sum, at) => sum + 6 * Math.exp(-(((hz - at) / 150) ** 2)), 1);
    return fall * resonance;
  });
  const power = Math.sqrt(gains.reduce((sum, gain) => sum + (gain * gain) / 2, 0));
  return gains.map((gain) => gain / power);
}
