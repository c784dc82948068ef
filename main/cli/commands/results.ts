import { LISTENERS, measureResults } from "../../app/results.ts";
import { writeWholeFile } from "../../app/files.ts";
import { usageError } from "../../../common/errors.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "[--data FOLDER] [--out FILE.md] [--keep FILE] [--quick]",
  about: `Measures everybody in the sets of a folder (digits, commands, phone-words, motion/forearm and the
like, with background-speech, background-noise and motion/everyday), worst person first, beside
other ways to recognise, and writes the page of results; without --data, the sample person's.
All of it takes about an hour on two cores. More:
  --keep FILE       what was measured already; a run that was stopped goes on from there
  --sets a,b        only these sets
  --enrol 5,3       only these numbers of takes (5,3,1,8)
  --plain           takes as they are only, not in noise or changed
  --listeners a,b   only these ways to recognise (${LISTENERS.join(",")})
  --quick           the first set with five takes only
  --threads N       people and recordings shared among threads (2)`,
  options: {
    data: { type: "string" },
    out: { type: "string" },
    keep: { type: "string" },
    sets: { type: "string" },
    enrol: { type: "string" },
    listeners: { type: "string" },
    plain: { type: "boolean" },
    quick: { type: "boolean" },
    threads: { type: "string" },
  },
  async run({ options, seed, output, stop }) {
    const enrols = options.list("enrol")?.map((text) => {
      const value = Number(text);
      if (Number.isInteger(value) && value >= 1 && value <= 100) return value;
      throw usageError("cli-option", "--enrol", `"${text}" is no number of takes.`, "Give such as 5,3,1.");
    });
    const listeners = options.list("listeners")?.map((text) => {
      const known = LISTENERS.find((name) => name === text);
      if (known !== undefined) return known;
      throw usageError(
        "cli-option",
        "--listeners",
        `"${text}" is no choice here.`,
        `Choose among: ${LISTENERS.join(", ")}.`,
      );
    });
    const out = options.optional("out");
    const page = await measureResults(
      {
        data: options.optional("data"),
        keep: options.optional("keep"),
        sets: options.list("sets"),
        enrols,
        listeners,
        plain: options.flag("plain"),
        quick: options.flag("quick"),
        seed,
        threads: options.whole("threads", 1, 16) ?? 2,
      },
      output.progress,
      stop,
    );
    if (out === undefined) {
      output.result({ page }, page);
    } else {
      writeWholeFile(out, page);
      output.result({ file: out }, `${out} is written.`);
    }
    return undefined;
  },
};
export default command;
