import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { WebSocket } from "ws";
import { createValue } from "../app/desk/feed.ts";
import type { Services } from "../app/desk/dispatch.ts";
import {
  CODE_FRAGMENT,
  MAX_FRAME_SAMPLES,
  MAX_TEXT,
  SESSION_PATH,
  SOCKET_PATH,
} from "../contract/transport.ts";
import { type Host, startHost } from "./host.ts";
import { cookieFrom, type FaultAnswer, openWindow } from "./testing/window.ts";

interface Rig {
  readonly host: Host;
  readonly heard: { rateHz: number; samples: number }[];
  readonly asked: string[];
}

/** A host whose services only note what reaches them. */
async function rig(t: TestContext): Promise<Rig> {
  const pages = mkdtempSync(join(tmpdir(), "beckon-pages-"));
  mkdirSync(join(pages, "assets"));
  writeFileSync(join(pages, "index.html"), "<!doctype html><title>Beckon</title>");
  writeFileSync(join(pages, "assets", "app.js"), "1;");
  const heard: Rig["heard"] = [];
  const asked: string[] = [];
  const language = createValue("nothing");
  const answer = (name: string) => () => {
    asked.push(name);
    if (name === "training.cancel") throw new Error("a secret of the inside");
    return {};
  };
  const all = (kind: (name: string) => unknown): unknown =>
    new Proxy({}, { get: (_, name) => kind(String(name)) });
  const services = {
    calls: all(answer),
    feeds: all(() => () => language),
    sound: async (rateHz: number, pcm: Int16Array) => void heard.push({ rateHz, samples: pcm.length }),
    gone: () => {},
  } as unknown as Services;
  const host = await startHost({ services, pages, log: () => {} });
  t.after(async () => {
    await host.close();
    rmSync(pages, { recursive: true, force: true });
  });
  return { host, heard, asked };
}

/** node:http, for fetch lets nobody write Host. */
function ask(
  port: number,
  path: string,
  {
    method = "GET",
    headers = {},
    body = "",
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

const codeOf = (address: string): string => new URL(address).hash.slice(1 + CODE_FRAGMENT.length);

/** @returns the close code, or the HTTP status with which the upgrade was refused. */
function knock(port: number, headers: Record<string, string>, path = SOCKET_PATH): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.once("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.once("unexpected-response", (_, answer) => resolve(answer.statusCode ?? 0));
    socket.once("error", reject);
  });
}

test("a code opens one session, once", async (t) => {
  const { host } = await rig(t);
  const origin = `http://127.0.0.1:${host.port}`;
  const code = codeOf(host.address());
  const post = (body: string) => ask(host.port, SESSION_PATH, { method: "POST", headers: { origin }, body });
  const first = await post(code);
  assert.equal(first.statusCode, 204);
  const cookie = first.headers["set-cookie"]![0]!;
  for (const word of ["HttpOnly", "SameSite=Strict", "Path=/"]) assert(cookie.includes(word), word);
  assert.equal((await post(code)).statusCode, 403, "used up");
  for (const wrong of ["", "x", `${codeOf(host.address())}x`, "y".repeat(5000)]) {
    assert.equal((await post(wrong)).statusCode, 403, wrong.slice(0, 10));
  }
  assert.equal((await post(codeOf(host.address()))).statusCode, 204, "a wrong guess spoils no good code");
});

test("each address that is printed has a code of its own, long enough not to be guessed", async (t) => {
  const { host } = await rig(t);
  const codes = new Set(Array.from({ length: 20 }, () => codeOf(host.address())));
  assert.equal(codes.size, 20);
  for (const code of codes) assert(code.length >= 32);
});

test("the socket opens with the cookie only, from this origin only, by this name only", async (t) => {
  const { host } = await rig(t);
  const cookie = await cookieFrom(host.address());
  const origin = `http://127.0.0.1:${host.port}`;
  assert.equal(await knock(host.port, { cookie, origin }), 101);
  assert.equal(await knock(host.port, { origin }), 401, "no cookie");
  assert.equal(await knock(host.port, { cookie: "beckon=guess", origin }), 401, "wrong cookie");
  assert.equal(await knock(host.port, { cookie: `${cookie}x`, origin }), 401, "nearly the cookie");
  assert.equal(await knock(host.port, { cookie, origin: "http://evil.example" }), 403, "foreign page");
  assert.equal(await knock(host.port, { cookie, origin: "null" }), 403, "page without origin");
  assert.equal(await knock(host.port, { cookie }), 403, "no origin at all");
  assert.equal(
    await knock(host.port, { cookie, origin: `http://127.0.0.1:${host.port + 1}` }),
    403,
    "other port",
  );
  const foreign = `evil.example:${host.port}`;
  assert.equal(
    await knock(host.port, { cookie, host: foreign, origin: `http://${foreign}` }),
    403,
    "foreign name",
  );
  assert.equal(await knock(host.port, { cookie, origin }, "/other"), 404);
});

