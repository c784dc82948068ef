/**
 * What a command of a person does, as it is written in a profile file and as it
 * crosses from the window: keys by their W3C names, joined by "+".
 */
import { z } from "zod";
import {
  DEFAULT_LONGEST_HOLD_MS,
  MAX_LONGEST_HOLD_MS,
  MAX_NOTCHES,
  MAX_PIXELS,
  MAX_TEXT_LENGTH,
} from "./action.ts";
import { type Input, isInput, MOUSE_BUTTONS } from "./key-codes.ts";

/** How much a mistake costs. `grave` acts must not hang on one score; a command that says nothing is `ordinary`. */
export const HARM_TIERS = ["harmless", "ordinary", "grave"] as const;
export type Harm = (typeof HARM_TIERS)[number];

/** What a mistaken command may cost; letting go, taking back, falling asleep and changing the mode are always harmless. */
export function harmOf(action: CommandAction): Harm {
  return ["releaseAll", "undo", "sleep", "mode"].includes(action.do) ? "harmless" : action.harm;
}

/** A profile has so many modes at most: more would have to be counted through. */
export const MOST_MODES = 5;

/**
 * What a command does in a mode. What lets go, sleeps or leads on in the first mode does so in all of
 * them: nobody can be locked out of the way back.
 *
 * @param modes the actions of each, the first mode's first; at least one.
 */
export function actionIn<A extends { readonly do: string }>(
  modes: readonly Readonly<Record<string, A>>[],
  mode: number,
  command: string,
): A | undefined {
  const own = (at: number): A | undefined =>
    Object.hasOwn(modes[at] ?? {}, command) ? modes[at]![command] : undefined;
  const first = own(0);
  return first !== undefined && isInEveryMode(first) ? first : own(mode);
}

export function isInEveryMode(action: { readonly do: string }): boolean {
  return ["releaseAll", "sleep", "mode"].includes(action.do);
}

/** Why a value is refused, and what to write instead, joined by this; zod carries one text only. */
export const REMEDY = "\u0000";

const UNTYPABLE = `The text holds a character that no key can give.${REMEDY}Leave control characters out; \\n and \\t are understood.`;

const chord = z.string().transform((written, context): Input[] => {
  const names = written.split("+").map((name) => name.trim());
  const unknown = names.find((name) => !isInput(name));
  if (unknown !== undefined) {
    const problem = `"${unknown}" is no key or mouse button.`;
    context.addIssue({ code: "custom", message: `${problem}${REMEDY}${nearKey(unknown)}` });
  } else if (new Set(names).size < names.length) {
    const problem = `"${written}" names a key twice.`;
    context.addIssue({ code: "custom", message: `${problem}${REMEDY}Name each key of a chord once.` });
  }
  return names as Input[];
});

const harm = z.enum(HARM_TIERS).default("ordinary");
const longestHoldMs = z.int().min(100).max(MAX_LONGEST_HOLD_MS).default(DEFAULT_LONGEST_HOLD_MS);
const pixels = z.int().min(-MAX_PIXELS).max(MAX_PIXELS);
const notches = z.int().min(-MAX_NOTCHES).max(MAX_NOTCHES);
const button = z.enum(MOUSE_BUTTONS).default("MouseLeft");

/** What a command does. `keys`, `text`, … act once; `hold` lasts from `start` to `end`; `toggle` from one `tap` to the next. */
export const commandAction = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("keys"), keys: chord, harm }),
  z.strictObject({
    do: z.literal("text"),
    text: z.string().min(1).max(MAX_TEXT_LENGTH).refine(isTypable, UNTYPABLE),
    harm,
  }),
  z.strictObject({ do: z.literal("click"), button, harm }),
  z.strictObject({ do: z.literal("doubleClick"), button, harm }),
  z.strictObject({ do: z.literal("move"), right: pixels.default(0), down: pixels.default(0), harm }),
  z.strictObject({ do: z.literal("moveTo"), x: pixels.min(0), y: pixels.min(0), harm }),
  z.strictObject({ do: z.literal("scroll"), right: notches.default(0), down: notches.default(0), harm }),
  z.strictObject({ do: z.literal("hold"), keys: chord, longestHoldMs, harm }),
  z.strictObject({ do: z.literal("toggle"), keys: chord, longestHoldMs, harm }),
  z.strictObject({ do: z.literal("releaseAll"), harm }),
  /** Takes back what was done last, where that has an exact way back. */
  z.strictObject({ do: z.literal("undo"), harm }),
  /** Nothing else acts from then on, until the same command comes once more: nobody can lock themselves out. */
  z.strictObject({ do: z.literal("sleep"), harm }),
  /** From then on commands do what the profile's next mode says; after the last one comes the first. */
  z.strictObject({ do: z.literal("mode"), harm }),
]);

export type CommandAction = z.infer<typeof commandAction>;

/** An action as it is written and sent: chords as text, defaults left out. */
export type WrittenAction = z.input<typeof commandAction>;

/** Accepts what {@link commandAction} accepts, and leaves it as it is written. */
export const writtenAction = z.custom<WrittenAction>((value) => commandAction.safeParse(value).success);

export const ACTION_NAMES = commandAction.options.map((option) => option.shape.do.value);

/** Line break and tab have keys of their own; other control characters have none, and half a surrogate pair is no character. */
function isTypable(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text);
}

/** Most wrong names are "Ctrl", "A" or "ArrowUP". */
function nearKey(name: string): string {
  const common: Readonly<Record<string, string>> = {
    ctrl: "ControlLeft",
    control: "ControlLeft",
    strg: "ControlLeft",
    shift: "ShiftLeft",
    alt: "AltLeft",
    altgr: "AltRight",
    option: "AltLeft",
    meta: "MetaLeft",
    super: "MetaLeft",
    win: "MetaLeft",
    cmd: "MetaLeft",
    esc: "Escape",
    return: "Enter",
    del: "Delete",
    ins: "Insert",
    up: "ArrowUp",
    down: "ArrowDown",
    left: "ArrowLeft",
    right: "ArrowRight",
    pgup: "PageUp",
    pgdn: "PageDown",
    " ": "Space",
    click: "MouseLeft",
  };
  const capital = name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase();
  const guesses = [
    common[name.toLowerCase()],
    `Key${name.toUpperCase()}`,
    `Digit${name}`,
    `Arrow${capital}`,
    capital,
  ];
  const guess = guesses.find((candidate) => candidate !== undefined && isInput(candidate));
  const advice = "Keys are named by their place, such as ControlLeft+KeyS, Enter, ArrowUp or MouseLeft.";
  return guess === undefined ? advice : `Write "${guess}"? ${advice}`;
}
