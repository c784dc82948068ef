import { listDevices } from "../../app/devices.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "",
  about: `Lists serial ports with what is known of each, boards' drives, and the wearables that need
no hardware. Which firmware runs on a board is asked only when you use it.`,
  options: {},
  async run({ output }) {
    const list = await listDevices();
    output.result(list, [
      ...list.ports.map(({ device, boards, manufacturer, access }) => {
        const who = boards.length > 0 ? boards.join(" or ") : (manufacturer ?? "no board that Beckon knows");
        return `${device}  ${who}${access === "denied" ? "  (you may not use it: see beckon doctor)" : ""}`;
      }),
      ...list.drives.map(
        ({ volume, board, says }) => `${volume}  drive of ${board ?? `an unknown board (${says})`}`,
      ),
      ...list.withoutHardware.map((device) => `${device}  without hardware`),
    ]);
    return undefined;
  },
};
export default command;
