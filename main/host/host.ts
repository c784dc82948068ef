/**
 * The contract over loopback: one page, one session path, one socket.
 *
 * Trust: anything on this machine can reach the port, and any web page can try
 * to. So a one-time code, which only the terminal (or the browser that was
 * started with it) knows, is exchanged for a cookie that no script can read;
 * requests for another host or from another origin are refused, which also
 * stops a foreign name that was pointed at 127.0.0.1.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { connectWindow, type Services } from "../app/desk/dispatch.ts";
import { CODE_FRAGMENT, MAX_FRAME_SAMPLES, SESSION_PATH, SOCKET_PATH } from "../contract/transport.ts";
import { createPages } from "./pages.ts";

export interface HostOptions {
  readonly services: Services;
  /** Built renderer: renderer/dist. */
  readonly pages: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly log: (error: unknown) => void;
}

export interface Host {
  readonly port: number;
  /** A fresh address with a one-time code in its fragment. */
  address(): string;
  close(): Promise<void>;
}

const COOKIE = "beckon";
const CODE_BYTES = 24;
const MAX_CODE_BODY = 200;
/** A text of MAX_TEXT characters has at most 3 bytes each; a sound frame has fewer. */
const MAX_MESSAGE_BYTES = Math.max(300_000, 4 + 2 * MAX_FRAME_SAMPLES);

/** Listens on 127.0.0.1 only. */
export async function startHost({ services, pages, port = 0, log }: HostOptions): Promise<Host> {
  const codes = new Set<string>();
  const sessions = new Set<string>();
  const sendPage = createPages(pages);
  let own: readonly string[] = [];

  /** `Host` must be this address; `Origin`, where there is one, must be it too. */
  const isOurs = (request: IncomingMessage, needsOrigin: boolean): boolean => {
    const { host, origin } = request.headers;
    if (host === undefined || !own.includes(host)) return false;
    return origin === undefined ? !needsOrigin : origin === `http://${host}`;
  };

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      log(error);
      if (!response.headersSent) refuse(response, 500);
      else response.destroy();
    });
  });
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const isPost = request.method === "POST";
    if (!isOurs(request, isPost)) return refuse(response, 403);
    if (isPost && path === SESSION_PATH) return exchange(request, response);
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405);
    return sendPage(path, request.method === "HEAD", response);
  }
  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const code = await bodyOf(request, MAX_CODE_BODY);
    const known = code === undefined ? undefined : find(codes, code);
    if (known === undefined) return refuse(response, 403);
    codes.delete(known);
    const session = randomBytes(CODE_BYTES).toString("base64url");
    sessions.add(hash(session));
    response.writeHead(204, { "Set-Cookie": `${COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/` });
    response.end();
  }

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const session = cookieOf(request);
    const refusal = !isOurs(request, true)
      ? "403 Forbidden"
      : request.url !== SOCKET_PATH
        ? "404 Not Found"
        : session === undefined || find(sessions, hash(session)) === undefined
          ? "401 Unauthorized"
          : undefined;
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => carry(opened, services, log));
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  own = [`127.0.0.1:${taken}`, `localhost:${taken}`];

  return {
    port: taken,
    address() {
      const code = randomBytes(CODE_BYTES).toString("base64url");
      codes.add(hash(code));
      return `http://127.0.0.1:${taken}/#${CODE_FRAGMENT}${code}`;
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  /** The entry that equals the hash of `code` (or `code`, if it is a hash), in constant time. */
  function find(hashes: ReadonlySet<string>, code: string): string | undefined {
    const wanted = hashes === codes ? hash(code) : code;
    return [...hashes].find((each) => timingSafeEqual(Buffer.from(each), Buffer.from(wanted)));
  }
}

/** Messages one after the other: what is sent faster than it is heard waits in the system's buffers, not in ours. */
function carry(socket: WebSocket, services: Services, log: (error: unknown) => void): void {
  const connection = connectWindow(services, (text) => socket.send(text), log);
  let work = Promise.resolve();
  let waiting = 0;
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (++waiting > 4) socket.pause();
    work = work.then(async () => {
      // What follows a broken message is not believed either.
      if (socket.readyState !== socket.OPEN) return;
      const fine = isBinary ? await connection.sound(data) : await connection.text(data.toString("utf8"));
      if (!fine) socket.close(1008, "protocol");
      if (--waiting === 0) socket.resume();
    });
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => connection.close());
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "Content-Type": "text/plain", Connection: "close" });
  response.end();
}

/** Undefined if it is longer than `most`, which ends the reading. */
async function bodyOf(request: IncomingMessage, most: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function cookieOf(request: IncomingMessage): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
