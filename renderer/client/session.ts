/** How this page gets the right to connect: a one-time code in its own address, exchanged for a cookie. */
import { CODE_FRAGMENT, SESSION_PATH, SOCKET_PATH } from "../../main/contract/transport.ts";
import type { Client } from "./client.ts";
import { connectSocket, type Socket } from "./socket-client.ts";

/** Connects to the host that served this page. */
export function connectPage(): Client {
  let code = takeCode();
  return connectSocket({
    open: () => {
      const address = new URL(SOCKET_PATH, location.href);
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      return new WebSocket(address) as unknown as Socket;
    },
    mayConnect: async (wasShut) => {
      // Somebody answers, yet the socket was shut: the cookie is missing or of an earlier run.
      if (code === undefined)
        return !wasShut || !(await fetch("./", { method: "HEAD", cache: "no-store" })).ok;
      const answer = await fetch(SESSION_PATH, {
        method: "POST",
        headers: { "content-type": "text/plain" },
        body: code,
        credentials: "same-origin",
      });
      // Used up or wrong: a reloaded page may still own the cookie that the code once gave.
      code = undefined;
      return answer.ok || answer.status === 401 || answer.status === 403;
    },
    later: (run, ms) => setTimeout(run, ms),
  });
}

/** Takes the code out of the address, so that it stays neither in history nor on a shared screen. */
function takeCode(): string | undefined {
  const fragment = location.hash.slice(1);
  if (!fragment.startsWith(CODE_FRAGMENT)) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return fragment.slice(CODE_FRAGMENT.length);
}
