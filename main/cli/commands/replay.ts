import { usageError } from "../../../common/errors.ts";
import { replayInApp, replayOnDevice, type ReplayRequest } from "../../app/replay.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "(--image FILE.bkn | --device DEV) [--all] FILE…",
  about: `Runs recordings through an image, or through the image that a wearable holds, and prints
what is decided, one JSON object a line. A second of quiet is added to each. With --all
also what was refused. Nothing is acted on.`,
  options: { image: { type: "string" }, device: { type: "string" }, all: { type: "boolean" } },
  files: { least: 1, most: Number.POSITIVE_INFINITY },
  async run({ files, options, output, stop }) {
    const image = options.optional("image");
    const dev = options.optional("device");
    if ((image === undefined) === (dev === undefined)) {
      const remedy = "Give one of the two: an image to decide in the app, or a device to decide there.";
      throw usageError("cli-option", "beckon replay", "needs either --image or --device.", remedy);
    }
    const request: ReplayRequest = {
      files,
      all: options.flag("all"),
      onDecision: output.line,
      onWarning: output.note,
      stop,
    };
    if (image !== undefined) await replayInApp(image, request);
    else await replayOnDevice(dev!, request);
    return undefined;
  },
};
export default command;
