import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { checkImports } from "./imports.ts";

function plant(t: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "beckon-imports-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const WRONG: readonly (readonly [from: string, to: string])[] = [
  ["models/a.ts", "main/app/b.ts"],
  ["firmware-gen/a.ts", "models/b.ts"],
  ["common/a.ts", "firmware-gen/b.ts"],
  ["main/mapping/a.ts", "main/actor/b.ts"],
  ["main/wearables/a.ts", "main/app/b.ts"],
  ["main/cli/a.ts", "main/wearables/b.ts"],
  ["main/contract/a.ts", "models/b.ts"],
  ["renderer/a.ts", "main/app/b.ts"],
  ["main/app/a.ts", "main/cli/b.ts"],
  ["models/a.ts", "tools/b.ts"],
];
for (const [from, to] of WRONG) {
  test(`${from} may not import ${to}, and both are named`, async (t) => {
    const up = "../".repeat(from.split("/").length - 1);
    const root = plant(t, {
      [from]: `import { b } from "${up}${to}";\nexport const a = b;\n`,
      [to]: "export const b = 1;\n",
    });
    const { ok, report } = await checkImports(root);
    assert.equal(ok, false);
    assert.match(report, new RegExp(`^${from} → ${to}: `));
  });
}

test("an import of types alone counts too", async (t) => {
  const root = plant(t, {
    "common/a.ts": 'import type { B } from "../models/b.ts";\nexport type A = B;\n',
    "models/b.ts": "export type B = 1;\n",
  });
  assert.match((await checkImports(root)).report, /common\/a\.ts → models\/b\.ts/);
});

test("the mapping uses no clock, disk or network of Node", async (t) => {
  const root = plant(t, {
    "main/mapping/a.ts": 'import { readFileSync } from "node:fs";\nexport const a = readFileSync;\n',
  });
  assert.match((await checkImports(root)).report, /main\/mapping\/a\.ts → (node:)?fs/);
});

test("an import that leads nowhere, or round in a circle, is refused", async (t) => {
  const root = plant(t, {
    "common/a.ts": 'import { b } from "./b.ts";\nimport "./gone.ts";\nexport const a = b;\n',
    "common/b.ts": 'import { a } from "./a.ts";\nexport const b = a;\n',
  });
  const { report } = await checkImports(root);
  assert.match(report, /common\/a\.ts → \S*gone\.ts: every import is found/);
  assert.match(report, /circle/);
});

test("having read nothing, or not everything, is no success", async (t) => {
  assert.equal((await checkImports(plant(t, {}))).ok, false);
});

test("the right direction passes", async (t) => {
  const root = plant(t, {
    "models/a.ts": 'import { b } from "../common/b.ts";\nexport const a = b;\n',
    "common/b.ts": "export const b = 1;\n",
  });
  assert.deepEqual(await checkImports(root), { ok: true, report: "" });
});
