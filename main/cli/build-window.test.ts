/** Several programs started at once on a fresh clone all find the window missing, and all build it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Less than a build takes: each begins while the one before is at work. */
const LATER_MS = 300;
const BUILDER = `
  import { buildPage } from "./main/cli/build-window.ts";
  await buildPage(process.argv[1], "index.html", "production");
`;

describe("building the window", () => {
  const home = mkdtempSync(join(ROOT, "node_modules", ".beckon-window-"));
  after(() => rmSync(home, { recursive: true, force: true }));

  it("shows nobody half a window while three build at once, and leaves nothing beside it", async () => {
    const folder = join(home, "window");
    const building = Promise.all([0, 1, 2].map((i) => setTimeout(i * LATER_MS).then(() => build(folder))));
    const seen = new Set<number>();
    let isOver = false;
    void building.finally(() => (isOver = true));
    while (!isOver) {
      const names = namesIn(folder);
      if (names.includes("index.html") || seen.size > 0) seen.add(names.length);
      await setTimeout(1);
    }
    await building;
    assert.deepEqual([...seen], [namesIn(folder).length]);
    assert.deepEqual(
      namesIn(join(ROOT, "build")).filter((name) => name.startsWith("window.")),
      [],
    );
  });
});

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
}

async function build(folder: string): Promise<void> {
  const line = ["--input-type=module-typescript", "--eval", BUILDER, folder];
  const child = spawn(process.execPath, line, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(code, 0);
}
