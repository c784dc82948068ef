/**
 * What a wearable answers when it refuses, in words for the person. Codes as in
 * link_messages.h; the list is closed, and a test holds it against that file.
 */
import { inputError, machineError, type BeckonError } from "../../../common/errors.ts";
import { imageFaultWords } from "./image-faults.ts";

/** Codes of ERROR by name, as BK_LINK_FAULT_* of link_messages.h. */
export const linkFaults = {
  type: 1,
  form: 2,
  protocol: 3,
  link: 4,
  armed: 5,
  busy: 6,
  notBegun: 7,
  noImage: 8,
  model: 9,
  slot: 10,
  crc: 11,
  image: 12,
  arena: 13,
  signal: 14,
  flash: 15,
  class: 16,
  backbone: 17,
} as const;

/** The device answered ERROR. */
export interface Refusal {
  readonly code: number;
  /** Type of the message that was refused. */
  readonly answers: number;
  readonly number: number;
}

const WEAR_TYPE = 0x08;
const STREAM_TYPE = 0x09;

/** @param thing the wearable as the person knows it. */
export function refusalError(thing: string, refusal: Refusal): BeckonError {
  const { number } = refusal;
  const { type, signal } = linkFaults;
  if (refusal.answers === STREAM_TYPE && (refusal.code === type || refusal.code === signal)) {
    return machineError(
      "device-no-stream",
      thing,
      "it does not send what its movement sensor feels.",
      "Flash it again with `beckon flash`; if it has no such sensor, use a wearable that has one.",
    );
  }
  if (refusal.answers === WEAR_TYPE && (refusal.code === type || refusal.code === signal)) {
    return machineError(
      "device-no-wear",
      thing,
      "it cannot be told how it sits.",
      "Flash it again with `beckon flash`, or wear it as when the movements were recorded.",
    );
  }
  switch (refusal.code) {
    case linkFaults.protocol:
      return machineError(
        "device-protocol",
        thing,
        `it speaks version ${number} of the link, this program another.`,
        "Flash it again with `beckon flash`, or use the version of Beckon that flashed it.",
      );
    case linkFaults.link:
      return machineError("device-restarted", thing, "it started anew in the middle.", "Try again.");
    case linkFaults.armed:
      return machineError(
        "device-armed",
        thing,
        "it is armed, and does this only while disarmed.",
        "Disarm it first.",
      );
    case linkFaults.busy:
      return machineError(
        "device-busy",
        thing,
        "it is in the middle of a push or a replay.",
        "Wait until that has ended; one that was cut off ends by itself after 5 seconds.",
      );
    case linkFaults.notBegun:
      return machineError(
        "device-transfer-lost",
        thing,
        "it knows of no push or replay to go on with.",
        "Try again.",
      );
    case linkFaults.noImage:
      return machineError(
        "device-no-image",
        thing,
        "there is no image on it.",
        "Send one with `beckon push`.",
      );
    case linkFaults.model:
      return machineError(
        "device-other-model",
        thing,
        "another model is on it than the one to be armed.",
        "Send the right one with `beckon push`, or use the profile of the model that is on it.",
      );
    case linkFaults.slot:
      return inputError(
        "image-too-large",
        thing,
        `the image does not fit: it takes images of up to ${number} bytes.`,
        "Train with fewer commands or takes, or use a larger board.",
      );
    case linkFaults.crc:
      return machineError(
        "push-damaged",
        thing,
        "what was written reads back changed; the old image stays active.",
        "Try again; if it happens again, the board's flash is worn or the cable bad.",
      );
    case linkFaults.image:
      return inputError(
        "image-refused",
        thing,
        `it refuses the image: ${imageFaultWords(number)}. The old one stays active.`,
        "Make the image for this board with this version of Beckon.",
      );
    case linkFaults.arena:
      return inputError(
        "image-needs-memory",
        thing,
        `the image needs ${number} bytes of working memory, more than it has.`,
        "Train with fewer commands or takes, or use a larger board.",
      );
    case linkFaults.signal:
      return inputError(
        "image-wrong-signal",
        thing,
        `it has no sensor for the image's signal, ${number === 0 ? "sound" : "motion"}.`,
        "Use a board that has one, or train on the other signal.",
      );
    case linkFaults.flash:
      return machineError(
        "device-flash",
        thing,
        "its flash failed; the old image stays active.",
        "Use another board.",
      );
    case linkFaults.backbone:
      return otherBackbone(thing, "");
    default:
      return machineError(
        "device-refused",
        thing,
        `it refused message 0x${refusal.answers.toString(16).padStart(2, "0")} (code ${refusal.code}, ${number}).`,
        "Flash it again with `beckon flash`, so that both sides have the same version.",
      );
  }
}

/** @param detail which one is there and which is needed, or nothing. */
export function otherBackbone(thing: string, detail: string): BeckonError {
  return machineError(
    "device-other-backbone",
    thing,
    `the shared network that the model runs over is not on it${detail}; the old model stays active.`,
    "Flash it anew with `beckon flash` and this model: that brings the network along. Later models need only `beckon push`.",
  );
}
