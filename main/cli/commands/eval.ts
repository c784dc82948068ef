import { usageError } from "../../../common/errors.ts";
import { evaluateFolder, type EvaluationReport, HEAD_KINDS, STRESSES } from "../../app/evaluate.ts";
import type { Command, Options } from "../command.ts";

const command: Command = {
  usage: "--recordings FOLDER --enrol N [--background FOLDER]… [--commands a,b] [--person PERSON]",
  about: `Per person: trains on the first N takes of each command, lets the runtime hear the others in
one stream and every --background folder apart, and counts what was missed, confused, and
heard where nothing was said. More:
  --target-wrong-per-hour X   what the thresholds aim at (0.5)
  --sessions later            tests only takes of days after the last one trained on
  --snr-db X                  noise over the test takes, X dB below them: white, or
  --noise FILE                recordings of noise (may stand several times); of movement: added as it is
  --stress S                  ${STRESSES.join(", ")}
  --wear-check                movement: the first test takes of three commands tell how it sits
  --head ${HEAD_KINDS.join("|")}  one head instead of the better one
  --threads N                 people shared among threads (2)`,
  options: {
    recordings: { type: "string" },
    enrol: { type: "string" },
    background: { type: "string", multiple: true },
    commands: { type: "string" },
    person: { type: "string" },
    "target-wrong-per-hour": { type: "string" },
    sessions: { type: "string" },
    "snr-db": { type: "string" },
    noise: { type: "string", multiple: true },
    stress: { type: "string" },
    "wear-check": { type: "boolean" },
    head: { type: "string" },
    threads: { type: "string" },
  },
  async run({ options, seed, output, stop }) {
    options.required("enrol");
    const request = {
      recordings: options.required("recordings"),
      enrol: options.whole("enrol", 1, 1000) ?? 1,
      background: options.all("background"),
      seed,
      ...given("commands", options.list("commands")),
      ...given("person", options.optional("person")),
      ...given("targetWrongPerHour", options.number("target-wrong-per-hour", 0, 1000)),
      ...given("sessions", oneOf(options, "sessions", ["all", "later"] as const)),
      ...given("snrDb", options.number("snr-db", -20, 100)),
      noise: options.all("noise"),
      ...given("stress", oneOf(options, "stress", STRESSES)),
      ...(options.flag("wear-check") && { wearCheck: true }),
      ...given("head", oneOf(options, "head", HEAD_KINDS)),
      ...given("threads", options.whole("threads", 1, 16)),
    };
    const report = await evaluateFolder(request, output.progress, stop);
    output.result(report, table(report));
    return undefined;
  },
};
export default command;

/** The options object has a key only where the person gave the option. */
function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function oneOf<V extends string>(options: Options, name: string, values: readonly V[]): V | undefined {
  const value = options.optional(name);
  if (value === undefined || values.some((each) => each === value)) return value as V | undefined;
  throw usageError(
    "cli-option",
    `--${name}`,
    `"${value}" is no choice here.`,
    `Choose one of: ${values.join(", ")}.`,
  );
}

function table(report: EvaluationReport): string[] {
  const percent = (share: number | null): string => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);
  const rate = (value: number | null): string => (value === null ? "–" : value.toFixed(1));
  const columns = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(14) : cell.padStart(10))).join("");
  return [
    columns(["person", "tested", "missed", "confused", "error", "wrong/h", "delay p95", "head"]),
    ...report.people.map((each) =>
      columns([
        each.person,
        String(each.tested),
        String(each.missed),
        String(each.confused),
        percent(each.errorRate),
        rate(each.wrongPerHour),
        each.delayMs.p95 === null ? "–" : `${Math.round(each.delayMs.p95)} ms`,
        each.head,
      ]),
    ),
    columns(["mean", "", "", "", percent(report.mean.errorRate), rate(report.mean.wrongPerHour)]),
    columns(["worst", "", "", "", percent(report.worst.errorRate), rate(report.worst.wrongPerHour)]),
    ...report.skipped.map(({ person, reason }) => `${person} is skipped: ${reason}`),
    `${report.kind}, ${report.enrol} takes per command, ${rate(report.realTimeFactor)} × real time`,
  ];
}
