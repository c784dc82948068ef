import assert from "node:assert/strict";
import { test } from "node:test";
import { createAnnouncer } from "./announcer.ts";

/** An announcer with a clock that is turned by hand. */
function atHand() {
  let now = 0;
  const said: { text: string; urgent: boolean; at: number }[] = [];
  const due: { run: () => void; at: number }[] = [];
  const announcer = createAnnouncer({
    write: (text, urgent) => said.push({ text, urgent, at: now }),
    now: () => now,
    later: (run, ms) => due.push({ run, at: now + ms }),
  });
  const pass = (ms: number) => {
    const end = now + ms;
    for (;;) {
      const first = due.sort((a, b) => a.at - b.at)[0];
      if (first === undefined || first.at > end) break;
      due.shift();
      now = first.at;
      first.run();
    }
    now = end;
  };
  return { announcer, said, pass };
}

test("the first message is said at once, the next a second later", () => {
  const { announcer, said, pass } = atHand();
  announcer.say("one");
  announcer.say("two");
  pass(5000);
  assert.deepEqual(
    said.map(({ text, at }) => [text, at]),
    [
      ["one", 0],
      ["two", 1000],
    ],
  );
});

test("two equal refusals are said twice", () => {
  const { announcer, said, pass } = atHand();
  announcer.say("Too quiet.");
  announcer.say("Too quiet.");
  pass(5000);
  assert.equal(said.length, 2);
});

test("of progress that waits only the newest is said", () => {
  const { announcer, said, pass } = atHand();
  for (let percent = 0; percent <= 100; percent++) announcer.say(`${percent}`, "progress");
  pass(5000);
  assert.deepEqual(
    said.map(({ text }) => text),
    ["0", "100"],
  );
});

test("an urgent message waits for nothing and drops what waits", () => {
  const { announcer, said, pass } = atHand();
  announcer.say("one");
  announcer.say("two");
  announcer.sayNow("Stopped.");
  pass(5000);
  assert.deepEqual(
    said.map(({ text, urgent }) => [text, urgent]),
    [
      ["one", false],
      ["Stopped.", true],
    ],
  );
});

test("there is never more than one polite message a second", () => {
  const { announcer, said, pass } = atHand();
  for (let i = 0; i < 50; i++) {
    announcer.say(`${i}`, i % 3 === 0 ? "kind" : undefined);
    pass(137);
  }
  pass(60_000);
  for (let i = 1; i < said.length; i++) assert.ok(said[i]!.at - said[i - 1]!.at >= 1000);
  assert.equal(said.at(-1)?.text, "49");
});
