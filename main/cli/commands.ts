import type { Command } from "./command.ts";

interface Entry {
  readonly summary: string;
  /** Loaded when called for, so that `beckon --help` does not wait for TensorFlow. */
  readonly load: () => Promise<Command>;
}

const file = (summary: string, load: () => Promise<{ default: Command }>): Entry => ({
  summary,
  load: async () => (await load()).default,
});

/** Every command, in the order of a person's way. A new one is one file and one line here. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  image: file("what an image holds, and whether it fits a board", () => import("./commands/image.ts")),
  flash: file(
    "base firmware and image as a file, or onto a board's drive",
    () => import("./commands/flash.ts"),
  ),
};
