/**
 * Starts native_device.c for tests: the real device side of the link as a process behind a
 * real pseudo-terminal.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { compile, runtimeFolder } from "./compile.ts";

export interface NativeDevice {
  /** Its pseudo-terminal. */
  readonly path: string;
  /** A command of native_device.c, such as `reset` or `play FILE`. */
  tell(line: string): void;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** @param image path of an image that it has from the start. */
export async function startNativeDevice(image?: string): Promise<NativeDevice> {
  const sources = readdirSync(runtimeFolder).filter(
    (name) => name.endsWith(".c") && !name.endsWith("_test.c"),
  );
  const program = compile("native_device.c", sources);
  const child = spawn(program, image === undefined ? [] : [image], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return {
    path: chunk.toString().trim(),
    tell: (line) => void child.stdin.write(`${line}\n`),
    signal: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}
