import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { crc32 } from "node:zlib";
import { bareTools, buildBare, type BareTarget } from "./bare.ts";

const missing = (target: BareTarget): string | false => {
  const absent = bareTools(target).filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
  return absent.length > 0 ? `needs ${absent.join(", ")}` : false;
};

describe("a program without a board", { timeout: 120_000 }, () => {
  for (const target of ["m0", "m4", "avr"] as const) {
    it(`takes bytes in, gives bytes out and ends, on ${target}`, { skip: missing(target) }, () => {
      const embedded = Uint8Array.from({ length: 999 }, (_, i) => (i * 7) & 0xff);
      const blocks = [60, 1, 64, 33].map((count) =>
        Uint8Array.from({ length: count }, (_, i) => (i * count) & 0xff),
      );
      const program = buildBare({
        target,
        sources: ["firmware-gen/boards/bare/bare_probe.c"],
        embed: { embedded },
      });
      try {
        const input = Buffer.concat([
          ...blocks.flatMap((block) => [Uint8Array.of(block.length), block]),
          Uint8Array.of(0),
        ]);
        const output = Buffer.from(program.run(input));
        assert.equal(output.length, 12);
        assert.equal(output.readUInt32LE(0), crc32(Buffer.concat(blocks)));
        assert.equal(output.readUInt32LE(4), crc32(embedded));
        assert.deepEqual(new Uint8Array(output.subarray(8)), (blocks[3] as Uint8Array).slice(0, 4));
        assert.deepEqual(
          new Uint8Array(program.run(input)),
          new Uint8Array(output),
          "it runs again from the start",
        );
      } finally {
        program.close();
      }
    });
  }
});
