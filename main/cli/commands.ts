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
  demo: file("the whole street on the bundled sample person", () => import("./commands/demo.ts")),
  app: file("the desktop app, in a browser on this computer", () => import("./commands/app.ts")),
  train: file("a person's recordings become an image", () => import("./commands/train.ts")),
  eval: file("how well, and how wrongly, everybody in a folder is heard", () => import("./commands/eval.ts")),
  results: file("everybody in a folder of data, on one page", () => import("./commands/results.ts")),
  compress: file("what each step of compression costs and gives", () => import("./commands/compress.ts")),
  image: file("what an image holds, and which boards it runs on", () => import("./commands/image.ts")),
  replay: file(
    "recordings through an image or a device: what is decided",
    () => import("./commands/replay.ts"),
  ),
  flash: file(
    "base firmware and image as a file, or onto a board's drive",
    () => import("./commands/flash.ts"),
  ),
  push: file("send an image over the link", () => import("./commands/push.ts")),
  verify: file("does the wearable decide exactly as the app does?", () => import("./commands/verify.ts")),
  listen: file("a wearable's events as JSON lines", () => import("./commands/listen.ts")),
  run: file("a wearable's events become keys and mouse", () => import("./commands/run.ts")),
  virtual: file("a virtual wearable on a pseudo-terminal", () => import("./commands/virtual.ts")),
  bench: file("the figures to reach, measured on this machine", () => import("./commands/bench.ts")),
  devices: file("what is plugged in", () => import("./commands/devices.ts")),
  doctor: file("what is missing here, and the line that mends it", () => import("./commands/doctor.ts")),
};
