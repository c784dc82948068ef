/** WAV → mono samples, streaming. */
import type { OpenFile, SoundSource } from "./sound-source.ts";
import { readWavHead } from "./wav-format.ts";
import { monoSamples } from "./wav-samples.ts";

const FRAMES_PER_BLOCK = 65536;

/** @throws BeckonError as {@link readWavHead}. */
export async function openWav(file: OpenFile): Promise<SoundSource> {
  const { format, dataOffset, dataBytes, warnings } = await readWavHead(file.readAt, file.bytes, file.thing);
  const frameBytes = format.channels * format.sampleBytes;
  return {
    rateHz: format.rateHz,
    originRateHz: format.rateHz,
    warnings: [...warnings],
    async *blocks() {
      const end = dataOffset + dataBytes - (dataBytes % frameBytes);
      let offset = dataOffset;
      while (offset < end) {
        const bytes = await file.readAt(offset, Math.min(frameBytes * FRAMES_PER_BLOCK, end - offset));
        if (bytes.length < frameBytes) return; // the file became shorter while it was read
        yield monoSamples(bytes, format);
        offset += bytes.length - (bytes.length % frameBytes);
      }
    },
  };
}
