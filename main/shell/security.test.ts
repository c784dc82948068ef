import assert from "node:assert/strict";
import { test } from "node:test";
import { mayLoad, mayUse, WEB_PREFERENCES } from "./security.ts";
import { MAIN_WINDOW, SMALL_WINDOW } from "./windows.ts";

const ORIGIN = "http://127.0.0.1:41234";

test("the page has no rights of the program", () => {
  const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = WEB_PREFERENCES;
  assert.deepEqual(
    [contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag],
    [true, true, false, true, false],
  );
});

test("nothing is loaded but from the loopback host that was started", () => {
  for (const url of [
    `${ORIGIN}/`,
    `${ORIGIN}/assets/a.js`,
    "ws://127.0.0.1:41234/socket",
    `blob:${ORIGIN}/1`,
  ]) {
    assert.equal(mayLoad(url, ORIGIN), true, url);
  }
  const foreign = [
    "http://127.0.0.1:41235/",
    "https://127.0.0.1:41234/",
    "http://127.0.0.1.evil.example:41234/",
    "http://localhost:41234/",
    "file:///etc/passwd",
    "https://example.org/",
    "wss://example.org/",
    "chrome://gpu",
    "no address",
    "",
  ];
  for (const url of foreign) assert.equal(mayLoad(url, ORIGIN), false, url);
});

test("our page gets the microphone, and nobody gets anything else", () => {
  assert.equal(mayUse("media", `${ORIGIN}/`, ORIGIN, ["audio"]), true);
  assert.equal(mayUse("media", ORIGIN, ORIGIN), true);
  assert.equal(mayUse("media", `${ORIGIN}/`, ORIGIN, ["audio", "video"]), false);
  assert.equal(mayUse("media", "http://evil.example/", ORIGIN, ["audio"]), false);
  assert.equal(mayUse("media", "", ORIGIN, ["audio"]), false);
  for (const permission of [
    "geolocation",
    "notifications",
    "clipboard-read",
    "serial",
    "hid",
    "usb",
    "fullscreen",
  ]) {
    assert.equal(mayUse(permission, `${ORIGIN}/`, ORIGIN), false, permission);
  }
});

test("both windows have no rights of the program, and the small one never takes the focus", () => {
  assert.equal(MAIN_WINDOW.webPreferences, WEB_PREFERENCES);
  assert.equal(SMALL_WINDOW.webPreferences, WEB_PREFERENCES);
  const { alwaysOnTop, focusable, show } = SMALL_WINDOW;
  assert.deepEqual([alwaysOnTop, focusable, show], [true, false, false]);
});
