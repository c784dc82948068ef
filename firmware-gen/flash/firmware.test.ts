import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import { boardById, firmwarePath } from "../boards/boards.ts";
import { buildImage } from "../image/build.ts";
import { shippedBackbone } from "../image/shipped-backbones.ts";
import { splitImages } from "../vectors/sample-images.ts";
import { mergeFirmware } from "./firmware.ts";
import { joinBlocks, memoryEnd, readHex, writeHex, type Memory } from "./memory.ts";
import { slotBytes } from "./slot.ts";
import { readUf2, writeUf2 } from "./uf2.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const random = createRandom(12);
const bytes = (length: number) => Uint8Array.from({ length }, () => random.integer(256));

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "beckon-firmware-"));
  const sources = ["slot_probe.c", "../runtime/slots.c", "../runtime/bk_crc32.c"].map(here);
  execFileSync("gcc", ["-std=c99", "-I", here("../runtime"), "-o", join(folder, "probe"), ...sources]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** What the device's own slot code finds in flash: [slot, generation, size, offset]. */
function probe(flash: Uint8Array, slotBytes: number): number[] {
  writeFileSync(join(folder, "flash"), flash);
  const said = execFileSync(join(folder, "probe"), [join(folder, "flash"), String(slotBytes)], {
    encoding: "utf8",
  });
  return said.trim().split(" ").map(Number);
}

function flashOf(memory: Memory, start: number, length: number): Uint8Array {
  const flash = new Uint8Array(length).fill(0xff);
  for (const { address, bytes: block } of memory) if (address >= start) flash.set(block, address - start);
  return flash;
}

test("the device's own code finds the merged image, whatever its length", () => {
  for (const length of [40, 41, 42, 43, 1000, 4064]) {
    const image = bytes(length);
    const merged = mergeFirmware(
      [],
      image,
      { slotAddress: 0x8000, slotBytes: 4096, backbone: null },
      "test.bkn",
    );
    const flash = flashOf(merged, 0x8000, 8192);
    assert.deepEqual(probe(flash, 4096), [0, 1, length, 32]);
    assert.deepEqual(flash.subarray(32, 32 + length), image);
  }
});

test("a newer image that was pushed earlier loses against the one that is flashed", () => {
  const layout = { slotAddress: 0, slotBytes: 4096, backbone: null };
  const merged = mergeFirmware([], bytes(100), layout, "test.bkn");
  const flash = flashOf([{ address: 4096, bytes: slotBytes(bytes(200), 7) }], 0, 8192);
  assert.equal(probe(flash, 4096)[2], 200);
  for (const { address, bytes: block } of merged) flash.set(block, address);
  assert.equal(probe(flash, 4096)[2], 100);
});

test("an image that does not fit is refused with the bytes needed and free", () => {
  const layout = { slotAddress: 0x8000, slotBytes: 4096, backbone: null };
  assert.throws(
    () => mergeFirmware([], bytes(4065), layout, "big.bkn"),
    (error) =>
      error instanceof BeckonError && error.fault.exit === 1 && /4065.*4064/.test(error.fault.problem),
  );
});

describe("the network that images share", () => {
  const full = shippedBackbone("full");
  const { spec } = splitImages().find(({ spec: { signal } }) => signal === "sound")!;
  const place = { address: 0x40000, bytes: 0x20000 };
  const layout = { slotAddress: 0x8000, slotBytes: 0x10000, backbone: place };
  const blockAt = (memory: Memory, address: number) => memory.find((block) => block.address === address);

  test("goes to its own place, in HEX as in UF2, so that later images come alone", () => {
    const base = [{ address: 0, bytes: bytes(100) }];
    const merged = mergeFirmware(base, bytes(3000), layout, "test.bkn");
    assert.deepEqual(readHex(writeHex(merged), "merged"), merged);
    const uf2 = readUf2(writeUf2(merged, 1), "x.uf2").memory;
    for (const memory of [merged, uf2]) {
      const { bytes: written } = blockAt(memory, place.address)!;
      assert.deepEqual(new Uint8Array(written.subarray(0, full.bytes.length)), full.bytes);
    }
  });

  test("is left out where there is no place for it", () => {
    assert.equal(
      memoryEnd(mergeFirmware([], bytes(64), { ...layout, backbone: null }, "x")),
      0x8000 + 0x10000 + 32,
    );
    const small = { ...place, bytes: full.bytes.length - 1 };
    assert.equal(
      blockAt(mergeFirmware([], bytes(64), { ...layout, backbone: small }, "x"), place.address),
      undefined,
    );
  });

  test("must be there for an image that names it", () => {
    const refused = (error: unknown) =>
      error instanceof BeckonError && error.fault.code === "image-backbone" && error.fault.thing === "my.bkn";
    // One that is not shipped.
    assert.throws(() => mergeFirmware([], buildImage(spec), layout, "my.bkn"), refused);
  });
});

test("base firmware that reaches into the slots is never merged", () => {
  const base = [{ address: 0, bytes: bytes(0x8001) }];
  assert.throws(
    () => mergeFirmware(base, bytes(64), { slotAddress: 0x8000, slotBytes: 4096, backbone: null }, "x"),
    RangeError,
  );
});

test("the micro:bit's base firmware and an image survive being written as HEX and read again", () => {
  const board = boardById("microbit-v1");
  const base = readHex(readFileSync(firmwarePath(board)!, "utf8"), "base");
  const merged = mergeFirmware(base, bytes(3000), board, "test.bkn");
  assert.deepEqual(readHex(writeHex(merged), "merged"), merged);
  assert.ok(memoryEnd(merged) <= board.flashBytes);
});

test("HEX text with a damaged line is refused by name", () => {
  const text = writeHex([{ address: 0, bytes: bytes(64) }]);
  const damaged = text.replace(/^:10/m, ":11");
  assert.throws(
    () => readHex(damaged, "x.hex"),
    (error) =>
      error instanceof BeckonError && error.fault.code === "hex-damaged" && error.fault.thing === "x.hex",
  );
});

test("UF2 has whole pages, and every block says how many there are and for whom", () => {
  const memory = [
    { address: 0x10000010, bytes: bytes(300) },
    { address: 0x10040000, bytes: bytes(256) },
  ];
  const file = writeUf2(memory, 0xe48bff56);
  assert.equal(file.length, 3 * 512);
  // Field by field as the format's README shows them.
  const view = new DataView(file.buffer, 512);
  const words = [0, 4, 8, 12, 16, 20, 24, 28, 508].map((at) => view.getUint32(at, true));
  const wanted = [0x0a324655, 0x9e5d5157, 0x2000, 0x10000100, 256, 1, 3, 0xe48bff56, 0x0ab16f30];
  assert.deepEqual(words, wanted);

  const { memory: again, familyId } = readUf2(file, "x.uf2");
  assert.equal(familyId, 0xe48bff56);
  assert.deepEqual(again[0]!.bytes.subarray(16, 316), Buffer.from(memory[0]!.bytes));
  assert.deepEqual(again[1], { address: 0x10040000, bytes: Buffer.from(memory[1]!.bytes) });
});

test("a UF2 file that is cut, changed or for two processors is refused", () => {
  const file = writeUf2([{ address: 0, bytes: bytes(512) }], 1);
  const spoilt: [Uint8Array, string][] = [
    [file.subarray(0, 700), "uf2-damaged"],
    [new Uint8Array(0), "uf2-damaged"],
  ];
  for (const [at, code] of [
    [0, "uf2-damaged"],
    [511, "uf2-damaged"],
    [532, "uf2-damaged"],
    [28, "uf2-family"],
  ] as const) {
    const copy = file.slice();
    copy[at]! ^= 1;
    spoilt.push([copy, code]);
  }
  for (const [copy, code] of spoilt) {
    assert.throws(
      () => readUf2(copy, "x.uf2"),
      (error) => error instanceof BeckonError && error.fault.code === code,
    );
  }
});

test("blocks that overlap are never joined, those that touch are", () => {
  const block = (address: number, length: number) => ({ address, bytes: new Uint8Array(length) });
  assert.throws(() => joinBlocks([block(0, 5), block(4, 1)]), RangeError);
  assert.deepEqual(joinBlocks([block(4, 2), block(0, 4), block(9, 0)]), [
    { address: 0, bytes: Buffer.alloc(6) },
  ]);
});
