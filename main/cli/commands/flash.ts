import { flashDrive, formatOf, makeFirmware, refuseNoTarget, saveFirmware } from "../../app/flash.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage:
    "--board BOARD --image FILE.bkn (--out FILE.hex|FILE.uf2 | --to DRIVE [--port PORT] [--drive BOARD])",
  about: `Merges a board's base firmware with an image, without a compiler, into a file or onto the
board's drive. A drive of another board is refused before anything is written. It is done
when the board itself reports the image, at its serial port (--port, else found by its plug).
--drive BOARD says whose drive it is when the drive does not.`,
  options: {
    board: { type: "string" },
    image: { type: "string" },
    out: { type: "string" },
    to: { type: "string" },
    port: { type: "string" },
    drive: { type: "string" },
  },
  async run({ options, output }) {
    const board = options.required("board");
    const image = options.required("image");
    const out = options.optional("out");
    const to = options.optional("to");
    if (out === undefined && to === undefined) refuseNoTarget();

    const firmware = makeFirmware(board, image, out === undefined ? undefined : formatOf(out));
    const { imageId, modelId } = firmware.image.image;
    const facts = { board, format: firmware.format, imageId, modelId, bytes: firmware.bytes.length };
    if (out !== undefined) saveFirmware(firmware, out);
    if (to === undefined) {
      output.result(
        { ...facts, out },
        `${out}: ${facts.bytes} bytes for ${firmware.board.name}, image ${imageId}`,
      );
      return undefined;
    }
    const { tries, report } = await flashDrive(firmware, {
      volume: to,
      said: options.optional("drive"),
      port: options.optional("port"),
      onTry: (attempt) =>
        output.note(attempt === 1 ? `Copying to ${to}` : `The drive asks for another try (${attempt} of 3)`),
    });
    output.result({ ...facts, to, tries, report }, `${firmware.board.name} runs model ${report.modelId}`);
    return undefined;
  },
};
export default command;
