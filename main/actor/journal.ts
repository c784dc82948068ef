/**
 * The journal back end: for machines without a display. Nothing is pressed;
 * each thing that would be done is one JSON line in a file.
 */
import { appendFileSync } from "node:fs";
import { machineError } from "../../common/errors.ts";
import type { Input } from "../contract/key-codes.ts";
import type { Backend } from "./backend.ts";

/**
 * @param path the file; lines are added at its end.
 * @throws BeckonError (exit 3), from each of its calls, if it cannot be written.
 */
export function openJournal(path: string): Backend {
  const write = (done: Record<string, unknown>): void => {
    try {
      appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), ...done })}\n`);
    } catch (error) {
      const problem = `It cannot be written (${(error as NodeJS.ErrnoException).code}).`;
      const remedy = "Name a file in a folder that is there and that you may write to, on a disk with room.";
      throw machineError("journal-unwritten", `the journal ${path}`, problem, remedy);
    }
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
