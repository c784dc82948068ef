/**
 * Which wearables there are: this computer always, and whatever is plugged in or was named at the start.
 * Also what was plugged in and taken away by something (case B07), or may not be used (case B13),
 * with the way to mend it.
 */
import { inputError } from "../../../common/errors.ts";
import { boardById } from "../../../firmware-gen/boards/boards.ts";
import { SLOT_RECORD_BYTES } from "../../../firmware-gen/image/fits.ts";
import type { WearableView } from "../../contract/values.ts";
import { installRule } from "../../wearables/diagnose/install-rule.ts";
import { explainPortError } from "../../wearables/diagnose/ports.ts";
import { accessRule, type UdevRule } from "../../wearables/diagnose/udev-rules.ts";
import { brailleRule, explainVanishing, findLostPorts } from "../../wearables/diagnose/vanishing.ts";
import { listPorts, type PortDescription } from "../../wearables/ports.ts";
import { faultView } from "./faults.ts";
import { createValue, type Feed } from "./feed.ts";

const VIRTUAL: WearableView = {
  dev: "virtual",
  name: "",
  kind: "virtual",
  signals: ["sound"],
  state: "connected",
  modelId: null,
  fault: null,
  room: null,
};
const LOOK_AGAIN_MS = 2000;
/** The system's log is asked when ports come or go, and every so many looks: a port may live shorter than a look. */
const LOOKS_PER_LOG = 5;

export interface Wearables {
  readonly list: Feed<WearableView[]>;
  /**
   * Lets an administrator allow what keeps Beckon from a wearable; the desktop asks for the password.
   *
   * @throws BeckonError `rule-refused`, `rule-nobody`; `device-unknown` where there is no rule that mends it.
   */
  allow(dev: string): Promise<void>;
  /** As the person knows it; null for this computer. */
  nameOf(dev: string): string | null;
  close(): void;
}

/**
 * Looks every two seconds while somebody listens.
 *
 * @param named wearables that no list of ports shows, by their DEV.
 */
export function createWearables(named: readonly NamedWearable[], log: (error: unknown) => void): Wearables {
  const list = createValue<WearableView[]>([VIRTUAL]);
  let listening = 0;
  let timer: NodeJS.Timeout | undefined;
  let looks = 0;
  let plugged = "";
  let lost: readonly WearableView[] = [];
  const rules = new Map<string, UdevRule>();

  const look = async (): Promise<void> => {
    try {
      const ports = await listPorts();
      const there = ports.map(portView);
      const paths = ports.map(({ path }) => path).join(" ");
      if (paths !== plugged || looks++ % LOOKS_PER_LOG === 0) lost = await takenAway(rules);
      plugged = paths;
      const found = [
        VIRTUAL,
        ...named.map(namedView),
        ...there,
        ...lost.filter(({ dev }) => !ports.some(({ path }) => dev === `serial:${path}`)),
      ];
      if (JSON.stringify(found) !== JSON.stringify(list.get())) list.set(found);
    } catch (error) {
      log(error);
    }
    if (listening > 0) timer = setTimeout(() => void look(), LOOK_AGAIN_MS).unref();
  };
  return {
    list: {
      subscribe(listener) {
        const end = list.subscribe(listener);
        if (++listening === 1) void look();
        return () => {
          end();
          if (--listening === 0) clearTimeout(timer);
        };
      },
    },
    nameOf(dev) {
      const found = list.get().find((each) => each.dev === dev);
      return found === undefined || found.kind === "virtual" ? null : found.name;
    },
    async allow(dev) {
      // Any port that may not be used is mended by the rule for all of Beckon's boards.
      const rule = rules.get(dev) ?? (dev.startsWith("serial:") ? accessRule() : undefined);
      if (rule === undefined) {
        throw inputError("device-unknown", dev, "has nothing that could be allowed.", "Choose another one.");
      }
      await installRule(rule);
    },
    close: () => clearTimeout(timer),
  };
}

/** A wearable that answers at a port which the system does not list, such as a pseudo-terminal or a radio's port. */
export interface NamedWearable {
  readonly dev: string;
  /** Id of its board. */
  readonly board: string;
}

function namedView({ dev, board }: NamedWearable): WearableView {
  const { name, signals } = boardById(board);
  return {
    dev,
    name,
    kind: "serial",
    signals: [...signals],
    state: "connected",
    modelId: null,
    fault: null,
    room: roomOf(board),
  };
}

function roomOf(board: string): WearableView["room"] {
  const { slotBytes, arenaBytes } = boardById(board);
  return { modelBytes: slotBytes - SLOT_RECORD_BYTES, workBytes: arenaBytes };
}

function portView({ path, steady, manufacturer, boards, access }: PortDescription): WearableView {
  const [board] = boards;
  return {
    dev: `serial:${steady}`,
    name: board === undefined ? (manufacturer ?? path) : boardById(board).name,
    kind: "serial",
    signals: board === undefined ? [] : [...boardById(board).signals],
    state: access === "absent" ? "lost" : "connected",
    modelId: null,
    fault:
      access === "denied" ? faultView(explainPortError(path, new Error("EACCES: permission denied"))) : null,
    room: board === undefined ? null : roomOf(board),
  };
}

/** @param rules gets those that mend it. */
async function takenAway(rules: Map<string, UdevRule>): Promise<WearableView[]> {
  rules.clear();
  return (await findLostPorts()).map((vanishing) => {
    const dev = `serial:${vanishing.path}`;
    const fault = faultView(explainVanishing(vanishing));
    const rule = fault.code === "port-taken-by-braille" ? brailleRule(vanishing) : undefined;
    if (rule !== undefined) rules.set(dev, rule);
    return {
      dev,
      name: vanishing.path,
      kind: "serial" as const,
      signals: [],
      state: "lost" as const,
      modelId: null,
      fault,
      room: null,
    };
  });
}
