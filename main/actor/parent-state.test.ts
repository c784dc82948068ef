import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type ParentState, readParentState } from "./parent-state.ts";

describe("what became of a silent parent", {
  skip: process.platform !== "linux" && "only Linux tells",
}, () => {
  async function states(script: string, signal?: NodeJS.Signals): Promise<ReadonlySet<ParentState>> {
    const child = spawn(process.execPath, ["-e", `console.log(1); ${script}`], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(child.stdout, "data");
    await wait(200);
    if (signal !== undefined) child.kill(signal);
    const seen = new Set<ParentState>();
    for (let i = 0; i < 20; i++) {
      seen.add(readParentState(child.pid!));
      await wait(5);
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    return seen;
  }

  it("one that was stopped is seen at once, idle or busy, and never taken for one that waits", async () => {
    for (const script of ["setInterval(() => {}, 1000)", "for (;;);"]) {
      assert.deepEqual([...(await states(script, "SIGSTOP"))], ["stopped"], script);
    }
  });

  it("one that is busy is alive", async () => {
    assert.ok((await states("for (;;);")).has("waiting"));
    assert.ok(!(await states("for (;;);")).has("stopped"));
  });

  it("of one that has ended nothing is known", () => {
    assert.equal(readParentState(2 ** 30), "unknown");
  });
});
