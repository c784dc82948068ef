/** `DEV` of the command line: which wearable is meant, and how to open it. */
import { usageError } from "../../common/errors.ts";
import type { Samples } from "../../common/street.ts";
import { boardById } from "../../firmware-gen/boards/boards.ts";
import type { BytePipe } from "../wearables/byte-pipe.ts";
import { startEmulated } from "../wearables/emulated/emulated.ts";
import { type Feed, type Pace, play } from "../wearables/sources.ts";
import { openSerial } from "../wearables/transport/serial.ts";
import { openVirtual } from "../wearables/transport/virtual.ts";

/** Speed of every board's cable so far; each board.json says it too. */
const SERIAL_BAUD = 115_200;

export interface Device {
  readonly name: string;
  readonly kind: "virtual" | "serial" | "emulated";
  /** Comes back by itself after a loss: a port does, a process that ended does not. */
  readonly reconnect: boolean;
  /** Opens its pipe; again after each loss. @throws BeckonError. */
  open(): Promise<BytePipe>;
  /** Lets it hear or feel a recording, once it is open; a board on a cable has its own sensors only. */
  readonly play: ((samples: Samples, pace: Pace, stop: AbortSignal) => Promise<void>) | undefined;
  /** Takes raw samples as they come; the virtual wearable only. */
  readonly feed: Feed | undefined;
}

export interface DeviceOptions {
  /** What the virtual wearable holds from the start. */
  readonly image?: Uint8Array | undefined;
  /** Samples a second of the movement that the virtual wearable will feel. */
  readonly rateHz?: number | undefined;
}

/** @throws BeckonError (wrong use) when `dev` names no kind of wearable. */
export function chooseDevice(dev: string, options: DeviceOptions = {}): Device {
  const [, kind, rest] = /^(\w+)(?::(.+))?$/s.exec(dev) ?? [];
  if (kind === "virtual" && rest === undefined) return virtualDevice(options);
  if (kind === "serial" && rest !== undefined) {
    const open = () => openSerial(rest, SERIAL_BAUD);
    return { name: dev, kind, reconnect: true, open, play: undefined, feed: undefined };
  }
  if (kind === "emulated" && rest !== undefined) return emulatedDevice(dev, rest);
  if (kind === "hid") {
    throw usageError(
      "device-kind",
      dev,
      "HID wearables come with a later version.",
      "Use its serial port: serial:PATH.",
    );
  }
  const remedy = "Write virtual, serial:PATH (such as serial:/dev/ttyACM0) or emulated:BOARD.";
  throw usageError("device-kind", dev, "is no wearable that Beckon knows.", remedy);
}

function virtualDevice({ image, rateHz }: DeviceOptions): Device {
  let feedNow: Feed = async () => {};
  return {
    name: "virtual",
    kind: "virtual",
    reconnect: false,
    async open() {
      const { pipe, feed } = openVirtual({ image, rateHz });
      feedNow = feed;
      return pipe;
    },
    play: (samples, pace, stop) => play(samples, (values) => feedNow(values), pace, stop),
    feed: (values) => feedNow(values),
  };
}

/** @param rest `BOARD` or `BOARD@FLASH`, the file that keeps its flash. */
function emulatedDevice(name: string, rest: string): Device {
  const [id = "", flashFile] = rest.split(/@(.*)/s);
  boardById(id);
  let feed: (samples: Samples, stop?: AbortSignal) => Promise<void> = async () => {};
  return {
    name,
    kind: "emulated",
    reconnect: false,
    async open() {
      const board = await startEmulated(id, { flashFile });
      feed = board.feed;
      return board.pipe;
    },
    play: (samples, _pace, stop) => feed(samples, stop),
    feed: undefined,
  };
}
