import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS, readSettings } from "./settings.ts";

test("what was saved is read again", () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    language: "ko",
    scan: "step",
    scanMs: 900,
    countdown: true,
  } as const;
  assert.deepEqual(readSettings(JSON.stringify(settings)), settings);
});

test("nothing, nonsense and foreign values become the defaults, one by one", () => {
  for (const text of [null, "", "{", "3", "null", "[]"])
    assert.deepEqual(readSettings(text), DEFAULT_SETTINGS);
  const odd = {
    language: "xx",
    look: 3,
    scanMs: 1,
    everydaySeconds: -1,
    microphone: { deviceId: "" },
    countdown: true,
  };
  assert.deepEqual(readSettings(JSON.stringify(odd)), { ...DEFAULT_SETTINGS, countdown: true });
});
