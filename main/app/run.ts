/** `beckon listen` and `beckon run`: a wearable until the person, the recording or the cable ends it. */
import { BeckonError, usageError } from "../../common/errors.ts";
import type { DeviceEvent } from "../../common/street.ts";
import { inspectSession } from "../actor/session.ts";
import type { ActorKind } from "../actor/actor.ts";
import { type Profile, readProfile } from "../mapping/profile.ts";
import type { Trust } from "../mapping/mapping.ts";
import { endError } from "../wearables/link/ends.ts";
import type { WearableState } from "../wearables/wearable.ts";
import { readInputFile } from "./files.ts";
import { goLive, type LiveRecord } from "./live.ts";
import { type ListenRequest, openPrepared, prepareListening } from "./listen.ts";

/** Time for the last event to come and to be acted on after a recording has ended, ms. */
const LINGER_MS = 300;

/** Events, nothing is acted on. @throws BeckonError when the wearable is lost for good. */
export async function listen(request: ListenRequest, onEvent: (event: DeviceEvent) => void): Promise<void> {
  const prepared = await prepareListening(request);
  const lost = Promise.withResolvers<WearableState>();
  const device = await openPrepared(prepared, {
    event: onEvent,
    state: (state) => {
      if (state.kind === "away" && !Number.isFinite(state.inMs)) lost.resolve(state);
      // Listening acts on nothing, so it may arm by itself when the wearable is back.
      if (state.kind === "ready" && !state.armed)
        void state.session.arm(state.session.info.modelId).catch(() => {});
    },
  });
  try {
    const session = device.wearable.session();
    await session.arm(session.info.modelId);
    await untilDone(request, prepared.feed(device), lost.promise);
  } finally {
    await device.close();
  }
}

export interface RunRequest extends ListenRequest {
  readonly profile: string;
  readonly actor: ActorKind;
  readonly trust: Trust;
  readonly onRecord: (record: LiveRecord) => void;
  /** What the person must know before and while commands act. */
  readonly onNote: (text: string) => void;
  /** Calls back when the person asks to arm again after a loss. */
  readonly onArmAgain?: (arm: () => void) => void;
}

/** Events to actions. @throws BeckonError. */
export async function run(request: RunRequest): Promise<void> {
  const profile = readProfile(readInputFile(request.profile), request.profile);
  const prepared = await prepareListening(request);
  if (prepared.image !== undefined) {
    const commands = prepared.image.image.classes.flatMap(({ label, command }) => (command ? [label] : []));
    for (const note of compareCommands(profile, commands, request.profile)) request.onNote(note);
  }
  // Said before anything is armed, for nothing on the screen would explain the silence later.
  if (request.actor.kind === "x11") {
    const { canAct, findings } = inspectSession(process.env);
    if (!canAct && findings[0] !== undefined) throw new BeckonError(findings[0]);
    for (const { problem, remedy } of findings) request.onNote(`${problem} ${remedy}`);
  }
  if (request.trust !== "proved") {
    request.onNote(NOT_PROVED);
  }

  let wasAway = false;
  const onRecord = (record: LiveRecord): void => {
    request.onRecord(record);
    if (record.type === "actor" && record.state !== "ready") request.onNote(ACTOR_GONE[record.state]);
    if (record.type !== "wearable") return;
    if (record.state === "away") request.onNote("The wearable is gone; everything was let go.");
    if (record.state === "ready" && wasAway) request.onNote(BACK);
    wasAway = record.state === "away";
  };
  const live = await goLive({
    prepared,
    profile,
    actor: request.actor,
    trust: request.trust,
    onRecord,
  });
  request.onArmAgain?.(() => void live.arm().catch((error: Error) => request.onNote(error.message)));
  try {
    await live.arm();
    await untilDone(request, prepared.feed(live.device), live.ended);
    await live.settled();
  } finally {
    await live.close();
  }
}

const ACTOR_GONE = {
  lost: "What presses the keys ended; everything was let go, and another takes its place.",
  unable: "Nothing can be pressed any more: the display is gone. Stop, and start again on a display.",
} as const;
const BACK = "The wearable is back, not armed. Press Enter to arm it.";
const NOT_PROVED =
  "Not yet proved: only actions marked harmless are done. Add --proved when the model has been tried for days.";

/** Words of the profile that the model does not know can never happen; those it lacks do nothing. */
function compareCommands(profile: Profile, commands: readonly string[], path: string): string[] {
  const mapped = Object.keys(profile.commands);
  const dead = mapped.filter((name) => !commands.includes(name));
  const idle = commands.filter((name) => !mapped.includes(name));
  if (dead.length === mapped.length) {
    const problem = `maps none of this model's commands (${commands.join(", ")}).`;
    throw usageError("profile-other-model", path, problem, "Use the profile that belongs to this model.");
  }
  return [
    ...(dead.length > 0
      ? [`The profile names commands that this model does not have: ${dead.join(", ")}.`]
      : []),
    ...(idle.length > 0 ? [`These commands do nothing in this profile: ${idle.join(", ")}.`] : []),
  ];
}

/** Until the source has ended, the person stops it, or the wearable is lost for good (which throws). */
async function untilDone(
  { dev, source, stop }: ListenRequest,
  feeding: Promise<void>,
  lost: Promise<WearableState>,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener("abort", () => resolve(), { once: true });
  });
  const fed =
    source.kind === "own"
      ? stopped
      : feeding.then(() => new Promise<void>((resolve) => setTimeout(resolve, LINGER_MS)));
  const end = await Promise.race([lost, stopped, fed]);
  if (end !== undefined && !stop.aborted)
    throw endError(dev, end.kind === "away" ? end.end : { kind: "closed" });
}
