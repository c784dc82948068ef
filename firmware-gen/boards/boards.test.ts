import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { memoryEnd, readHex } from "../flash/memory.ts";
import { shippedBackbones } from "../image/shipped-backbones.ts";
import { boardById, boards, firmwareFacts, firmwarePath } from "./boards.ts";

const KB = 1024;

describe("boards", () => {
  it("have ids that are their folders' names, each once", () => {
    assert.deepEqual(
      boards.map(({ id }) => id),
      [...new Set(boards.map(({ id }) => id))],
    );
    for (const { id } of boards) assert.equal(boardById(id).id, id);
  });

  it("have slots of whole pages", () => {
    for (const { id, slotBytes, slotAddress, pageBytes } of boards) {
      assert.equal(slotBytes % pageBytes, 0, id);
      assert.equal(slotAddress % pageBytes, 0, id);
      assert.equal(pageBytes % 4, 0, id);
    }
  });

  it("have the place of the backbone outside the slots, of whole pages, with room for the shipped one", () => {
    for (const { id, slotBytes, slotAddress, pageBytes, backbone, signals } of boards) {
      assert.equal(backbone !== null, signals.includes("sound"), id);
      if (backbone === null) continue;
      assert.ok(
        backbone.address >= slotAddress + 2 * slotBytes || backbone.address + backbone.bytes <= slotAddress,
        id,
      );
      assert.equal(backbone.address % pageBytes, 0, id);
      assert.equal(backbone.bytes % pageBytes, 0, id);
      for (const shipped of shippedBackbones()) assert.ok(shipped.bytes.length <= backbone.bytes, id);
    }
  });

  for (const board of boards.filter(({ firmware }) => firmware !== null)) {
    it(`${board.id}: the prebuilt firmware is as large as it says and leaves the slots free`, () => {
      const facts = firmwareFacts(board);
      const memory = readHex(readFileSync(firmwarePath(board) as string, "utf8"), board.id);
      assert.equal(facts.board, board.id);
      assert.equal(memoryEnd(memory), facts.flashBytes);
      assert.ok(facts.flashBytes <= board.slotAddress);
      assert.ok(facts.ramBytes <= board.ramBytes);
    });
  }

  it("the micro:bit V1 keeps firmware and both slots within 64 KB, and its RAM within 12 KB", () => {
    const board = boardById("microbit-v1");
    assert.ok(board.slotAddress + 2 * board.slotBytes <= 64 * KB);
    assert.ok(firmwareFacts(board).ramBytes <= 12 * KB);
  });

  it("an unknown board is a usage error that lists those known", () => {
    assert.throws(
      () => boardById("toaster"),
      (error) =>
        error instanceof BeckonError && error.fault.exit === 2 && error.message.includes("microbit-v1"),
    );
  });
});
