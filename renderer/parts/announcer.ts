/**
 * What a screen reader is told: each thing once, at most one message a second.
 *
 * Of messages of one kind that still wait only the newest is said, so that
 * progress cannot flood; equal sentences of different moments are both said.
 * Urgent ones wait for nothing: they are for stopping and switching off.
 */
export interface Announcer {
  say(text: string, kind?: string): void;
  sayNow(text: string): void;
}

const GAP_MS = 1000;

export interface AnnouncerEdge {
  readonly write: (text: string, urgent: boolean) => void;
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => void;
}

export function createAnnouncer({ write, now, later }: AnnouncerEdge): Announcer {
  const queue: { readonly text: string; readonly kind: string | undefined }[] = [];
  let freeAt = Number.NEGATIVE_INFINITY;
  let waking = false;

  function next(): void {
    waking = false;
    const wait = freeAt - now();
    if (wait > 0) return wake(wait);
    const message = queue.shift();
    if (message === undefined) return;
    write(message.text, false);
    freeAt = now() + GAP_MS;
    if (queue.length > 0) wake(GAP_MS);
  }

  function wake(ms: number): void {
    if (waking) return;
    waking = true;
    later(next, ms);
  }

  return {
    say: (text, kind) => {
      const same = kind === undefined ? -1 : queue.findIndex((message) => message.kind === kind);
      if (same >= 0) queue.splice(same, 1);
      queue.push({ text, kind });
      if (!waking) next();
    },
    sayNow: (text) => {
      queue.length = 0;
      freeAt = now() + GAP_MS;
      write(text, true);
    },
  };
}

/** Writes into the two live regions of the page; a new element each time, so that an equal sentence is a change too. */
export function writeToRegion(text: string, urgent: boolean): void {
  const region = document.getElementById(urgent ? "announce-assertive" : "announce-polite");
  const message = document.createElement("p");
  message.textContent = text;
  region?.replaceChildren(message);
}
