import { verifyDevice } from "../../app/push.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "--device DEV --image FILE.bkn --recordings FOLDER [--person PERSON]",
  about: `Replays takes on the wearable and in the app and compares features, network, scores and
every decision. The exit code is 1 when anything differs, and the first difference is named.`,
  options: {
    device: { type: "string" },
    image: { type: "string" },
    recordings: { type: "string" },
    person: { type: "string" },
  },
  async run({ options, output, stop }) {
    const image = options.required("image");
    const recordings = options.required("recordings");
    const device = options.required("device");
    const request = { image, recordings, person: options.optional("person") };
    const found = await verifyDevice(device, request, output.progress, stop);
    const { takes, decisions, frames, differences } = found;
    const compared = `${takes} takes, ${frames} frames, ${decisions} decisions compared`;
    const lines = differences.map(({ take, stage, detail }) => `${take}: ${stage} differ, ${detail}`);
    output.result(found, [
      compared,
      ...(lines.length === 0 ? ["the wearable decides exactly as the app does"] : lines),
    ]);
    return differences.length === 0 ? undefined : 1;
  },
};
export default command;
