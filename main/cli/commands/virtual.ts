import { runVirtual } from "../../app/virtual.ts";
import type { Command } from "../command.ts";
import { sourceOf } from "../sources.ts";

const command: Command = {
  usage: "--image FILE.bkn [--microphone NAME | --file FILE]",
  about: `Puts a virtual wearable on a pseudo-terminal and prints its path; other programs open it as a
board's serial port. It hears --file FILE once, else the microphone when standard input is
a terminal (--microphone NAME chooses one), else raw PCM from standard input.`,
  options: { image: { type: "string" }, file: { type: "string" }, microphone: { type: "string" } },
  async run({ options, output, stop }) {
    const source = sourceOf(options, "virtual");
    await runVirtual(options.required("image"), source, stop, (path, modelId) =>
      output.line({ type: "ready", port: path, device: `serial:${path}`, modelId }),
    );
    return undefined;
  },
};
export default command;
