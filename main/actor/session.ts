/**
 * What kind of session this is and whether the actor can act in it, said in
 * plain words before anything is armed: once, for `doctor` and `run` alike.
 */
import { readdirSync } from "node:fs";
import { BeckonError, type Fault, machineError } from "../../common/errors.ts";
import { XConnection } from "./x11/connection.ts";

export type SessionKind = "x11" | "wayland" | "none";

export interface Session {
  readonly kind: SessionKind;
  /** X display to act on, such as ":0", or undefined if there is none. */
  readonly display: string | undefined;
  /** Whether keys and mouse can be injected at all. */
  readonly canAct: boolean;
  /** What the person must know, most important first; empty if all is well. `canAct` says whether it is only a limit. */
  readonly findings: readonly Fault[];
}

/**
 * Looks at the session of `env`. Never throws; opens and closes one connection
 * to the X server.
 *
 * @param env the environment, as `process.env`.
 */
export function inspectSession(env: Readonly<NodeJS.ProcessEnv>): Session {
  const kind = kindOf(env);
  const display = env.DISPLAY === "" ? undefined : env.DISPLAY;
  if (display === undefined) return { kind, display, canAct: false, findings: [noDisplay(kind, env)] };
  try {
    new XConnection(display).close();
  } catch (error) {
    const fault = error instanceof BeckonError ? error.fault : unknown(error);
    return { kind, display, canAct: false, findings: [fault] };
  }
  return { kind, display, canAct: true, findings: kind === "wayland" ? [reachesOnlyX()] : [] };
}

/** WAYLAND_DISPLAY alone does not make a Wayland session: a nested compositor sets it inside an X11 one. */
function kindOf(env: Readonly<NodeJS.ProcessEnv>): SessionKind {
  if (env.XDG_SESSION_TYPE === "x11") return "x11";
  if (env.XDG_SESSION_TYPE === "wayland") return "wayland";
  if (env.WAYLAND_DISPLAY !== undefined && env.WAYLAND_DISPLAY !== "") return "wayland";
  return env.DISPLAY === undefined || env.DISPLAY === "" ? "none" : "x11";
}

function reachesOnlyX(): Fault {
  return machineError(
    "session-wayland",
    "this Wayland session",
    "Commands reach only programs that run through Xwayland; all others will not notice them.",
    'Log out and choose "Xorg" or "X11" at the login screen; until then expect some programs not to answer.',
  ).fault;
}

function noDisplay(kind: SessionKind, env: Readonly<NodeJS.ProcessEnv>): Fault {
  if (kind === "wayland") {
    return machineError(
      "session-wayland-only",
      "this Wayland session",
      "It has no Xwayland, so Beckon cannot reach any program in it.",
      'Log out and choose "Xorg" or "X11" at the login screen.',
    ).fault;
  }
  const running = runningDisplays();
  const hint =
    running.length > 0 && env.SSH_CONNECTION === undefined
      ? `Start Beckon inside the graphical session, or set DISPLAY=${running[0]}.`
      : "Start Beckon inside a graphical session, or use the journal in place of keys.";
  return machineError(
    "display-missing",
    "the display",
    "DISPLAY is not set: there is no graphical session here.",
    hint,
  ).fault;
}

/** Displays of this machine whose server has its socket in the usual place. */
function runningDisplays(): string[] {
  try {
    return readdirSync("/tmp/.X11-unix")
      .filter((name) => /^X\d+$/.test(name))
      .map((name) => `:${name.slice(1)}`)
      .sort();
  } catch {
    return [];
  }
}

function unknown(error: unknown): Fault {
  const problem = error instanceof Error ? error.message : String(error);
  return machineError(
    "display-unreachable",
    "the display",
    problem,
    "Install the package libx11-6 and try again.",
  ).fault;
}
