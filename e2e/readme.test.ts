import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { COMMANDS } from "../main/cli/commands.ts";
import { parseCall } from "../main/cli/options.ts";
import { readProfile } from "../main/mapping/profile.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("README's profile is a profile", () => {
  const json = /```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  assert.equal(Object.keys(readProfile(Buffer.from(json), "README.md").commands).length, 3);
});

test("README's beckon commands are understood", async () => {
  const calls = [...readme.matchAll(/^npx beckon ([a-z]+) ?([^#\n]*)/gm)];
  assert.ok(calls.length >= 8);
  for (const [, name = "", rest = ""] of calls) {
    const entry = COMMANDS[name];
    assert.ok(entry, name);
    parseCall(name, await entry.load(), rest.trim().split(/\s+/).filter(Boolean));
  }
});

test("README's npm commands exist", () => {
  const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const named = [...readme.matchAll(/npm (?:run )?([a-z0-9]+(?::[a-z]+)?)/g)].map(([, name = ""]) => name);
  for (const name of named) assert.ok(name in scripts, name);
  assert.deepEqual(
    Object.keys(scripts).filter((name) => !named.includes(name)),
    [],
  );
});

test("README's links lead somewhere", () => {
  for (const [, path = ""] of readme.matchAll(/\]\(([^)]+)\)/g)) {
    assert.ok(existsSync(new URL(`../${path}`, import.meta.url)), path);
  }
});
