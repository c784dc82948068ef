/** Which wearables there are: this computer always, and whatever is plugged in, without being asked. */
import { boardById } from "../../../firmware-gen/boards/boards.ts";
import type { WearableView } from "../../contract/values.ts";
import { listPorts } from "../../wearables/ports.ts";
import { explainPortError } from "../../wearables/diagnose/ports.ts";
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
};
const LOOK_AGAIN_MS = 2000;

export interface Wearables {
  readonly list: Feed<WearableView[]>;
  close(): void;
}

/** Looks every two seconds while somebody listens. */
export function createWearables(log: (error: unknown) => void): Wearables {
  const list = createValue<WearableView[]>([VIRTUAL]);
  let listening = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      const found = [VIRTUAL, ...(await serial())];
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
    close: () => clearTimeout(timer),
  };
}

async function serial(): Promise<WearableView[]> {
  return (await listPorts()).map(({ path, manufacturer, boards, access }) => {
    const [board] = boards;
    return {
      dev: `serial:${path}`,
      name: board === undefined ? (manufacturer ?? path) : boardById(board).name,
      kind: "serial" as const,
      signals: board === undefined ? [] : [...boardById(board).signals],
      state: "away" as const,
      modelId: null,
      fault:
        access === "denied"
          ? faultView(explainPortError(path, new Error("EACCES: permission denied")))
          : null,
    };
  });
}
