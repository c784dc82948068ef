/**
 * What a person may call a command (and what a person may be called in a
 * recordings folder).
 *
 * A name walks through file names, CSV, JSON, C source, a 250-byte message and
 * a screen. So it is either taken byte for byte, or refused here, at the first
 * door, with the reason. Nothing further down may cut, escape away or change it.
 */
import { inputError } from "./errors.ts";
import { BACKGROUND_LABEL, OTHER_LABEL } from "./street.ts";

/** Longest name in UTF-8 bytes: it has to fit into one link message with room to spare. */
export const MAX_LABEL_BYTES = 64;

export const LABEL_FAULTS = [
  "label-empty",
  "label-long",
  "label-control",
  "label-spaces",
  "label-broken",
  "label-reserved",
] as const;
export type LabelFault = (typeof LABEL_FAULTS)[number];

/** Control characters, line and paragraph separators, and the marks that turn the writing direction around. */
const UNSHOWABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * What is wrong with a name, or undefined if it can be taken byte for byte.
 * Quotes, slashes, backslashes, commas, percent signs, any script and any emoji are fine.
 */
export function labelFault(label: string): LabelFault | undefined {
  if (label.length === 0) return "label-empty";
  if (!label.isWellFormed()) return "label-broken";
  if (new TextEncoder().encode(label).length > MAX_LABEL_BYTES) return "label-long";
  if (UNSHOWABLE.test(label)) return "label-control";
  if (label.trim() !== label) return "label-spaces";
  if (label.startsWith("_") && label !== BACKGROUND_LABEL && label !== OTHER_LABEL) return "label-reserved";
  return undefined;
}

/**
 * @param label a command's name, {@link BACKGROUND_LABEL} or {@link OTHER_LABEL}.
 * @param thing where it stands, as the person knows it ("manifest.csv, line 3").
 * @returns the same string.
 * @throws BeckonError with a code of {@link LABEL_FAULTS}.
 */
export function checkLabel(label: string, thing: string): string {
  const fault = labelFault(label);
  if (fault === undefined) return label;
  const [problem, remedy] = WORDS[fault];
  throw inputError(
    fault,
    thing,
    problem.replace("%", () => shown(label)),
    remedy,
  );
}

/** The label as a message can show it: its first letters, between quotes, with escapes for what has no shape. */
function shown(label: string): string {
  const hidden = new RegExp(UNSHOWABLE, "gu");
  return JSON.stringify(label.slice(0, 40)).replace(
    hidden,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const WORDS: Record<LabelFault, readonly [problem: string, remedy: string]> = {
  "label-empty": ["has no label.", "Give each command a name."],
  "label-long": [
    `The label %… is longer than ${MAX_LABEL_BYTES} bytes.`,
    "Choose a shorter name; accented letters take 2 bytes, Korean ones 3.",
  ],
  "label-control": [
    "The label % holds a line break or an invisible control character.",
    "Type it again by hand.",
  ],
  "label-spaces": ["The label % starts or ends with a space, which nobody can see.", "Take the space away."],
  "label-broken": ["The label % holds half a character.", "Type it again by hand."],
  "label-reserved": [
    "The label % starts with an underscore, which is kept for Beckon's own labels.",
    `Choose another name; movement or talk that is no command is called ${BACKGROUND_LABEL}.`,
  ],
};
