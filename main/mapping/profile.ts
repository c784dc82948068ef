/**
 * The profile: what each command of a person does. A JSON file, version 1.
 *
 *   { "version": 1, "name": "Everyday", "commands": {
 *       "save":  { "do": "keys", "keys": "ControlLeft+KeyS" },
 *       "shift": { "do": "toggle", "keys": "ShiftLeft", "longestHoldMs": 20000 } } }
 *
 * Trust: the file may be anything. What is read here is used only as a whole;
 * one fault anywhere, and nothing of it is.
 */
import { z } from "zod";
import { inputError } from "../../common/errors.ts";
import {
  DEFAULT_LONGEST_HOLD_MS,
  MAX_LONGEST_HOLD_MS,
  MAX_NOTCHES,
  MAX_PIXELS,
  MAX_TEXT_LENGTH,
} from "../contract/action.ts";
import { type Input, isInput, MOUSE_BUTTONS } from "../contract/key-codes.ts";
import { readJson } from "./json-text.ts";

/** Bytes; a profile of a thousand commands has a tenth of this. */
export const MAX_PROFILE_BYTES = 1_000_000;

/** How much a mistake costs. `grave` acts must not hang on one score; a command that says nothing is `ordinary`. */
export const HARM_TIERS = ["harmless", "ordinary", "grave"] as const;
export type Harm = (typeof HARM_TIERS)[number];

/** What a mistaken command may cost; letting go is always harmless. */
export function harmOf(action: CommandAction): Harm {
  return action.do === "releaseAll" ? "harmless" : action.harm;
}

/** Why a value is refused, and what to write instead, joined by this; zod carries one text only. */
const REMEDY = "\u0000";

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
const commandSchema = z.discriminatedUnion("do", [
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
]);

const commandName = z.string().min(1).max(60).regex(/^[^_]/);

export const profileSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(60),
  commands: z
    .record(commandName, commandSchema)
    .refine(
      (commands) => Object.keys(commands).length > 0,
      `There is no command.${REMEDY}Write at least one command.`,
    ),
});

export type CommandAction = z.infer<typeof commandSchema>;
export type Profile = z.infer<typeof profileSchema>;

/**
 * Reads a profile file. A byte-order mark and CRLF are accepted.
 *
 * @param fileName as the person knows it; errors name it with the line.
 * @throws BeckonError (exit 1) with line, place in the value, what is wanted and a remedy.
 */
export function readProfile(bytes: Uint8Array, fileName: string): Profile {
  const keep =
    "Mend this line, or put the last good copy back; nothing was armed and the file was not touched.";
  if (bytes.length > MAX_PROFILE_BYTES) {
    const problem = `It has ${bytes.length} bytes; a profile has ${MAX_PROFILE_BYTES} at most.`;
    throw inputError("profile-too-long", fileName, problem, "Give the profile file itself.");
  }
  const reading = readJson(decode(bytes, fileName));
  if (!reading.ok) {
    const { line, column, problem } = reading.fault;
    throw inputError("profile-not-json", `${fileName}, line ${line}, column ${column}`, problem, keep);
  }
  const { value, lineOf } = reading.text;
  const parsed = profileSchema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;

  const faults = parsed.error.issues
    .map((issue) => ({ ...explain(issue), line: lineOf(issue.path), path: issue.path }))
    .sort((a, b) => a.line - b.line);
  const { line, path, problem, remedy } = faults[0]!;
  const more = faults.length > 1 ? ` ${faults.length - 1} more faults follow.` : "";
  const where = path.length > 0 ? `, ${path.map(String).join(" → ")}` : "";
  throw inputError("profile-wrong", `${fileName}, line ${line}${where}`, problem + more, remedy ?? keep);
}

function decode(bytes: Uint8Array, fileName: string): string {
  try {
    // TextDecoder takes the byte-order mark away by itself.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw inputError("profile-not-utf8", fileName, "It is not UTF-8 text.", "Save the file again as UTF-8.");
  }
}

/** Line break and tab have keys of their own; other control characters have none, and half a surrogate pair is no character. */
function isTypable(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text);
}

function explain(issue: z.core.$ZodIssue): { problem: string; remedy?: string } {
  const [problem, remedy] = issue.message.split(REMEDY);
  if (remedy !== undefined) return { problem: problem!, remedy };
  switch (issue.code) {
    case "unrecognized_keys": {
      const names = issue.keys.map((key) => `"${key}"`).join(", ");
      return {
        problem: `${names} is not known here.`,
        remedy: "Take it out, or look for a spelling mistake.",
      };
    }
    case "invalid_key":
      return {
        problem: "A command's name has 1 to 60 characters and does not start with _.",
        remedy: "Use the name that stands in the recordings.",
      };
    case "invalid_union":
      return {
        problem: 'Here belongs an object with "do": what the command does.',
        remedy: `"do" is one of ${ACTION_NAMES.join(", ")}.`,
      };
    case "invalid_type":
      return {
        problem: `Here belongs ${KINDS[issue.expected] ?? issue.expected}${issue.input === undefined ? ", and there is nothing" : ""}.`,
      };
    case "invalid_value":
      return { problem: `Here belongs ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}.` };
    case "too_small":
      return {
        problem: `The least allowed here is ${issue.minimum}${issue.origin === "string" ? " characters" : ""}.`,
      };
    case "too_big":
      return {
        problem: `The most allowed here is ${issue.maximum}${issue.origin === "string" ? " characters" : ""}.`,
      };
    default:
      return { problem: `${problem}.` };
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text in double quotes",
  int: "a whole number",
  number: "a whole number",
  object: "an object, { … }",
  record: "an object, { … }",
};

const ACTION_NAMES = commandSchema.options.map((option) => option.shape.do.value);

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
