import { listen } from "../../app/run.ts";
import type { Command } from "../command.ts";
import { SOURCE_HELP, SOURCE_OPTIONS, sourceOf } from "../sources.ts";

const command: Command = {
  usage: "--device DEV [--image FILE.bkn] [--file FILE | --microphone NAME]",
  about: `Prints a wearable's events, one JSON object a line, until it is stopped or the recording has
ended. Nothing is acted on.\n${SOURCE_HELP}`,
  options: SOURCE_OPTIONS,
  async run({ options, output, stop }) {
    const dev = options.required("device");
    const request = { dev, image: options.optional("image"), source: sourceOf(options, dev), stop };
    await listen(request, (event) => output.line({ type: "event", ...event }));
    return undefined;
  },
};
export default command;
