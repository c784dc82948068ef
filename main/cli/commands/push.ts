import { pushToDevice } from "../../app/push.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "--device DEV --image FILE.bkn",
  about: `Sends an image over the link. The wearable keeps the old one until the new one has been
read back and opened; what it then reports decides, and a push that is cut changes nothing.`,
  options: { device: { type: "string" }, image: { type: "string" } },
  async run({ options, output, stop }) {
    const device = options.required("device");
    const done = await pushToDevice(device, options.required("image"), output.progress, stop);
    output.result(
      done,
      `${done.board} now runs image ${done.imageId} (${done.bytes} bytes in ${(done.ms / 1000).toFixed(1)} s)`,
    );
    return undefined;
  },
};
export default command;