test("a foreign Host or Origin gets no page and no session", async (t) => {
  const { host } = await rig(t);
  const own = `127.0.0.1:${host.port}`;
  assert.equal((await ask(host.port, "/")).statusCode, 200);
  assert.equal((await ask(host.port, "/", { headers: { host: `localhost:${host.port}` } })).statusCode, 200);
  for (const name of [
    "evil.example",
    `evil.example:${host.port}`,
    "127.0.0.1",
    `127.0.0.1.evil.example:${host.port}`,
  ]) {
    assert.equal((await ask(host.port, "/", { headers: { host: name } })).statusCode, 403, name);
  }
  const body = codeOf(host.address());
  for (const headers of [
    {},
    { origin: "http://evil.example" },
    { origin: `https://${own}` },
    { origin: "null" },
  ]) {
    const answer = await ask(host.port, SESSION_PATH, { method: "POST", headers, body });
    assert.equal(answer.statusCode, 403, JSON.stringify(headers));
    assert.equal(answer.headers["set-cookie"], undefined);
  }
});

test("pages carry a policy that lets nothing foreign in, and nothing but them is served", async (t) => {
  const { host } = await rig(t);
  const page = await ask(host.port, "/");
  const policy = String(page.headers["content-security-policy"]);
  assert(policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'"), policy);
  assert(!/script-src[^;]*unsafe/.test(policy), policy);
  assert.equal(page.headers["x-content-type-options"], "nosniff");
  assert.equal(page.headers["access-control-allow-origin"], undefined);
  assert.equal(
    (await ask(host.port, "/assets/app.js")).headers["content-type"],
    "text/javascript; charset=utf-8",
  );
  for (const path of [
    "/../host.ts",
    "/assets/../../host.ts",
    "/%2e%2e/host.ts",
    "//etc/passwd",
    "/etc/passwd",
  ]) {
    assert.equal((await ask(host.port, path)).statusCode, 404, path);
  }
  for (const method of ["PUT", "DELETE", "OPTIONS"]) {
    assert.equal((await ask(host.port, "/", { method })).statusCode, 405, method);
  }
});

test("a message that breaks the protocol ends the connection and reaches no service", async (t) => {
  const { host, heard, asked } = await rig(t);
  const frame = (rateHz: number, bytes: number): Buffer => {
    const made = Buffer.alloc(4 + bytes);
    made.writeUInt32LE(rateHz, 0);
    return made;
  };
  const long = JSON.stringify({
    kind: "call",
    number: 1,
    name: "app.info",
    input: { x: "y".repeat(MAX_TEXT) },
  });
  const bad: readonly (string | Buffer)[] = [
    "",
    "{",
    "null",
    "[]",
    '{"kind":"call"}',
    '{"kind":"call","number":-1,"name":"app.info","input":{}}',
    '{"kind":"call","number":1,"name":"app.info","input":{},"more":1}',
    '{"kind":"answer","number":1,"output":{}}',
    long,
    Buffer.alloc(0),
    Buffer.alloc(3),
    frame(16_000, 0),
    frame(16_000, 3),
    frame(100, 4),
    frame(4_000_000_000, 4),
    frame(48_000, 2 * MAX_FRAME_SAMPLES + 2),
    Buffer.alloc(5_000_000),
  ];
  for (const message of bad) {
    const cookie = await cookieFrom(host.address());
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${SOCKET_PATH}`, {
      headers: { cookie, origin: `http://127.0.0.1:${host.port}` },
    });
    await new Promise((resolve) => socket.once("open", resolve));
    socket.on("error", () => {});
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    socket.send(message);
    const code = await closed;
    assert([1008, 1009].includes(code), `${String(message).slice(0, 40)}: ${code}`);
  }
  assert.deepEqual(heard, []);
  assert.deepEqual(asked, []);
});

test("sound of the allowed sizes and rates arrives as it was sent", async (t) => {
  const { host, heard } = await rig(t);
  const window = await openWindow(host.address());
  await window.sound(new Int16Array(640).fill(5), 16_000);
  await window.sound(new Int16Array(1920).fill(5), 48_000);
  await window.call("app.info", {});
  window.close();
  assert.deepEqual(heard, [
    { rateHz: 16_000, samples: 640 },
    { rateHz: 48_000, samples: 1920 },
  ]);
});

test("a wrong input, an unknown name and an inner fault are answered in plain words", async (t) => {
  const { host, asked } = await rig(t);
  const window = await openWindow(host.address());
  t.after(() => window.close());
  const codeFor = async (name: string, input: unknown): Promise<string> =>
    window.call(name as "app.info", input as Record<string, never>).then(
      () => "answered",
      (error: FaultAnswer) => error.fault.code,
    );
  assert.equal(await codeFor("app.info", {}), "answered");
  assert.equal(await codeFor("app.info", { more: 1 }), "contract");
  assert.equal(await codeFor("people.create", { name: "", carer: false }), "contract");
  assert.equal(await codeFor("live.arm", { personId: "x", consent: "no" }), "contract");
  for (const name of ["nothing", "toString", "__proto__", "constructor"])
    assert.equal(await codeFor(name, {}), "contract", name);
  assert.deepEqual(asked, ["app.info"]);
  await assert.rejects(window.call("training.cancel", {}), (error: FaultAnswer) => {
    assert.equal(error.fault.code, "unexpected");
    return !JSON.stringify(error.fault).includes("secret");
  });
});
