/**
 * The shell in Electron itself: the window opens, holds the app, and has no right that security.ts does not give. Runs
 * where Electron's binary is; it is never fetched.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { startXvfb, type TestDisplay } from "../../main/actor/x-testing.ts";
import { buildWindow } from "../../main/cli/build-window.ts";
import { findElectron } from "../../main/cli/start.ts";
import { WEB_PREFERENCES } from "../../main/shell/security.ts";

const ROOT = join(import.meta.dirname, "../..");
const binary = findElectron(ROOT, process.env);

describe("the app in Electron's own window", {
  skip: binary === undefined && "skipped: Electron's binary is not here (npx electron fetches it once)",
}, () => {
  const data = mkdtempSync(join(tmpdir(), "beckon-electron-"));
  let display: TestDisplay;
  let app: ElectronApplication;
  let page: Page;

  before(async () => {
    await buildWindow(() => {});
    execFileSync(process.execPath, ["tools/build-app.ts"], { cwd: ROOT, stdio: "inherit" });
    display = await startXvfb();
    app = await _electron.launch({
      executablePath: binary!,
      args: ["--no-sandbox", join(ROOT, "build/app/main/shell/main.js")],
      env: {
        ...(process.env as Record<string, string>),
        DISPLAY: display.display,
        XDG_DATA_HOME: data,
        HOME: data,
      },
    });
    page = await app.firstWindow();
  });
  after(async () => {
    await app?.close();
    await display?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it("shows the first screen", async () => {
    await page.getByRole("heading", { level: 1 }).waitFor();
  });

  it("has the rights of any page, and no more", async () => {
    const given = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    for (const [name, value] of Object.entries(WEB_PREFERENCES)) assert.equal(given[name], value, name);
    assert.deepEqual(await page.evaluate(() => [typeof globalThis.process, "require" in globalThis]), [
      "undefined",
      false,
    ]);
  });

  it("opens no other window, and goes nowhere else", async () => {
    const own = new URL(page.url()).origin;
    assert.equal(await page.evaluate(() => window.open("https://example.org/")), null);
    await page.evaluate(() => {
      location.href = "https://example.org/";
    });
    await page.waitForTimeout(500);
    assert.equal(new URL(page.url()).origin, own);
    assert.equal(app.windows().length, 1);
  });
});
