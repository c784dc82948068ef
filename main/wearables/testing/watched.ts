/** A wearable whose every word is kept, and waiting for what it is to say, for tests. */
import type { DeviceEvent } from "../../../common/street.ts";
import type { BytePipe } from "../byte-pipe.ts";
import { openWearable, type Wearable, type WearableOptions, type WearableState } from "../wearable.ts";

export interface Watched {
  readonly wearable: Wearable;
  readonly events: DeviceEvent[];
  /** As `quiet: rise, fall`. */
  readonly releases: string[];
  readonly states: WearableState[];
  /** Resolves once `condition` holds. @throws Error that names `what` after 10 s. */
  until(what: string, condition: () => boolean): Promise<void>;
}

const PATIENCE_MS = 10_000;

export async function watch(
  name: string,
  open: () => Promise<BytePipe>,
  options: WearableOptions = {},
): Promise<Watched> {
  const events: DeviceEvent[] = [];
  const releases: string[] = [];
  const states: WearableState[] = [];
  const listener = {
    event: (event: DeviceEvent) => void events.push(event),
    released: (commands: readonly string[], reason: string) =>
      void releases.push(`${reason}: ${commands.join(", ")}`),
    state: (state: WearableState) => void states.push(state),
  };
  const wearable = await openWearable(name, open, listener, options);
  return {
    wearable,
    events,
    releases,
    states,
    async until(what, condition) {
      const startMs = performance.now();
      while (!condition()) {
        if (performance.now() - startMs > PATIENCE_MS) {
          throw new Error(`${what} did not happen; states: ${states.map(({ kind }) => kind).join(" ")}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

/** The link number of the running session, or undefined. */
export function linkOf(wearable: Wearable): number | undefined {
  return wearable.state.kind === "ready" ? wearable.state.session.info.link : undefined;
}

export function isArmed(wearable: Wearable): boolean {
  return wearable.state.kind === "ready" && wearable.state.armed;
}
