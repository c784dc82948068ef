/**
 * The profile: what each command of a person does. A JSON file, version 1.
 *
 *   { "version": 1, "name": "Everyday", "commands": {
 *       "save":  { "do": "keys", "keys": "ControlLeft+KeyS" },
 *       "shift": { "do": "toggle", "keys": "ShiftLeft", "longestHoldMs": 20000 },
 *       "other": { "do": "mode" } },
 *     "modes": [{ "name": "Music", "commands": { "save": { "do": "keys", "keys": "MediaPlayPause" } } }] }
 *
 * Trust: the file may be anything. What is read here is used only as a whole;
 * one fault anywhere, and nothing of it is.
 */
import { z } from "zod";
import { inputError } from "../../common/errors.ts";
import { ACTION_NAMES, commandAction, MOST_MODES, REMEDY } from "../contract/command-action.ts";
import { readJson } from "./json-text.ts";

/** Bytes; a profile of a thousand commands has a tenth of this. */
export const MAX_PROFILE_BYTES = 1_000_000;

const commandName = z.string().min(1).max(60).regex(/^[^_]/);

const modeName = z.string().min(1).max(60);

export const profileSchema = z.strictObject({
  version: z.literal(1),
  name: modeName,
  commands: z
    .record(commandName, commandAction)
    .refine(
      (commands) => Object.keys(commands).length > 0,
      `There is no command.${REMEDY}Write at least one command.`,
    ),
  /** The modes after the first one. */
  modes: z
    .array(z.strictObject({ name: modeName, commands: z.record(commandName, commandAction) }))
    .max(MOST_MODES - 1)
    .default([]),
});

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
