import { createInterface } from "node:readline";
import { run } from "../../app/run.ts";
import type { Command } from "../command.ts";
import { SOURCE_HELP, SOURCE_OPTIONS, sourceOf } from "../sources.ts";

const command: Command = {
  usage: "--device DEV --profile FILE.json [--image FILE.bkn] [--file FILE] [--journal FILE] [--proved]",
  about: `Arms a wearable and does what the profile says for each of its commands, in this X11 session,
until it is stopped; prints every event and action as a JSON line. With --journal nothing is
pressed: what would be done is written to the file. Without --proved only actions that the
profile marks harmless are done. After a loss the wearable comes back unarmed: Enter arms it.\n${SOURCE_HELP}`,
  options: {
    ...SOURCE_OPTIONS,
    profile: { type: "string" },
    journal: { type: "string" },
    proved: { type: "boolean" },
  },
  async run({ options, output, stop }) {
    const dev = options.required("device");
    const source = sourceOf(options, dev);
    const journal = options.optional("journal");
    await run({
      dev,
      image: options.optional("image"),
      source,
      stop,
      profile: options.required("profile"),
      actor: journal === undefined ? { kind: "x11" } : { kind: "journal", path: journal },
      trust: options.flag("proved") ? "proved" : "consented",
      onRecord: output.line,
      onNote: output.note,
      onArmAgain(arm) {
        if (source.kind !== "stream" && process.stdin.isTTY)
          createInterface({ input: process.stdin }).on("line", arm);
      },
    });
    return undefined;
  },
};
export default command;
