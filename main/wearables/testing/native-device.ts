/**
 * Compiles and starts native_device.c for tests: the real device side of the link as a
 * process behind a real pseudo-terminal.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const runtime = join(import.meta.dirname, "../../../firmware-gen/runtime");

export interface NativeDevice {
  /** Its pseudo-terminal. */
  readonly path: string;
  /** A command of native_device.c, such as `reset` or `play FILE`. */
  tell(line: string): void;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

let program: string | undefined;

/** Compiles once per test process. @returns undefined where there is no C compiler. */
export function compileNativeDevice(): string | undefined {
  if (program !== undefined) return program;
  if (!["/usr/bin/gcc", "/usr/bin/cc"].some(existsSync)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "beckon-native-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const sources = readdirSync(runtime).filter((name) => name.endsWith(".c") && !name.endsWith("_test.c"));
  const out = join(folder, "native_device");
  execFileSync("cc", [
    ...["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O1", "-g", "-fsanitize=address,undefined"],
    ...["-I", runtime, join(import.meta.dirname, "native_device.c")],
    ...sources.map((name) => join(runtime, name)),
    ...["-o", out],
  ]);
  program = out;
  return out;
}

/** @param image path of an image that it has from the start. */
export async function startNativeDevice(image?: string): Promise<NativeDevice> {
  const compiled = compileNativeDevice();
  if (compiled === undefined) throw new Error("no C compiler");
  const child: ChildProcess = spawn(compiled, image === undefined ? [] : [image], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [chunk] = (await once(child.stdout!, "data")) as [Buffer];
  return {
    path: chunk.toString().trim(),
    tell: (line) => void child.stdin!.write(`${line}\n`),
    signal: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}
