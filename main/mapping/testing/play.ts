/** A profile with something of everything, and inputs played through its mapping. */
import type { Phase } from "../../../common/street.ts";
import {
  createMapping,
  type MappedAction,
  type MappingInput,
  type MappingState,
  stepMapping,
} from "../mapping.ts";
import { type Profile, profileSchema } from "../profile.ts";

export const PROFILE: Profile = profileSchema.parse({
  version: 1,
  name: "Test",
  commands: {
    save: { do: "keys", keys: "ControlLeft+KeyS" },
    safe: { do: "keys", keys: "ArrowUp", harm: "harmless" },
    wipe: { do: "keys", keys: "Delete", harm: "grave" },
    text: { do: "text", text: "물" },
    click: { do: "click" },
    twice: { do: "doubleClick" },
    move: { do: "move", right: 5 },
    corner: { do: "moveTo", x: 0, y: 0 },
    wheel: { do: "scroll", down: 3 },
    hum: { do: "hold", keys: "ShiftLeft+KeyA", longestHoldMs: 1000 },
    buzz: { do: "hold", keys: "ShiftLeft", longestHoldMs: 3000 },
    drag: { do: "toggle", keys: "MouseLeft", longestHoldMs: 2000 },
    stop: { do: "releaseAll" },
    nap: { do: "sleep" },
    other: { do: "mode" },
  },
  modes: [
    {
      name: "Music",
      commands: {
        save: { do: "keys", keys: "MediaPlayPause", harm: "harmless" },
        safe: { do: "hold", keys: "ArrowRight", longestHoldMs: 1000 },
        other: { do: "keys", keys: "Enter" },
        nap: { do: "click" },
      },
    },
    { name: "Empty", commands: {} },
  ],
});
export const LINK = 7;

export const tick: MappingInput = { kind: "tick" };
export const link: MappingInput = { kind: "link", link: LINK };
export const wake: MappingInput = { kind: "wake", trust: "proved" };
export const beat = (...held: string[]): MappingInput => ({ kind: "heartbeat", link: LINK, held });

let counter = 0;
/** An event of the wearable; each call has the next sequence number. */
export function event(
  command: string,
  phase: Phase = "tap",
  change: Partial<MappingInput & { kind: "event" }> = {},
): MappingInput {
  counter = (counter + 1) & 0xff;
  const given = { command, phase, score: 9, deviceMs: 1, sequence: counter };
  return { kind: "event", link: LINK, event: given, ageMs: 0, replayed: false, ...change };
}

/** Plays `[input, time]` pairs after `link` and `wake` at time 0; what happened as short texts. */
export function play(...inputs: readonly (readonly [MappingInput, number])[]) {
  const log: string[] = [];
  let state: MappingState = createMapping(PROFILE, 0);
  for (const [input, nowMs] of [[link, 0], [wake, 0], ...inputs] as const) {
    const step = stepMapping(state, input, nowMs);
    if (input !== link) log.push(...step.actions.map(describeAction));
    if (step.refusal !== undefined) log.push(`refused: ${step.refusal}`);
    state = step.state;
  }
  return { state, log };
}

function describeAction({ action, reason }: MappedAction): string {
  const inputs = "inputs" in action ? ` ${action.inputs.join("+")}` : "";
  return `${action.kind}${inputs}${reason === undefined ? "" : ` (${reason})`}`;
}
