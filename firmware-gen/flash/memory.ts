/**
 * What lies where in a board's flash, and the Intel HEX text of it.
 * Intel HEX: Intel, "Hexadecimal Object File Format Specification", Rev. A, 1988.
 */
import nrfIntelHex from "nrf-intel-hex";
import { inputError } from "../../common/errors.ts";

/** The package is CommonJS, which its types do not know. */
const HexMap = nrfIntelHex as unknown as typeof nrfIntelHex.default;

/** Bytes at an address. */
export interface Block {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Blocks of flash: none overlap, none touch, in ascending order of address. */
export type Memory = readonly Block[];

/**
 * Joins blocks into a {@link Memory}.
 *
 * @throws RangeError when two of them overlap.
 */
export function joinBlocks(blocks: readonly Block[]): Memory {
  const sorted = [...blocks].filter(({ bytes }) => bytes.length > 0).sort((a, b) => a.address - b.address);
  const joined: { address: number; parts: Uint8Array[]; end: number }[] = [];
  for (const { address, bytes } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && address < last.end) {
      throw new RangeError(`two blocks overlap at address 0x${address.toString(16)}`);
    }
    if (last !== undefined && address === last.end) {
      last.parts.push(bytes);
      last.end += bytes.length;
    } else {
      joined.push({ address, parts: [bytes], end: address + bytes.length });
    }
  }
  return joined.map(({ address, parts }) => ({ address, bytes: Buffer.concat(parts) }));
}

/** Where the last block ends: one above its last byte's address; 0 for none. */
export function memoryEnd(memory: Memory): number {
  const last = memory.at(-1);
  return last === undefined ? 0 : last.address + last.bytes.length;
}

/**
 * @param text Intel HEX with records 00, 01, 02, 04 and 05.
 * @param thing the file's name, for the error.
 * @throws BeckonError `hex-damaged` when a line or its checksum is wrong.
 */
export function readHex(text: string, thing: string): Memory {
  try {
    const blocks = [...HexMap.fromHex(text)].map(([address, bytes]) => ({ address, bytes }));
    return joinBlocks(blocks);
  } catch (error) {
    const problem = `is no whole Intel HEX file (${(error as Error).message}).`;
    throw inputError("hex-damaged", thing, problem, "Get the file again; it was cut or changed on its way.");
  }
}

/** Intel HEX text, 16 bytes a line as every board's loader reads it. */
export function writeHex(memory: Memory): string {
  const map = new HexMap(memory.map(({ address, bytes }): [number, Uint8Array] => [address, bytes]));
  return `${map.asHexString(16)}\n`;
}
