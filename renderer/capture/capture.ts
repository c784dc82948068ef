/**
 * The microphone, as sound to main. Browser processing (echo, noise, gain) is
 * off: the model must hear what the wearable hears.
 *
 * A microphone is chosen by name and never swapped silently: when the chosen
 * one is gone, capture says so and waits for the person.
 */
import workletAddress from "./block.worklet.js?url";
import type { Client } from "../client/client.ts";

/** Rate of the runtime, Hz. Where a browser refuses it, the device's own is used and main resamples. */
const RATE_HZ = 16_000;

/** Ids that name no device; empty until the person has allowed a microphone. */
const STAND_INS: readonly string[] = ["", "default", "communications"];

/** One that is gone is looked for so often: whoever has no hands cannot press "try again", and not every system tells that it is back. */
const LOOK_AGAIN_MS = 2000;

/** A computer that slept may wake with a microphone that looks open and gives nothing, not even zeros: it is opened anew. */
const STALL_MS = 3000;

export interface Capture {
  readonly stop: () => void;
}

/**
 * Opens the microphone and reports every change to main.
 * @param deviceId of the microphone the person chose, or null for the system's own choice.
 * @param onOpen told the device that was opened, for remembering it; not of one that has no name of its own.
 */
export function startCapture(
  client: Client,
  deviceId: string | null,
  onOpen: (deviceId: string, name: string) => void,
): Capture {
  let stopped = false;
  let close = (): void => undefined;
  let heardAt = 0;
  let chosen = deviceId;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const report = (state: "off" | "waiting" | "open" | "none" | "refused" | "lost", name: string | null) => {
    if (!stopped || state === "off") client.call("microphone.report", { state, name }).catch(() => undefined);
  };

  async function open(): Promise<void> {
    const stream = await openStream(chosen);
    const track = stream.getAudioTracks()[0]!;
    if (stopped) {
      track.stop();
      return;
    }
    const context = await openContext(stream);
    close = () => {
      track.stop();
      context.close().catch(() => undefined);
    };
    if (stopped) {
      close();
      return;
    }
    await context.audioWorklet.addModule(workletAddress);
    const node = new AudioWorkletNode(context, "block", { numberOfOutputs: 0, channelCount: 1 });
    node.port.onmessage = ({ data }: MessageEvent<Int16Array>) => {
      heardAt = performance.now();
      if (!stopped) client.sendSound(context.sampleRate, data);
    };
    context.createMediaStreamSource(stream).connect(node);
    await context.resume();
    if (stopped) return;
    heardAt = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heardAt < STALL_MS) return;
      close();
      begin();
    }, STALL_MS / 3);
    const closeSound = close;
    close = () => {
      clearInterval(watch);
      closeSound();
    };
    track.onended = () => {
      close();
      report("lost", track.label);
      lookAgain();
    };
    report("open", STAND_INS.includes(track.label.toLowerCase()) ? null : track.label);
    const opened = track.getSettings().deviceId ?? "";
    if (STAND_INS.includes(opened)) return;
    // Whatever is opened later in this run is the same one.
    chosen = opened;
    onOpen(opened, track.label);
  }

  function begin(): void {
    report("waiting", null);
    open().catch((error: unknown) => {
      close();
      const state = stateOf(error, chosen);
      report(state, null);
      if (state !== "refused") lookAgain();
    });
  }

  /** Says nothing until it is back: that it is gone has been said. */
  function lookAgain(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      if (!stopped) open().catch(() => (close(), lookAgain()));
    }, LOOK_AGAIN_MS);
  }

  begin();
  return {
    stop: () => {
      if (stopped) return;
      stopped = true;
      clearTimeout(timer);
      close();
      report("off", null);
    },
  };
}

/** The names of the microphones there are; empty names until the person has allowed one. */
export async function listMicrophones(): Promise<
  readonly { readonly deviceId: string; readonly name: string }[]
> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === "audioinput" && !STAND_INS.includes(deviceId))
    .map(({ deviceId, label }) => ({ deviceId, name: label }));
}

/**
 * The system's own choice is opened by its real name: Chromium's stand-in for it
 * follows the system to another microphone without a word.
 */
async function openStream(deviceId: string | null): Promise<MediaStream> {
  const stream = await navigator.mediaDevices.getUserMedia(wishes(deviceId));
  const opened = stream.getAudioTracks()[0]!;
  const { deviceId: openedId = "", groupId } = opened.getSettings();
  if (deviceId !== null || !STAND_INS.includes(openedId)) return stream;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const named = devices.filter((one) => one.kind === "audioinput" && !STAND_INS.includes(one.deviceId));
  const grouped = named.filter((one) => one.groupId === groupId);
  // One that was just plugged in is not of the stand-in's group yet; where it is the only one, it is the one.
  const real = grouped.length > 0 ? grouped : named;
  if (real.length !== 1) return stream;
  opened.stop();
  return navigator.mediaDevices.getUserMedia(wishes(real[0]!.deviceId));
}

function wishes(deviceId: string | null): MediaStreamConstraints {
  return {
    audio: {
      channelCount: 1,
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
    },
  };
}

/** Some browsers join a stream only to a context of its own rate. */
async function openContext(stream: MediaStream): Promise<AudioContext> {
  const context = new AudioContext({ sampleRate: RATE_HZ });
  try {
    context.createMediaStreamSource(stream).disconnect();
    return context;
  } catch {
    await context.close();
    return new AudioContext();
  }
}

function stateOf(error: unknown, deviceId: string | null): "none" | "refused" | "lost" {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  // The one that was chosen is not there; another may be, but that is for the person to say.
  return deviceId === null || name === "NotReadableError" ? "none" : "lost";
}
