/**
 * The values that walk down the street (DESIGN §1), each made in one place:
 * Take → Features → FloatModel → Network → Image → DeviceEvent → Action.
 * Those that more than one floor must name stand here; the network types are
 * in firmware-gen/network, the actions in main/mapping.
 */

export type Signal = "sound" | "motion";

/** Labels that are no command and never make an event. */
export const BACKGROUND_LABEL = "_background";
export const OTHER_LABEL = "_other";

/** Sound is always 16 kHz mono when it reaches the runtime. */
export const SOUND_RATE_HZ = 16000;

/** Movement is kept at the rate that the runtime works at, whatever the sensor's is. */
export const MOTION_RATE_HZ = 50;

/** Values a second of what is recorded as one row of int16: sound's samples, or three axes in turn. */
export const VALUES_PER_SECOND: Readonly<Record<Signal, number>> = {
  sound: SOUND_RATE_HZ,
  motion: 3 * MOTION_RATE_HZ,
};

/** Sound of one recording, mono, resampled to {@link SOUND_RATE_HZ}. */
export interface SoundSamples {
  readonly signal: "sound";
  /** 16-bit PCM at 16 kHz. */
  readonly pcm: Int16Array;
  /** Rate of the origin in Hz, which tells what band the recording can hold. */
  readonly originRateHz: number;
}

/** Movement of one recording. */
export interface MotionSamples {
  readonly signal: "motion";
  /** ax, ay, az of each sample in milli-g, gravity included, sensor axes; length 3 × samples. */
  readonly milliG: Int16Array;
  /** Samples a second, evenly spaced. */
  readonly rateHz: number;
}

export type Samples = SoundSamples | MotionSamples;

/** One recorded example of a command, or one everyday recording (label {@link BACKGROUND_LABEL}). */
export interface Take {
  /** As the manifest writes it; unique in its folder. */
  readonly path: string;
  readonly person: string;
  readonly label: string;
  /** Recording day, 1 = first. */
  readonly session: number;
  readonly source: string;
  readonly samples: Samples;
  /** Plain-word remarks about this recording ("holds nothing above 4 kHz"); empty if none. */
  readonly warnings: readonly string[];
}

export type Phase = "tap" | "start" | "end";

/** What a wearable decided. */
export interface DeviceEvent {
  readonly command: string;
  readonly phase: Phase;
  /** Higher is surer; the unit is the head's own, comparable within one model only. */
  readonly score: number;
  /** Milliseconds on the wearable's own clock since it started. */
  readonly deviceMs: number;
  /** Counts up by one per event, modulo 256, within one link number. */
  readonly sequence: number;
}
