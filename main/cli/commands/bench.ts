import { measureAll } from "../../app/bench.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "[--full] [--recordings FOLDER] [--background FOLDER]…",
  about: `Measures what Beckon is to reach: training, delay, evaluation speed, board memory, event to key,
letting go and holding. With --full each as often as the goal says, about ten minutes. The
evaluation is of the sample person, or of --recordings with --background.`,
  options: {
    full: { type: "boolean" },
    recordings: { type: "string" },
    background: { type: "string", multiple: true },
  },
  async run({ options, seed, output, stop }) {
    const request = {
      full: options.flag("full"),
      recordings: options.optional("recordings"),
      background: options.all("background"),
      seed,
    };
    const report = await measureAll(request, output.progress, stop);
    output.result(report, [
      report.machine,
      ...report.figures.map(
        ({ name, value, goal, reached }) => `${reached ? "ok  " : "MISS"} ${name}: ${value} (goal ${goal})`,
      ),
    ]);
    return undefined;
  },
};
export default command;
