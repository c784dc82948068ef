/** The window's own files: read at the start, nothing else of the disk is ever served. */
import { readFileSync, readdirSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";

const KINDS: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".json": "application/json",
};

/** Scripts, styles and sockets of this address alone; styles inline, for React Aria places its popovers so. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
};

/** @param folder the built renderer; may be missing, then every path is 404. */
export function createPages(
  folder: string,
): (path: string, headOnly: boolean, response: ServerResponse) => void {
  const files = new Map<string, Buffer>();
  for (const entry of entriesOf(folder))
    files.set(`/${entry.split(sep).join("/")}`, readFileSync(join(folder, entry)));
  return (path, headOnly, response) => {
    const name = path.split("?")[0] === "/" ? "/index.html" : (path.split("?")[0] ?? "");
    const content = files.get(name);
    if (content === undefined) {
      response.writeHead(404, { ...PAGE_HEADERS, "Content-Type": "text/plain; charset=utf-8" });
      response.end(headOnly ? undefined : "There is no such page.");
      return;
    }
    const kind = KINDS[extname(name)] ?? "application/octet-stream";
    // Built files carry their hash in their name; the page itself is always asked for anew.
    const keep = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-store";
    response.writeHead(200, {
      ...PAGE_HEADERS,
      "Content-Type": kind,
      "Content-Length": content.length,
      "Cache-Control": keep,
    });
    response.end(headOnly ? undefined : content);
  };
}

function entriesOf(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}
