import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { BeckonError } from "../../common/errors.ts";
import { startActor } from "./actor.ts";

describe("the journal in place of keys", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "beckon-journal-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function written(path: string): Promise<object[]> {
    const lines = (await readFile(path, "utf8")).trim().split("\n");
    return lines.map((line) => {
      const { at, ...rest } = JSON.parse(line) as { at: string };
      assert.ok(!Number.isNaN(Date.parse(at)));
      return rest;
    });
  }

  it("holds one line for each thing that would be done, in order, and a hold ends in time there too", async () => {
    const path = join(folder, "journal.jsonl");
    const actor = await startActor({ kind: "journal", path }, () => {});
    await actor.perform({ kind: "tap", inputs: ["ControlLeft", "KeyS"] });
    await actor.perform({ kind: "text", text: "물 좀 주세요" });
    await actor.perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: 50 });
    await wait(400);
    await actor.perform({ kind: "down", inputs: ["MouseLeft"], longestMs: 10_000 });
    await actor.close();
    assert.deepEqual(await written(path), [
      { do: "opened" },
      { do: "tap", inputs: ["ControlLeft", "KeyS"] },
      { do: "text", text: "물 좀 주세요" },
      { do: "press", input: "ShiftLeft" },
      { do: "release", input: "ShiftLeft" },
      { do: "press", input: "MouseLeft" },
      { do: "release", input: "MouseLeft" },
      { do: "closed" },
    ]);
  });

  it("that cannot be written is refused when it starts", async () => {
    const path = join(folder, "missing", "journal.jsonl");
    await assert.rejects(
      startActor({ kind: "journal", path }, () => {}),
      (error: BeckonError) => error.fault.code === "journal-unwritten" && error.fault.thing.includes(path),
    );
  });
});
