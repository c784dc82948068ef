/**
 * The host's side of the link, from HELLO to the end: one start of one wearable. A wearable
 * that restarts, falls silent or is unplugged ends its session; wearable.ts opens the next.
 *
 * Whatever happens here fails towards "nothing held, nothing armed".
 */
import { BeckonError } from "../../../common/errors.ts";
import type { DeviceEvent } from "../../../common/street.ts";
import type { Channel, RequestOptions } from "./channel.ts";
import { endError, type SessionEnd } from "./ends.ts";
import { emptyFilter, judgeEvent, reconcileHeld } from "./event-filter.ts";
import { linkFaults } from "./faults.ts";
import { noFreshness, noteStamp } from "./freshness.ts";
import { readInfo, readLabels, type DeviceInfo, type Label } from "./greeting.ts";
import { HEARTBEAT_MS, judgeLiveness, type Liveness } from "./liveness.ts";
import { FLAG_ARMED, type MessageOf, type ToDevice, type ToHost } from "./messages.ts";

/** Why commands are no longer held although no `end` came from the wearable. */
export type ReleaseReason = "quiet" | "ended" | "disarmed" | "unlisted";

export interface SessionListener {
  /** Only while armed. */
  event(event: DeviceEvent): void;
  /** The commands named are to be let go now; labels, oldest first. */
  released(commands: readonly string[], reason: ReleaseReason): void;
  /** Any intact message: the wearable is there. At least every {@link HEARTBEAT_MS} when all is well. */
  heard(): void;
  liveness(liveness: Liveness): void;
  /** The wearable armed or disarmed, by this program's wish or by itself. */
  armed(armed: boolean): void;
  /** Last call. */
  ended(end: SessionEnd): void;
}

export interface SessionCounts {
  readonly events: number;
  readonly duplicates: number;
  readonly stale: number;
  /** Heartbeats of the wearable that came, and those that are missing in between by its own clock. */
  readonly heartbeats: number;
  readonly missedHeartbeats: number;
  /** Frames that came damaged, here or, as far as the wearable said, there. */
  readonly damaged: number;
}

export interface TransferWatcher {
  message(message: ToHost, sequence: number): void;
  /** The session is over, and so is the transfer. */
  ended(error: BeckonError): void;
}

export interface Session {
  readonly info: DeviceInfo;
  readonly labels: readonly Label[];
  readonly armed: boolean;
  readonly counts: SessionCounts;
  /** Arms the model that is on the wearable. @throws BeckonError if that is not `modelId`. */
  arm(modelId: string): Promise<void>;
  /** Events stop at once; resolves when the wearable agrees. */
  disarm(): Promise<void>;
  /** Requests of push and replay; the link number is the caller's to put in. */
  request<T>(
    message: ToDevice,
    accept: (answer: ToHost) => T | undefined,
    options?: RequestOptions,
  ): Promise<T>;
  send(message: ToDevice): void;
  /** Watches every message while a push or replay runs; liveness is judged mildly meanwhile. */
  transfer(watcher: TransferWatcher | undefined): void;
  /** Who gets the samples of a stream (stream.ts); one at a time. */
  streamed(sink: ((data: MessageOf<"streamData">) => void) | undefined): void;
  /** Reads INFO and labels again, after a push. */
  refresh(): Promise<void>;
  /** Ends the session, disarming the wearable; the channel stays open. */
  close(): Promise<void>;
}

/**
 * Grace for what already lies in the pipe when this process was held up itself, ms: a serial
 * port is read by another thread, which on a busy machine waits for its turn.
 */
const CATCH_UP_MS = 25;
/** A timer that fires so late shows that this process was held up, ms. */
const LATE_MS = 10;

/**
 * HELLO, INFO and labels, then heartbeats.
 *
 * @throws BeckonError if nothing answers, or the protocol differs.
 */
