/** For tests: WAV files put together piece by piece, right or wrong as asked. */

export interface WavPiece {
  readonly id: string;
  readonly body: Uint8Array;
  /** Size field; default the true length. */
  readonly stated?: number;
  /** False leaves out the byte that makes an odd chunk even. */
  readonly pad?: boolean;
}

export function riff(
  pieces: readonly WavPiece[],
  { magic = "RIFF", stated = undefined as number | undefined } = {},
): Uint8Array {
  const parts = pieces.map(({ id, body, stated: size = body.length, pad = true }) =>
    Buffer.concat([Buffer.from(id, "latin1"), u32(size), body, Buffer.alloc(pad ? body.length % 2 : 0)]),
  );
  const content = Buffer.concat([Buffer.from("WAVE"), ...parts]);
  return new Uint8Array(Buffer.concat([Buffer.from(magic), u32(stated ?? content.length), content]));
}

export interface FormatFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly bits?: number;
  /** Bytes of one frame; default what channels and bits ask for. */
  readonly block?: number;
}

export function formatPiece(fields: FormatFields = {}): WavPiece {
  const { tag = 1, channels = 1, rateHz = 16000, bits = 16 } = fields;
  const block = fields.block ?? (channels * bits) / 8;
  const body = Buffer.alloc(16);
  body.writeUInt16LE(tag, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rateHz, 4);
  body.writeUInt32LE((rateHz * block) >>> 0, 8);
  body.writeUInt16LE(block, 12);
  body.writeUInt16LE(bits, 14);
  return { id: "fmt ", body };
}

/** 16-bit samples as they lie in a file. */
export function pcmBytes(samples: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

export function dataPiece(samples: ArrayLike<number>, stated?: number): WavPiece {
  const body = pcmBytes(samples);
  return stated === undefined ? { id: "data", body } : { id: "data", body, stated };
}

/** A plain 16-bit file. */
export function wavFile(samples: ArrayLike<number>, { rateHz = 16000, channels = 1 } = {}): Uint8Array {
  return riff([formatPiece({ rateHz, channels }), dataPiece(samples)]);
}

/** `seconds` of a tone, -32768 to 32767. */
export function tone(hertz: number, seconds: number, rateHz = 16000, amplitude = 10000): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * rateHz) }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hertz * i) / rateHz)),
  );
}

function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}
