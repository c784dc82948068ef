import { runDemo } from "../../app/demo.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "[--out FOLDER]",
  about: `Walks the whole street on the bundled sample person, who is synthetic: trains a model, gives it
to a virtual wearable, lets that hear takes and everyday sound that training has not seen, and
presses keys in a real X client under an Xvfb of its own (where Xvfb is not installed they go
to a journal). --out keeps image, profile and journal.`,
  options: { out: { type: "string" } },
  async run({ options, seed, output, stop }) {
    const out = options.optional("out");
    const figures = await runDemo({ out, seed, progress: output.progress, onNote: output.note, stop });
    const { trainSeconds, imageBytes, imageId, tested, missed, confused, wrongActivations, hours } = figures;
    const where = figures.actor === "x11" ? "a key in a real X client" : "the journal";
    output.result(figures, [
      `training             ${trainSeconds.toFixed(1)} s`,
      `image                ${imageBytes} bytes, ${imageId}`,
      `takes tested         ${tested}: ${missed} missed, ${confused} confused`,
      `wrong activations    ${wrongActivations} in ${(hours * 60).toFixed(1)} minutes of everyday sound`,
      `event to action      ${figures.eventToActionMs ?? "–"} ms (median, to ${where})`,
      `kept in              ${figures.folder}`,
      "The sample person is synthetic: these figures show that the street works, not how well it serves a person.",
    ]);
    return undefined;
  },
};
export default command;
