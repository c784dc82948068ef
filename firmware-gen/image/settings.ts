/** Settings of gate and template head, as both the image and the engine need them. */
import type { ByteWriter } from "./bytes.ts";

/** Pause gate (gate.h). Levels are log2 power in 1/256 octave; one frame is 20 ms (sound) or 40 ms (motion). */
export interface GateSettings {
  /** Above the noise floor: opens a segment. 0 to 65535. */
  readonly onsetQ8: number;
  /** Above the noise floor: below it is quiet. 0 to onsetQ8. */
  readonly releaseQ8: number;
  /** The floor never falls below this level. −32768 to 32767. */
  readonly floorMinQ8: number;
  /** The floor at the start, unless the first frame is quieter. */
  readonly floorStartQ8: number;
  /** The floor rises at most this much a frame, in 1/4096 octave. 0 to 255. */
  readonly riseQ12: number;
  /** The floor falls at most this much a frame, in 1/256 octave. 1 to 255. */
  readonly fallQ8: number;
  /** Quiet frames that end a segment. 1 to 255. */
  readonly pauseFrames: number;
  /** Frames before the onset that may belong to the segment. 0 to 15. */
  readonly prerollFrames: number;
  /** Shortest and longest segment that may be a command. */
  readonly minFrames: number;
  readonly maxFrames: number;
  /** Where restless noise raises the release to. releaseQ8 to 65535, or 0: never. */
  readonly releaseMostQ8: number;
  /** Added on both sides of a segment in such noise. Twice it at most pauseFrames. */
  readonly padFrames: number;
}

/** Held commands (decision.h), which last as long as their sound. */
export interface HoldSettings {
  /** By so many frames from its beginning on a segment is judged. 1 to 255, at most the gate's maxFrames. */
  readonly frames: number;
  /** Quiet frames that end it. 1 to 255. */
  readonly quietFrames: number;
  /** How far what is heard later may stay under the threshold, in units of the score. 0 to 65535. */
  readonly slack: number;
}

/** Template head (template.h). */
export interface TemplateSettings {
  /** Values of a vector, 1 to 136: of a network, of a frame, or of both, the network's first. */
  readonly channels: number;
  /** Leading values of which only the direction counts: each vector's are brought to one length. 0 to channels. */
  readonly direction: number;
  /** Of the values after those: minus the mean over all frames and channels of the segment. */
  readonly level: boolean;
  /** Of the same: minus each channel's mean over the segment. */
  readonly channel: boolean;
  /** Cost of a pair of vectors: length of the difference (Q4), else mean absolute difference (Q8). */
  readonly euclid: boolean;
  /** Distances in units of the template's own spread. */
  readonly spread: boolean;
  /** The values after `direction` are a frame's: what lies under the room counts as the room. With level and euclid. */
  readonly room: boolean;
  /** Templates are stored four bits a value (coarse.ts). */
  readonly coarse: boolean;
  /** How many takes of a class are averaged. */
  readonly nearest: 1 | 2;
  /** Half width of the warping band in 1/256 of the longer sequence, 0 to 255. */
  readonly bandQ8: number;
}

/** Frames as they are, absolute differences, the nearest alone, a band of a quarter. */
export const PLAIN_TEMPLATES = {
  direction: 0,
  level: false,
  channel: false,
  euclid: false,
  spread: false,
  room: false,
  coarse: false,
  nearest: 1,
  bandQ8: 64,
} as const satisfies Omit<TemplateSettings, "channels">;

/** bk_gate_settings but for the padding, which lie the same in section DECI and in the memory of the runtime. */
export function writeGateSettings(to: ByteWriter, gate: GateSettings): void {
  to.u16(gate.onsetQ8).u16(gate.releaseQ8).i16(gate.floorMinQ8).i16(gate.floorStartQ8);
  to.u8(gate.riseQ12).u8(gate.fallQ8).u8(gate.pauseFrames).u8(gate.prerollFrames);
  to.u16(gate.minFrames).u16(gate.maxFrames).u16(gate.releaseMostQ8);
}

/** bk_template_settings, five bytes, which lie the same in section HEAD and in the memory of the runtime. */
export function writeTemplateSettings(to: ByteWriter, settings: TemplateSettings): void {
  const { level, channel, euclid, spread, room, coarse } = settings;
  const bits = [level, channel, euclid, spread, room, coarse];
  const options = bits.reduce((sum, bit, index) => sum | (bit ? 1 << index : 0), 0);
  to.u8(settings.channels).u8(options).u8(settings.nearest).u8(settings.bandQ8).u8(settings.direction);
}
