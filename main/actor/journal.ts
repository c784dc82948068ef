/**
 * The journal back end: for machines without a display. Nothing is pressed;
 * each thing that would be done is one JSON line in a file.
 */
import { appendFileSync } from "node:fs";
import type { Input } from "../contract/key-codes.ts";
import type { Backend } from "./backend.ts";

/**
 * @param path the file; lines are added at its end.
 * @throws the system's error if it cannot be written.
 */
export function openJournal(path: string): Backend {
  const write = (done: Record<string, unknown>): void => {
    appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), ...done })}\n`);
  };
  return {
    recover: () => {
      write({ do: "opened" });
      return [];
    },
    press: (input: Input) => {
      write({ do: "press", input });
      return true;
    },
    release: (input) => write({ do: "release", input }),
    tap: (inputs) => write({ do: "tap", inputs }),
    click: (button, count) => write({ do: "click", button, count }),
    move: (right, down) => write({ do: "move", right, down }),
    moveTo: (x, y) => write({ do: "moveTo", x, y }),
    scroll: (right, down) => write({ do: "scroll", right, down }),
    text: async (text) => write({ do: "text", text }),
    close: () => write({ do: "closed" }),
  };
}
