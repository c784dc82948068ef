import { compress, compressTable } from "../../app/compress.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "--recordings FOLDER [--person PERSON] [--enrol N]",
  about: `Compares the steps of compression, alone and together, by the int8 runtime: of movement on a
network of each person's own (three quantisations, training on with int8 rounding, distillation,
pruning of weights and channels, clustering), of sound on the shipped backbone (pruning and
clustering without training). Each person's takes are left out in turn; a table says what is
missed, what is wrongly accepted, and what the network weighs. Minutes for several people.
  --enrol N   only the first N takes of each command`,
  options: {
    recordings: { type: "string" },
    person: { type: "string" },
    enrol: { type: "string" },
  },
  async run({ options, seed, output, stop }) {
    const rows = await compress(
      {
        recordings: options.required("recordings"),
        person: options.optional("person"),
        enrol: options.whole("enrol", 2, 1000),
        seed,
      },
      output.progress,
      stop,
    );
    output.result({ rows }, compressTable(rows));
    return undefined;
  },
};
export default command;
