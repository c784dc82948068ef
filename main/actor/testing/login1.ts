/** A real D-Bus of its own, and on it a stand-in for logind with one session. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Bus, openBus, takeName } from "../dbus/bus.ts";
import type { Message, Value } from "../dbus/wire.ts";

const SESSION = "/org/freedesktop/login1/session/_37";
const LOGIN = "org.freedesktop.login1";

export interface TestLogin {
  /** For whoever is to ask it. */
  readonly env: Readonly<Record<string, string>>;
  lock(locked: boolean): void;
  /** The computer goes to sleep, or wakes. */
  sleep(asleep: boolean): void;
  /** The service ends, and with `start` another one comes. */
  leave(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const noBus =
  !(process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "dbus-daemon"))) &&
  "needs the package dbus";

export async function startLogin(): Promise<TestLogin> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-bus-"));
  const path = join(folder, "bus");
  const daemon = spawn("dbus-daemon", ["--session", "--nofork", `--address=unix:path=${path}`], {
    stdio: "ignore",
  });
  const killed = (): void => void daemon.kill("SIGKILL");
  process.once("exit", killed);
  for (let tries = 0; !existsSync(path); tries++) {
    if (tries > 100 || daemon.exitCode !== null) throw new Error("dbus-daemon did not start");
    await wait(50);
  }
  let bus: Bus | undefined;
  let locked = false;
  const properties = (): Value => [
    ["LockedHint", { signature: "b", value: locked }],
    ["Active", { signature: "b", value: true }],
  ];
  const called = ({ member, body = [] }: Message) => {
    if (member === "GetSession" && body[0] === "7") return { signature: "o", body: [SESSION] };
    if (member === "GetAll") return { signature: "a{sv}", body: [properties()] };
    if (member === "Get" && body[1] === "Display") {
      return { signature: "v", body: [{ signature: "(so)", value: ["7", SESSION] }] };
    }
    return undefined;
  };
  const start = async (): Promise<void> => {
    bus = await openBus(`unix:path=${path}`, { called });
    await takeName(bus, LOGIN);
  };
  await start();
  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${path}`, XDG_SESSION_ID: "7" },
    lock(next) {
      locked = next;
      const changed = [["LockedHint", { signature: "b", value: next }]];
      bus!.emit({
        path: SESSION,
        interface: "org.freedesktop.DBus.Properties",
        member: "PropertiesChanged",
        signature: "sa{sv}as",
        body: [`${LOGIN}.Session`, changed, []],
      });
    },
    sleep: (asleep) =>
      bus!.emit({
        path: "/org/freedesktop/login1",
        interface: `${LOGIN}.Manager`,
        member: "PrepareForSleep",
        signature: "b",
        body: [asleep],
      }),
    leave: () => bus!.close(),
    start,
    async stop() {
      process.off("exit", killed);
      bus?.close();
      const gone = once(daemon, "exit");
      daemon.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
