/**
 * The wear check: the person makes a few of their movements once, and Beckon finds out how the
 * wearable sits compared with when they were recorded. Whoever does not do it is not held back:
 * a wearable that sits otherwise misses commands, and somebody may have no other way to call.
 */
import { inputError } from "../../../common/errors.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import {
  checkWear,
  type KnownMovement,
  type Rotation,
  WEAR_MOVEMENTS,
} from "../../../models/features/wear.ts";
import { signalOf, type WearView } from "../../contract/values.ts";
import type { Vault } from "../../vault/vault.ts";
import { createCutter } from "./cutter.ts";
import { createValue, type Feed, type Value } from "./feed.ts";
import { segmentOf } from "./judging.ts";
import type { People } from "./people.ts";
import type { Sensing } from "./sensing.ts";
import type { Worn } from "./worn.ts";

export interface WearCheck {
  of(personId: string): Feed<WearView>;
  /** Asks for the first movement. @throws BeckonError `no-movements`, `no-sensor`, or why the wearable cannot be reached. */
  start(personId: string): Promise<void>;
  /** What was not finished is forgotten, and what was known before counts again. */
  stop(): void;
  /** Stops, and nothing is known any more of how this person's wearable sits. */
  forget(personId: string): void;
}

const UNCHECKED: WearView = {
  state: "unchecked",
  asked: null,
  made: 0,
  wanted: 0,
  misses: 0,
  verdict: null,
  degrees: 0,
};

interface Running {
  readonly personId: string;
  readonly dev: string;
  /** In the order in which they are asked for. */
  readonly commands: readonly { readonly label: string; readonly enrolled: readonly Int8Array[] }[];
  readonly made: KnownMovement[];
  readonly before: { readonly rotation: Rotation | undefined; readonly view: WearView };
}

export function createWearCheck(
  engine: Engine,
  vault: Vault,
  people: People,
  sensing: Sensing,
  worn: Worn,
): WearCheck {
  const views = new Map<string, Value<WearView>>();
  const cutter = createCutter(engine, "motion");
  let running: Running | undefined;
  /** A check whose wearable still connects; whoever stops it then must find what to restore. */
  let beginning: Running | undefined;
  /** Grows with every stop: a check that was stopped on its way does not begin. */
  let stops = 0;

  const viewOf = (personId: string): Value<WearView> => {
    const view = views.get(personId) ?? createValue<WearView>(UNCHECKED);
    views.set(personId, view);
    return view;
  };

  worn.forgotten((personId) => viewOf(personId).set(UNCHECKED));
  sensing.listen((milliG) => {
    // How still it is otherwise is known before anybody asks for a movement.
    const cuts = cutter.push(milliG);
    for (const { values, long } of cuts) if (running !== undefined) take(running, values, long);
  });

  function take(at: Running, values: Int16Array, long: boolean): void {
    const view = viewOf(at.personId);
    const frames = long ? undefined : segmentOf(engine, "motion", values);
    if (frames === undefined) {
      view.change({ misses: view.get().misses + 1 });
      return;
    }
    at.made.push({ worn: frames, enrolled: at.commands[at.made.length]!.enrolled });
    const made = at.made.length;
    if (made < at.commands.length) {
      view.change({ made, misses: 0, asked: at.commands[made]!.label });
      return;
    }
    running = undefined;
    sensing.letGo();
    const { verdict, rotation, degrees } = checkWear(at.made);
    if (verdict === "turned") worn.set(at.personId, at.dev, rotation);
    view.set({ ...UNCHECKED, state: "checked", made, wanted: made, verdict, degrees });
  }

  function stop(): void {
    stops++;
    const old = running ?? beginning;
    if (old === undefined) return;
    running = undefined;
    beginning = undefined;
    sensing.letGo();
    restore(old);
  }

  function restore({ personId, dev, before }: Running): void {
    worn.set(personId, dev, before.rotation);
    viewOf(personId).set(before.view);
  }

  return {
    of: viewOf,
    stop,
    forget(personId) {
      stop();
      worn.forget(personId);
    },
    async start(personId) {
      stop();
      const mine = stops;
      const person = await people.whole(personId);
      const takes = signalOf(person.ability) === "motion" ? await vault.takesOf(personId) : [];
      const commands = person.commands
        .map(({ label }) => ({
          label,
          enrolled: takes
            .filter((one) => one.label === label && one.signal === "motion")
            .flatMap(({ pcm }) => segmentOf(engine, "motion", pcm) ?? []),
        }))
        .filter(({ enrolled }) => enrolled.length > 0)
        .slice(0, WEAR_MOVEMENTS);
      if (commands.length === 0) {
        throw inputError("no-movements", "this person", "has no recorded movement yet.", "Record one first.");
      }
      if (mine !== stops) return;
      const { wearable: dev } = person;
      const before = { rotation: worn.of(personId, dev), view: viewOf(personId).get() };
      const next: Running = { personId, dev, commands, made: [], before };
      // What is felt from now on is felt as it is.
      worn.set(personId, dev, undefined);
      beginning = next;
      try {
        await sensing.hold(personId);
      } catch (error) {
        if (mine === stops) stop();
        throw error;
      }
      if (mine !== stops) return;
      beginning = undefined;
      cutter.restart();
      running = next;
      viewOf(personId).set({
        ...UNCHECKED,
        state: "asking",
        asked: commands[0]!.label,
        wanted: commands.length,
      });
    },
  };
}
