import { trainToFile } from "../../app/train.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage:
    "--recordings FOLDER [--person PERSON] --out FILE.bkn [--commands a,b] [--held c] [--background FOLDER]… [--enrol N]",
  about: `Trains one person's model from their takes. Template and network are both tried by
cross-validation inside the takes, and the better one goes into the image. --background adds
recordings that hold no command, --enrol takes the first N takes of each command only,
--target-wrong-per-hour N sets how often everyday recordings may be taken for a command. --held
names sounds that last, such as a hum: what they do begins and ends with the sound.
The same takes and seed give the same image.`,
  options: {
    recordings: { type: "string" },
    person: { type: "string" },
    commands: { type: "string" },
    held: { type: "string" },
    background: { type: "string", multiple: true },
    enrol: { type: "string" },
    "target-wrong-per-hour": { type: "string" },
    out: { type: "string" },
  },
  async run({ options, seed, output, stop }) {
    const out = options.required("out");
    const request = {
      recordings: options.required("recordings"),
      person: options.optional("person"),
      commands: options.list("commands"),
      held: options.list("held"),
      background: options.all("background"),
      enrol: options.whole("enrol", 1, 1000),
      targetWrongPerHour: options.number("target-wrong-per-hour", 0, 1000),
      seed,
    };
    const report = await trainToFile(request, out, output.progress, stop);
    output.result(report, [
      `${out}: image ${report.imageId}, ${report.imageBytes} bytes, ${report.arenaBytes} bytes of memory while it runs`,
      `${report.head} head, trained in ${report.trainSeconds.toFixed(1)} s (${report.folds} folds, ${report.epochs} epochs)`,
      ...report.heads.map((trial) => `  tried: ${JSON.stringify(trial)}`),
      ...report.advice.map(({ sentence }) => `advice: ${sentence}`),
      ...report.warnings.map((text) => `warning: ${text}`),
    ]);
    return undefined;
  },
};
export default command;
