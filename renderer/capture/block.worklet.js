/**
 * Runs on the audio thread: gathers 20 ms of mono sound and posts it as int16.
 * Plain JavaScript, for the browser loads this file as it is.
 */
const BLOCK_SECONDS = 0.02;

class BlockProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Int16Array(Math.round(sampleRate * BLOCK_SECONDS));
    this.filled = 0;
  }

  process(inputs) {
    const channel = inputs[0]?.[0];
    if (channel === undefined) return true;
    for (const sample of channel) {
      this.block[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
      if (this.filled === this.block.length) {
        this.port.postMessage(this.block.slice());
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("block", BlockProcessor);
