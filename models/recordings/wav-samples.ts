/** Bytes of a WAV file's data → mono samples from -1 to 1. */
import type { WavFormat } from "./wav-format.ts";

/**
 * The mean over the channels of each frame.
 *
 * @param bytes whole frames (channels × sampleBytes each); what is left over is dropped.
 * @returns one value per frame; NaN and infinities of a float file as they are.
 */
export function monoSamples(bytes: Uint8Array, format: WavFormat): Float32Array {
  const { channels, sampleBytes } = format;
  const frames = Math.floor(bytes.length / (channels * sampleBytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sample = sampleReader(view, format);
  const mono = new Float32Array(frames);
  let offset = 0;
  for (let i = 0; i < frames; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += sample(offset);
      offset += sampleBytes;
    }
    mono[i] = sum / channels;
  }
  return mono;
}

function sampleReader(view: DataView, { coding, sampleBytes }: WavFormat): (offset: number) => number {
  switch (coding) {
    case "a-law":
      return (offset) => aLaw(view.getUint8(offset)) / 32768;
    case "mu-law":
      return (offset) => muLaw(view.getUint8(offset)) / 32768;
    case "float":
      return sampleBytes === 4
        ? (offset) => view.getFloat32(offset, true)
        : (offset) => view.getFloat64(offset, true);
    case "pcm":
      return pcmReader(view, sampleBytes);
  }
}

function pcmReader(view: DataView, sampleBytes: number): (offset: number) => number {
  switch (sampleBytes) {
    case 1:
      return (offset) => (view.getUint8(offset) - 128) / 128; // 8 bits alone are unsigned
    case 2:
      return (offset) => view.getInt16(offset, true) / 32768;
    case 3:
      return (offset) => (view.getUint16(offset, true) + view.getInt8(offset + 2) * 65536) / 8388608;
    default:
      return (offset) => view.getInt32(offset, true) / 2147483648;
  }
}

/** ITU-T G.711 A-law byte → 16-bit value. */
function aLaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

/** ITU-T G.711 mu-law byte → 16-bit value. */
function muLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return code & 0x80 ? -magnitude : magnitude;
}
