/** What is missing on this machine, and the one line that mends it. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { boards, firmwarePath } from "../../firmware-gen/boards/boards.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { inspectSession } from "../actor/session.ts";
import { accessRule } from "../wearables/diagnose/udev-rules.ts";
import { explainLostPorts } from "../wearables/diagnose/vanishing.ts";
import { listPorts } from "../wearables/ports.ts";
import { findRecorder } from "../wearables/sources.ts";

export interface Finding {
  /** What was looked at. */
  readonly thing: string;
  /** `missing`: commands cannot act on this machine. `limit`: a part of Beckon is not to be had. */
  readonly verdict: "ok" | "limit" | "missing";
  readonly problem?: string;
  readonly remedy?: string;
}

const run = promisify(execFile);

/** Looks at everything, in the order of the street. Never throws. */
export async function examine(): Promise<Finding[]> {
  return [
    await runtime(),
    microphone(),
    ...(await ports()),
    ...(await lostPorts()),
    await emulator(),
    ...session(),
    demo(),
  ];
}

async function runtime(): Promise<Finding> {
  const thing = `runtime, in Node ${process.versions.node}`;
  try {
    (await createEngine()).soundFrames(new Int16Array(320));
  } catch (error) {
    const problem = `It does not run (${(error as Error).message}).`;
    return { thing, verdict: "missing", problem, remedy: "git checkout firmware-gen/prebuilt && npm ci" };
  }
  const absent = boards.map(firmwarePath).filter((path) => path !== undefined && !existsSync(path));
  if (absent.length === 0) return { thing, verdict: "ok" };
  return {
    thing,
    verdict: "limit",
    problem: "Base firmware is missing.",
    remedy: "git checkout firmware-gen/prebuilt",
  };
}

function microphone(): Finding {
  const program = findRecorder();
  if (program !== undefined) return { thing: `microphone, through ${program}`, verdict: "ok" };
  const problem =
    "No program that records is installed, so this computer cannot be a wearable by its microphone.";
  return { thing: "microphone", verdict: "limit", problem, remedy: "sudo apt-get install pulseaudio-utils" };
}

async function ports(): Promise<Finding[]> {
  const found = await listPorts();
  if (found.length === 0) return [{ thing: "serial ports: none is plugged in", verdict: "ok" }];
  return found.map(({ path, access, boards: kinds }) => {
    const thing = `${path}${kinds.length > 0 ? ` (${kinds.join(" or ")})` : ""}`;
    if (access === "ok") return { thing, verdict: "ok" };
    const remedy =
      process.platform === "linux" ? accessRule().command : "Ask whoever administers this computer.";
    return { thing, verdict: "limit", problem: "You may not use it.", remedy };
  });
}

/** Ports that came and went at once: something took them. */
async function lostPorts(): Promise<Finding[]> {
  const errors = await explainLostPorts();
  return errors.map(({ fault: { thing, problem, remedy } }) => ({
    thing,
    verdict: "limit",
    problem,
    remedy,
  }));
}

async function emulator(): Promise<Finding> {
  const thing = "boards without hardware (QEMU)";
  try {
    await run("qemu-system-arm", ["--version"]);
    return { thing, verdict: "ok" };
  } catch {
    const problem = "emulated:BOARD needs qemu-system-arm.";
    return { thing, verdict: "limit", problem, remedy: "sudo apt-get install qemu-system-arm" };
  }
}

function session(): Finding[] {
  const { kind, display, canAct, findings } = inspectSession(process.env);
  const thing = `session: ${kind}${display === undefined ? "" : ` on ${display}`}`;
  if (findings.length === 0) return [{ thing, verdict: "ok" }];
  const verdict = canAct ? "limit" : "missing";
  return findings.map(({ problem, remedy }) => ({ thing, verdict, problem, remedy }));
}

function demo(): Finding {
  const thing = "a display of its own for the demo (Xvfb)";
  const found = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "Xvfb")));
  if (found) return { thing, verdict: "ok" };
  const problem = "The demo writes to a journal instead of pressing keys.";
  return { thing, verdict: "limit", problem, remedy: "sudo apt-get install xvfb" };
}
