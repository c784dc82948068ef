/** Plays mono int16 sound, little-endian in base 64; settles when it has ended. */
export async function playPcm(base64: string, rateHz: number): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const samples = new Int16Array(bytes.buffer, 0, bytes.length >> 1);
  if (samples.length === 0) return;
  const context = new AudioContext();
  try {
    const buffer = context.createBuffer(1, samples.length, rateHz);
    buffer.getChannelData(0).forEach((_, i, channel) => {
      channel[i] = samples[i]! / 32768;
    });
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    const ended = new Promise<void>((resolve) => {
      source.onended = () => resolve();
    });
    source.start();
    await ended;
  } finally {
    await context.close();
  }
}
