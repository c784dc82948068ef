/**
 * Puts a udev rule in its place after one question for an administrator's password, asked by the
 * desktop itself (polkit): nobody needs a terminal, or to log out (cases B07, B13).
 */
import { spawn } from "node:child_process";
import { machineError } from "../../../common/errors.ts";
import type { UdevRule } from "./udev-rules.ts";

/**
 * Written beside its place and moved there, so that no half rule is ever read. Where the desktop lets it, what is plugged in
 * already is given at once; plugging in again does it everywhere.
 */
const SCRIPT = `
umask 022
cat > "$1.new" && mv "$1.new" "$1" || exit 1
udevadm control --reload && udevadm trigger --action=change --subsystem-match=tty --subsystem-match=usb
exit 0
`;
/** As pkexec(1) says: the question was closed, or the answer was not good enough. */
const REFUSED = [126, 127];

/**
 * Resolves when the rule is in its place.
 *
 * @throws BeckonError `rule-refused` where the person did not agree, `rule-nobody` where this
 *   desktop cannot ask.
 */
export async function installRule({ file, text }: UdevRule): Promise<void> {
  const child = spawn("pkexec", ["/bin/sh", "-c", SCRIPT, "sh", file], { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-500);
  });
  child.stdin.on("error", () => {}); // Refused before it read.
  child.stdin.end(text);
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  if (code === 0) return;
  if (code !== null && REFUSED.includes(code) && !/agent/i.test(said)) {
    throw machineError("rule-refused", file, "It was not allowed; nothing was changed.", "Try again.");
  }
  const problem = code === null ? "There is no pkexec here." : `It was not written (${code}). ${said.trim()}`;
  throw machineError("rule-nobody", file, problem, "Run `beckon doctor`: it prints the line to be run.");
}
