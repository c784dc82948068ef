/** The system's own page for microphones, beside Beckon: nobody need search for it (case B05). */
import { spawn } from "node:child_process";
import { machineError } from "../../../common/errors.ts";

type Command = readonly [program: string, ...args: string[]];

/** Of each system, what opens the page; of several the first that is there. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly Command[]>> = {
  darwin: [["open", "x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone"]],
  win32: [["explorer.exe", "ms-settings:privacy-microphone"]],
  linux: [
    ["gnome-control-center", "sound"],
    ["systemsettings", "kcm_pulseaudio"],
    ["systemsettings5", "kcm_pulseaudio"],
    ["cinnamon-settings", "sound"],
    ["mate-volume-control"],
    ["pavucontrol"],
  ],
};

/**
 * Resolves when the page's program has begun.
 *
 * @throws BeckonError (exit 3) `no-settings-page` where there is none of those known.
 */
export async function openMicrophonePage(platform: NodeJS.Platform = process.platform): Promise<void> {
  for (const command of OPENERS[platform] ?? []) if (await begins(command)) return;
  throw machineError(
    "no-settings-page",
    "the sound settings",
    "Beckon knows no program for them here.",
    "Open the sound settings of this computer yourself.",
  );
}

function begins([program, ...args]: Command): Promise<boolean> {
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  child.unref();
  return new Promise((resolve) => {
    child.once("spawn", () => resolve(true));
    child.once("error", () => resolve(false));
  });
}