export async function openSession(
  channel: Channel,
  listener: SessionListener,
  options: RequestOptions = {},
): Promise<Session> {
  channel.listen(() => {});
  let info = await readInfo(channel, options);
  let labels = await readLabels(channel, info.classes);

  const counts = { events: 0, duplicates: 0, stale: 0, heartbeats: 0, missedHeartbeats: 0 };
  const damagedBefore = channel.counts.damaged;
  /** What the wearable itself found damaged. */
  let damagedThere = 0;
  let lastBeatMs: number | undefined;
  let filter = emptyFilter;
  let freshness = noFreshness;
  let armed = false;
  let wishArmed = false;
  let ended: SessionEnd | undefined;
  let lastHeardMs = performance.now();
  let liveness: Liveness = "alive";
  let watcher: TransferWatcher | undefined;
  let streamSink: ((data: MessageOf<"streamData">) => void) | undefined;
  let checkTimer: NodeJS.Timeout | undefined;

  const name = (command: number): string => labels[command]?.text ?? `#${command}`;
  const release = (reason: ReleaseReason): void => {
    const held = filter.held;
    filter = { ...filter, held: [] };
    if (held.length > 0) listener.released(held.map(name), reason);
  };
  const setArmed = (next: boolean): void => {
    if (next === armed) return;
    armed = next;
    if (!armed) release("disarmed");
    listener.armed(armed);
  };
  const end = (how: SessionEnd): void => {
    if (ended) return;
    ended = how;
    clearInterval(heartbeatTimer);
    clearTimeout(checkTimer);
    channel.listen(() => {});
    release("ended");
    setArmed(false);
    watcher?.ended(endError(channel.name, how));
    listener.ended(how);
  };

  const judge = (dueMs: number): void => {
    if (ended) return;
    const nowMs = performance.now();
    const verdict = judgeLiveness(lastHeardMs, nowMs, watcher !== undefined);
    if (verdict.liveness !== "alive" && nowMs - dueMs > LATE_MS) {
      // This process was held up, so it has not listened: first read what waits in the pipe.
      checkTimer = setTimeout(() => judge(performance.now()), CATCH_UP_MS);
      return;
    }
    if (verdict.liveness !== liveness) {
      liveness = verdict.liveness;
      if (liveness !== "alive") release("quiet");
      listener.liveness(liveness);
    }
    if (liveness === "lost") end({ kind: "silent" });
    else schedule(verdict.nextCheckMs);
  };
  const schedule = (atMs: number): void => {
    clearTimeout(checkTimer);
    const waitMs = Math.max(1, Math.ceil(atMs - performance.now()));
    const dueMs = performance.now() + waitMs;
    checkTimer = setTimeout(() => judge(dueMs), waitMs);
  };

  const onEvent = (message: Extract<ToHost, { name: "event" }>): void => {
    channel.send({ name: "eventAck", link: info.link, event: message.event });
    if (!armed) return;
    const judged = judgeEvent(filter, message, freshness, performance.now());
    filter = judged.state;
    if (judged.verdict === "duplicate") counts.duplicates++;
    else if (judged.verdict === "stale") counts.stale++;
    else if (judged.verdict === "taken") {
      counts.events++;
      listener.event({
        command: name(message.command),
        phase: judged.phase,
        score: message.score,
        deviceMs: message.decidedMs,
        sequence: message.event,
      });
    }
  };
  const countBeat = (deviceMs: number): void => {
    counts.heartbeats++;
    // A transfer holds heartbeats back, and the clock of a wearable begins again at 2^32 ms.
    const sinceMs = lastBeatMs === undefined || watcher !== undefined ? 0 : deviceMs - lastBeatMs;
    if (sinceMs > 0) counts.missedHeartbeats += Math.max(0, Math.round(sinceMs / HEARTBEAT_MS) - 1);
    lastBeatMs = watcher === undefined ? deviceMs : undefined;
  };
  const onFlags = (flags: number): void => {
    const deviceArmed = (flags & FLAG_ARMED) !== 0;
    if (deviceArmed && wishArmed) setArmed(true);
    else if (deviceArmed) channel.send({ name: "disarm", link: info.link });
    else if (armed) {
      wishArmed = false;
      setArmed(false);
    }
  };
  const onMessage = (message: ToHost, sequence: number): void => {
    if ("link" in message && message.link !== info.link) {
      end({ kind: "restarted" });
      return;
    }
    if (message.name === "error" && message.code === linkFaults.link) {
      end({ kind: "restarted" });
      return;
    }
    lastHeardMs = performance.now();
    if (liveness !== "alive") judge(lastHeardMs);
    listener.heard();
    if (message.name === "event") onEvent(message);
    else if (message.name === "heartbeat") {
      countBeat(message.deviceMs);
      freshness = noteStamp(freshness, message.deviceMs, lastHeardMs);
      const reconciled = reconcileHeld(filter, message.held);
      filter = reconciled.state;
      if (reconciled.released.length > 0) listener.released(reconciled.released.map(name), "unlisted");
      onFlags(message.flags);
    } else if (message.name === "status") {
      damagedThere = message.damagedFrames;
      freshness = noteStamp(freshness, message.deviceMs, lastHeardMs);
      onFlags(message.flags);
    }
    if (message.name === "streamData") streamSink?.(message);
    watcher?.message(message, sequence);
  };

  const heartbeatTimer = setInterval(() => {
    // A chip that erases flash cannot listen; nothing is armed then, so nothing depends on it.
    if (watcher === undefined) channel.send({ name: "hostHeartbeat", link: info.link });
  }, HEARTBEAT_MS);
  channel.listen(onMessage);
  channel.onClose(end);
  schedule(judgeLiveness(lastHeardMs, performance.now(), false).nextCheckMs);

  const statusOf = (wanted: number) => (answer: ToHost) =>
    answer.name === "status" && (answer.flags & FLAG_ARMED) === wanted ? answer : undefined;
  /** A wearable that does not answer any more disarms itself within a second. */
  const disarmBeforeLeaving = async (): Promise<void> => {
    try {
      await channel.request({ name: "disarm", link: info.link }, statusOf(0), { retryMs: 150, tries: 2 });
    } catch (error) {
      if (!(error instanceof BeckonError)) throw error;
    }
  };
  const mustLive = (): void => {
    if (ended) throw endError(channel.name, ended);
  };

  return {
    get info() {
      return info;
    },
    get labels() {
      return labels;
    },
    get armed() {
      return armed;
    },
    get counts() {
      return { ...counts, damaged: channel.counts.damaged - damagedBefore + damagedThere };
    },
    async arm(modelId) {
      mustLive();
      wishArmed = true;
      try {
        await channel.request({ name: "arm", link: info.link, modelId }, statusOf(FLAG_ARMED));
      } catch (error) {
        wishArmed = false;
        throw error;
      }
      mustLive();
    },
    async disarm() {
      wishArmed = false;
      setArmed(false);
      if (!ended) await channel.request({ name: "disarm", link: info.link }, statusOf(0));
    },
    request(message, accept, requestOptions) {
      mustLive();
      return channel.request(message, accept, requestOptions);
    },
    send(message) {
      if (!ended) channel.send(message);
    },
    transfer(next) {
      watcher = next;
      lastHeardMs = performance.now();
      schedule(judgeLiveness(lastHeardMs, lastHeardMs, next !== undefined).nextCheckMs);
    },
    streamed(sink) {
      streamSink = sink;
    },
    async refresh() {
      mustLive();
      info = await readInfo(channel, options);
      labels = await readLabels(channel, info.classes);
    },
    async close() {
      if (ended) return;
      const wasArmed = armed || wishArmed;
      wishArmed = false;
      setArmed(false);
      if (wasArmed) await disarmBeforeLeaving();
      end({ kind: "closed" });
    },
  };
}
