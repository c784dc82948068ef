import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { BeckonError } from "../../common/errors.ts";
import { runThread } from "./thread.ts";

const ways = [
  [
    "eats all the memory it may have",
    "const all = []; for (;;) all.push(new Array(1e5).fill(all.length));",
    "work-memory",
  ],
  ["asks for one piece too large", "new Float64Array(2 ** 40);", "work-memory"],
  ["ends without a word", "process.exit(7);", "work-ended"],
] as const;

for (const [way, source, code] of ways) {
  test(`a thread that ${way} is told as "${code}", and this program goes on`, async () => {
    // Its own room is what a thread is given; the flag is what a small computer comes to.
    setFlagsFromString("--max-old-space-size=64");
    const file = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
    const fails = (error: unknown): boolean => error instanceof BeckonError && error.fault.code === code;
    await assert.rejects(
      runThread(file, {}, () => {}),
      fails,
    );
  });
}
