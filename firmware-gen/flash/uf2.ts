/**
 * UF2: the file that boards with a USB drive of their own take.
 * Format: https://github.com/microsoft/uf2, README, 2024.
 */
import { inputError } from "../../common/errors.ts";
import { joinBlocks, type Memory } from "./memory.ts";

const BLOCK_BYTES = 512;
const PAYLOAD_BYTES = 256;
const DATA_OFFSET = 32;
const MAGIC_START_0 = 0x0a324655;
const MAGIC_START_1 = 0x9e5d5157;
const MAGIC_END = 0x0ab16f30;
const FLAG_FAMILY_ID = 0x2000;
const FLAG_NOT_MAIN_FLASH = 0x0001;

/**
 * @param familyId of the board's processor; its loader skips or refuses other families' blocks.
 * @returns whole pages of 256 bytes, filled up with 0xff.
 */
export function writeUf2(memory: Memory, familyId: number): Uint8Array {
  const pages = toPages(memory);
  const file = new Uint8Array(pages.length * BLOCK_BYTES);
  pages.forEach(({ address, bytes }, index) => {
    const view = new DataView(file.buffer, index * BLOCK_BYTES, BLOCK_BYTES);
    const header = [MAGIC_START_0, MAGIC_START_1, FLAG_FAMILY_ID, address];
    header.push(PAYLOAD_BYTES, index, pages.length, familyId);
    header.forEach((word, at) => view.setUint32(at * 4, word, true));
    file.set(bytes, index * BLOCK_BYTES + DATA_OFFSET);
    view.setUint32(BLOCK_BYTES - 4, MAGIC_END, true);
  });
  return file;
}

/**
 * @param thing the file's name, for the error.
 * @throws BeckonError `uf2-damaged`, or `uf2-family` when blocks name more than one processor family.
 */
export function readUf2(file: Uint8Array, thing: string): { memory: Memory; familyId: number | undefined } {
  const damaged = (problem: string) =>
    inputError("uf2-damaged", thing, problem, "Get the file again; it was cut or changed on its way.");
  if (file.length === 0 || file.length % BLOCK_BYTES !== 0) {
    throw damaged("is no whole UF2 file: its length is no multiple of 512 bytes.");
  }
  const count = file.length / BLOCK_BYTES;
  const families = new Set<number | undefined>();
  const blocks = Array.from({ length: count }, (_, index) => {
    const view = new DataView(file.buffer, file.byteOffset + index * BLOCK_BYTES, BLOCK_BYTES);
    const word = (at: number): number => view.getUint32(at, true);
    const marked = word(0) === MAGIC_START_0 && word(4) === MAGIC_START_1 && word(508) === MAGIC_END;
    const size = word(16);
    if (!marked || size > BLOCK_BYTES - DATA_OFFSET - 4) throw damaged(`Block ${index} is no UF2 block.`);
    if (word(20) !== index || word(24) !== count) throw damaged(`Block ${index} is out of order.`);
    const flags = word(8);
    if ((flags & FLAG_NOT_MAIN_FLASH) !== 0) return { address: 0, bytes: new Uint8Array(0) };
    families.add((flags & FLAG_FAMILY_ID) !== 0 ? word(28) : undefined);
    const start = view.byteOffset + DATA_OFFSET;
    return { address: word(12), bytes: new Uint8Array(file.buffer, start, size) };
  });
  if (families.size > 1) {
    const remedy = "Give one file per board.";
    throw inputError("uf2-family", thing, "is made for more than one kind of processor.", remedy);
  }
  try {
    return { memory: joinBlocks(blocks), familyId: [...families][0] };
  } catch (error) {
    throw damaged(`Its blocks overlap (${(error as Error).message}).`);
  }
}

function toPages(memory: Memory): Memory {
  const pages = new Map<number, Uint8Array>();
  for (const { address, bytes } of memory) {
    for (let at = address; at < address + bytes.length; ) {
      const start = at - (at % PAYLOAD_BYTES);
      const end = Math.min(start + PAYLOAD_BYTES, address + bytes.length);
      const page = pages.get(start) ?? new Uint8Array(PAYLOAD_BYTES).fill(0xff);
      page.set(bytes.subarray(at - address, end - address), at - start);
      pages.set(start, page);
      at = end;
    }
  }
  return [...pages].sort(([a], [b]) => a - b).map(([address, bytes]) => ({ address, bytes }));
}
