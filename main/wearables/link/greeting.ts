/** HELLO and what follows it: who the wearable is, and what its commands are called. */
import { machineError } from "../../../common/errors.ts";
import type { Channel, RequestOptions } from "./channel.ts";
import { PROTOCOL_HIGHEST, PROTOCOL_LOWEST, type MessageOf } from "./messages.ts";

export type DeviceInfo = Omit<MessageOf<"info">, "name">;

export interface Label {
  readonly text: string;
  /** The class never makes an event (`_background`, `_other`). */
  readonly silent: boolean;
  /** The text was too long for one message. */
  readonly cut: boolean;
}

const LABEL_SILENT = 1;
const LABEL_CUT = 2;

/** @throws BeckonError if nothing answers, or the wearable speaks another protocol. */
export async function readInfo(channel: Channel, options: RequestOptions): Promise<DeviceInfo> {
  const info = await channel.request(
    { name: "hello", lowest: PROTOCOL_LOWEST, highest: PROTOCOL_HIGHEST },
    (answer) => (answer.name === "info" ? answer : undefined),
    options,
  );
  if (info.protocol < PROTOCOL_LOWEST || info.protocol > PROTOCOL_HIGHEST) {
    throw machineError(
      "device-protocol",
      channel.name,
      `it chose version ${info.protocol} of the link, which was not offered.`,
      "Flash it again with `beckon flash`.",
    );
  }
  const { name: _, ...values } = info;
  return values;
}

/** Labels of all classes, in class order. @throws BeckonError if one is not answered. */
export async function readLabels(channel: Channel, classes: number): Promise<readonly Label[]> {
  const labels: Label[] = [];
  for (let index = 0; index < classes; index++) {
    const label = await channel.request({ name: "labelGet", class: index }, (answer) =>
      answer.name === "label" && answer.class === index ? answer : undefined,
    );
    labels.push({
      text: label.text,
      silent: (label.flags & LABEL_SILENT) !== 0,
      cut: (label.flags & LABEL_CUT) !== 0,
    });
  }
  return labels;
}
