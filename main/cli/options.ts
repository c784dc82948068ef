import { parseArgs } from "node:util";
import { usageError } from "../../common/errors.ts";
import { COMMON_OPTIONS, type Command, type Options } from "./command.ts";

interface Parsed {
  readonly files: readonly string[];
  readonly options: Options;
  readonly json: boolean;
  readonly help: boolean;
  readonly seed: number;
}

/** @throws BeckonError (wrong use) naming the option or argument that is not understood. */
export function parseCall(name: string, command: Command, args: readonly string[]): Parsed {
  const remedy = `\`beckon ${name} --help\` shows how it is called.`;
  let values: Readonly<Record<string, unknown>>;
  let files: readonly string[];
  try {
    const options = { ...command.options, ...COMMON_OPTIONS };
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    values = parsed.values;
    files = parsed.positionals;
  } catch (error) {
    const problem = (error as Error).message.split(/\. To specify|\n/)[0]!.replace(/\.$/, "");
    throw usageError("cli-option", `beckon ${name}`, `${problem}.`, remedy);
  }

  const help = values.help === true;
  const { least, most } = command.files ?? { least: 0, most: 0 };
  if (!help && files.length > most) {
    throw usageError("cli-argument", files[most]!, "is one argument too many.", remedy);
  }
  if (!help && files.length < least) {
    throw usageError("cli-argument", `beckon ${name}`, "needs a file to work on.", remedy);
  }
  const options = createOptions(values, remedy);
  const seed = options.whole("seed", -(2 ** 31), 2 ** 32 - 1) ?? 1;
  return { files, options, json: values.json === true, help, seed };
}

function createOptions(values: Readonly<Record<string, unknown>>, remedy: string): Options {
  const optional = (name: string): string | undefined => {
    const value = values[name];
    return Array.isArray(value) ? (value.at(-1) as string | undefined) : (value as string | undefined);
  };
  const number = (name: string, lowest: number, highest: number): number | undefined => {
    const text = optional(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== "" && value >= lowest && value <= highest) return value;
    const problem = `must be a number from ${lowest} to ${highest}, not "${text}".`;
    throw usageError("cli-option", `--${name}`, problem, remedy);
  };
  return {
    flag: (name) => values[name] === true,
    optional,
    required(name) {
      const value = optional(name);
      if (value === undefined) throw usageError("cli-option", `--${name}`, "is missing.", remedy);
      return value;
    },
    all: (name) => [values[name] ?? []].flat() as string[],
    list: (name) =>
      optional(name)
        ?.split(",")
        .map((word) => word.trim())
        .filter((word) => word !== ""),
    number,
    whole(name, lowest, highest) {
      const value = number(name, lowest, highest);
      if (value === undefined || Number.isInteger(value)) return value;
      throw usageError("cli-option", `--${name}`, "is no whole number.", remedy);
    },
  };
}
