/**
 * Runs a program of ours with the one Node that Beckon is made for, which lies
 * in node_modules, whatever Node started this (20 or newer):
 *   node tools/node24.mjs FILE.ts [ARGUMENT…]
 * Signals and the exit code pass through. main/cli/beckon.mjs uses it too.
 */
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const WANTED_NODE = "24.21.0";
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Path of the Node to use, or undefined where neither npm nor this machine has it. */
export function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const program = process.platform === "win32" ? "node.exe" : "node";
  const ours = join(ROOT, "node_modules", `node-${platform}-${process.arch}`, "bin", program);
  if (existsSync(ours)) return ours;
  // No such package for macOS: there the machine's own Node serves if it is of the same major version.
  const [major] = process.versions.node.split(".");
  return major === WANTED_NODE.split(".")[0] ? process.execPath : undefined;
}

/**
 * Runs `file` and ends this process as it ended. The child has a channel to
 * this process, so that it can notice when this one is killed and take its leave.
 */
export function runWithOurNode(file, args) {
  const node = findNode();
  if (node === undefined) {
    console.error(
      `beckon: Node ${WANTED_NODE} is not in node_modules, and this is ${process.version}. ` +
        "Run `npm ci` in Beckon's folder; on macOS install Node 24.",
    );
    process.exit(3);
  }
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", file, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // From a terminal the whole group gets SIGINT, so passing it on would count twice.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    console.error(`beckon: ${node} could not be started: ${error.message}`);
    process.exit(3);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 3);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) {
    console.error("usage: node tools/node24.mjs FILE.ts [ARGUMENT…]");
    process.exit(2);
  }
  runWithOurNode(join(ROOT, file), args);
}
