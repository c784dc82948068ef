/** What a sound model costs a Cortex-M4 in instructions, counted in QEMU. */
import { backboneFor } from "../../image/shipped-backbones.ts";
import { buildBare } from "./bare.ts";

export interface SoundLoad {
  /** While the sound lasts, the head's decisions included. */
  readonly instructionsPerSecond: number;
  /** Of the dearest hop of 20 ms: one that ends a segment. */
  readonly dearestHop: number;
  readonly events: number;
}

/** With `-icount shift=0` an instruction takes a nanosecond; SysTick runs at the board's 25 MHz. */
const INSTRUCTIONS_PER_TICK = 40;
const HOPS_PER_SECOND = 50;

/**
 * @param image of sound; its backbone is taken from those shipped.
 * @param pcm 16 kHz.
 * @throws Error where the tools of bareTools("m4") are missing.
 */
export function measureSoundLoad(image: Uint8Array, pcm: Int16Array): SoundLoad {
  const backbone = backboneFor(image)?.bytes ?? new Uint8Array(4);
  const program = buildBare({
    target: "m4",
    sources: ["firmware-gen/boards/bare/load.c"],
    embed: { image, backbone },
  });
  try {
    const input = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const out = program.run(input, { limitMs: 600_000, countInstructions: true });
    const view = new DataView(out.buffer, out.byteOffset);
    const [hops, all, dearest, events] = [0, 4, 8, 12].map((at) => view.getUint32(at, true)) as [
      number,
      number,
      number,
      number,
    ];
    return {
      instructionsPerSecond: Math.round((all * INSTRUCTIONS_PER_TICK * HOPS_PER_SECOND) / hops),
      dearestHop: dearest * INSTRUCTIONS_PER_TICK,
      events,
    };
  } finally {
    program.close();
  }
}
