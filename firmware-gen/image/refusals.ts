/** Why an image was refused, in words for a person. */
import { type BeckonError, inputError } from "../../common/errors.ts";
import type { Status } from "../engine/wasm.ts";

type Words = readonly [problem: string, remedy: string];

const AGAIN = "Make the image again with `beckon train`, or take an undamaged copy.";

const WORDS: Readonly<Record<Exclude<Status, "ok">, Words>> = {
  truncated: ["The file ends before the image does.", AGAIN],
  magic: ["This is not a Beckon image.", "Choose a .bkn file that `beckon train` wrote."],
  version: ["It was made for a newer Beckon.", "Update Beckon, or train again with this version."],
  family: [
    "Its weights are in the order of another kind of board.",
    "Use the image that was made for this board.",
  ],
  crc: ["Bytes changed since it was made.", AGAIN],
  section: ["A part of it is missing, unknown or out of place.", AGAIN],
  "front-end": [
    "It needs a sound or motion front end that is not here.",
    "Update Beckon, or use a board with that sensor.",
  ],
  network: ["Its network asks for something that this version cannot do.", "Update Beckon, or train again."],
  head: ["Its templates or classes are out of bounds.", AGAIN],
  decision: ["Its decision settings are out of range.", AGAIN],
  arena: [
    "It needs more memory than there is.",
    "Train with fewer commands or shorter takes, or use a larger board.",
  ],
  backbone: [
    "It runs over a shared network that did not come with this Beckon.",
    "Update Beckon, or train again with this version.",
  ],
};

/**
 * @param thing the image as the person knows it: a file, "the image".
 * @returns an error with the code `image-` + status.
 */
export function refusal(status: Exclude<Status, "ok">, thing: string): BeckonError {
  const [problem, remedy] = WORDS[status];
  return inputError(`image-${status}`, thing, problem, remedy);
}
