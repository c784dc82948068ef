/**
 * A parent for tests that kill and freeze it: holds Shift, Control and the
 * left mouse button through an actor until it dies.
 *
 *   node holding-parent.ts DISPLAY [TEXT]
 *
 * Says on one line which actor it has. Each number on standard input blocks
 * its main thread for so many ms.
 */
import { startActor } from "./actor.ts";

const [display = "", text = ""] = process.argv.slice(2);
const standingBy = Promise.withResolvers<void>();
const actor = await startActor({ kind: "x11", display }, (notice) => {
  if (notice.kind === "standingBy") standingBy.resolve();
});
await standingBy.promise;
const longestMs = 600_000;
if (text === "")
  await actor.perform({ kind: "down", inputs: ["ShiftLeft", "ControlLeft", "MouseLeft"], longestMs });
else void actor.perform({ kind: "text", text });
console.log(JSON.stringify({ actorPid: actor.pid, recovered: actor.recovered }));

process.stdin.on("data", (line: Buffer) => {
  const endMs = performance.now() + Number(line.toString());
  while (performance.now() < endMs);
});
// A test that died must not leave us behind.
process.stdin.on("end", () => process.exit());
