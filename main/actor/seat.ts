/**
 * Is the person's session on the screen, or is it locked, behind another one, or asleep with the whole computer? Asked of
 * logind, because the desktop tells nobody else: `org.freedesktop.login1(5)`.
 *
 * Where there is no logind the session counts as there: nothing could ever be done otherwise. Where logind goes away while
 * it is locked it stays locked until somebody says more.
 *
 * A screen that is dark but not locked counts as there, for the first key lights it again. A request to lock counts for
 * nothing either: what counts is that the desktop says it has locked, and when it has opened again.
 */
import { type Bus, listenTo, openBus, systemBusAddress } from "./dbus/bus.ts";
import type { Message, Value, Variant } from "./dbus/wire.ts";

export type Seat = "here" | "locked" | "asleep";

const LOGIN = "org.freedesktop.login1";
const MANAGER = { to: LOGIN, path: "/org/freedesktop/login1", interface: `${LOGIN}.Manager` } as const;
const SESSION = `${LOGIN}.Session`;
const PROPERTIES = "org.freedesktop.DBus.Properties";
const RETRY_MS = 10_000;

/**
 * Watches until the returned function is called. `onChange` is told the present state once it is known, and each new one.
 *
 * @param env for the bus and the session's number.
 */
export function watchSeat(env: Readonly<NodeJS.ProcessEnv>, onChange: (seat: Seat) => void): () => void {
  let ended = false;
  let bus: Bus | undefined;
  let timer: NodeJS.Timeout | undefined;
  let session = "";
  let said: Seat | undefined;
  const known = { locked: false, active: true, asleep: false };

  const tell = (): void => {
    const seat = known.asleep ? "asleep" : known.locked || !known.active ? "locked" : "here";
    if (ended || seat === said) return;
    said = seat;
    onChange(seat);
  };
  const learn = (changed: readonly Value[]): void => {
    for (const [name, { value }] of changed as readonly (readonly [string, Variant])[]) {
      if (name === "LockedHint" && typeof value === "boolean") known.locked = value;
      if (name === "Active" && typeof value === "boolean") known.active = value;
    }
    tell();
  };
  const ask = async (on: Bus): Promise<void> => {
    const all = { to: LOGIN, path: session, interface: PROPERTIES, member: "GetAll", signature: "s" };
    const [properties] = await on.call({ ...all, body: [SESSION] });
    learn(properties as readonly Value[]);
  };
  const hear = ({ path, interface: of, member, body = [] }: Message): void => {
    if (of === MANAGER.interface && member === "PrepareForSleep") {
      known.asleep = body[0] === true;
      tell();
    } else if (
      path === session &&
      of === PROPERTIES &&
      member === "PropertiesChanged" &&
      body[0] === SESSION
    ) {
      learn(body[1] as readonly Value[]);
      // What has changed without a value is asked for.
      if ((body[2] as readonly Value[]).length > 0 && bus !== undefined) ask(bus).catch(() => {});
    }
  };
  const begin = async (): Promise<void> => {
    try {
      bus = await openBus(systemBusAddress(env), { signal: hear, closed: again });
      if (ended) return bus.close();
      await listenTo(bus, `type='signal',sender='${LOGIN}'`);
      session = await findSession(bus, env);
      // Whoever can say so is awake.
      known.asleep = false;
      await ask(bus);
    } catch {
      // No bus, no logind, or no session of ours: asked again, for logind may come later than we do.
      if (bus === undefined) again();
      else bus.close();
      if (said === undefined) tell();
    }
  };
  const again = (): void => {
    bus = undefined;
    if (!ended) timer = setTimeout(() => void begin(), RETRY_MS).unref();
  };
  void begin();
  return () => {
    ended = true;
    clearTimeout(timer);
    bus?.close();
  };
}

/** By its number where the environment has it; else the one that shows this account's desktop. */
async function findSession(bus: Bus, env: Readonly<NodeJS.ProcessEnv>): Promise<string> {
  const id = env.XDG_SESSION_ID;
  if (id !== undefined && id !== "") {
    const [path] = await bus.call({ ...MANAGER, member: "GetSession", signature: "s", body: [id] });
    return String(path);
  }
  const self = { to: LOGIN, path: "/org/freedesktop/login1/user/self", interface: PROPERTIES, member: "Get" };
  const [shown] = await bus.call({ ...self, signature: "ss", body: [`${LOGIN}.User`, "Display"] });
  const [, path] = (shown as Variant).value as readonly [string, string];
  return path;
}
