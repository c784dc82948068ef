import { examine } from "../../app/doctor.ts";
import type { Command } from "../command.ts";

const MARKS = { ok: "ok     ", limit: "limit  ", missing: "MISSING" } as const;

const command: Command = {
  usage: "",
  about: `Looks at everything Beckon needs on this machine, and says what is missing and the line that
mends it. The exit code is 3 when commands cannot act here at all.`,
  options: {},
  async run({ output }) {
    const findings = await examine();
    output.result(
      { findings },
      findings.flatMap(({ thing, verdict, problem, remedy }) => [
        `${MARKS[verdict]} ${thing}`,
        ...(problem === undefined ? [] : [`        ${problem}`, `        → ${remedy}`]),
      ]),
    );
    return findings.some(({ verdict }) => verdict === "missing") ? 3 : undefined;
  },
};
export default command;
