/**
 * Builds a C program together with the runtime for a processor, and runs it in its emulator:
 * bytes in, bytes out. The program includes bare.h.
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type BareTarget = "m0" | "m4" | "avr";

export interface BareProgram {
  readonly target: BareTarget;
  /** C files, paths from the repository's root; those of the runtime are added. */
  readonly sources: readonly string[];
  /** Arrays `const uint8_t NAME[] BK_TABLE`, with `const uint32_t NAME_size`, that the program may declare extern. */
  readonly embed?: { readonly [name: string]: Uint8Array };
  readonly defines?: readonly string[];
}

export interface BuiltProgram {
  /** Bytes of code and constants. */
  readonly flashBytes: number;
  /** @throws Error if the program crashes or takes longer than the limit. */
  run(input: Uint8Array, options?: RunOptions): Uint8Array;
  /** Deletes what was built. */
  close(): void;
}

export interface RunOptions {
  readonly limitMs?: number;
  /** Cortex-M: the emulated clock moves by a nanosecond an instruction, whatever the machine does. */
  readonly countInstructions?: boolean;
}

const root = join(import.meta.dirname, "../../..");
const LIMIT_MS = 120_000;
const WARNINGS =
  "-std=c99 -Wall -Wextra -Wshadow -Werror -ffreestanding -ffunction-sections -fdata-sections -Wl,--gc-sections".split(
    " ",
  );
const CORTEX_M =
  "-mthumb -O2 -nostdlib -fno-tree-loop-distribute-patterns -L firmware-gen/boards/shared -T firmware-gen/boards/bare/mps2.ld".split(
    " ",
  );
const CORTEX_M_SOURCES = ["bare/bare_cortex_m.c", "shared/cortex_m.c", "shared/memory.c"];

const TARGETS: {
  readonly [target in BareTarget]: { program: string; flags: string[]; support: string[]; last: string[] };
} = {
  m0: {
    program: "arm-none-eabi-gcc",
    flags: ["-mcpu=cortex-m0", ...CORTEX_M],
    support: CORTEX_M_SOURCES,
    last: ["-lgcc"],
  },
  m4: {
    program: "arm-none-eabi-gcc",
    flags: ["-mcpu=cortex-m4", "-mfloat-abi=soft", ...CORTEX_M],
    support: CORTEX_M_SOURCES,
    last: ["-lgcc"],
  },
  avr: { program: "avr-gcc", flags: ["-mmcu=atmega328p", "-Os"], support: ["bare/bare_avr.c"], last: [] },
};

/** What runs such programs; a test that needs one is skipped where it is missing. */
export function bareTools(target: BareTarget): readonly string[] {
  return target === "avr" ? ["avr-gcc", "gcc"] : ["arm-none-eabi-gcc", "qemu-system-arm"];
}

/** @throws Error with the compiler's words. */
export function buildBare({ target, sources, embed = {}, defines = [] }: BareProgram): BuiltProgram {
  const { program, flags, support, last } = TARGETS[target];
  const folder = mkdtempSync(join(tmpdir(), "beckon-bare-"));
  const elf = join(folder, "program.elf");
  const embedded = join(folder, "embedded.c");
  writeFileSync(embedded, embeddedSource(embed));
  const runtime = globSync("firmware-gen/runtime/*.c", { cwd: root }).sort();
  run(program, [
    ...[...WARNINGS, ...flags, ...defines.map((define) => `-D${define}`)],
    ..."-I firmware-gen/runtime -I firmware-gen/boards/shared -I firmware-gen/boards/bare".split(" "),
    ...sources,
    ...support.map((path) => `firmware-gen/boards/${path}`),
    ...runtime.filter((path) => !/(_test\.c|\/link_[^/]*\.c)$/.test(path)),
    ...[embedded, ...last, "-o", elf],
  ]);
  if (target === "avr") {
    const include = ["-I", "/usr/include/simavr"];
    const host = "firmware-gen/boards/bare/simavr_stdio.c";
    run("gcc", ["-O2", ...include, host, "-lsimavr", "-lelf", "-o", join(folder, "simavr_stdio")]);
  }
  const size =
    run(target === "avr" ? "avr-size" : "arm-none-eabi-size", [elf])
      .split("\n")[1]
      ?.trim()
      .split(/\s+/) ?? [];
  return {
    flashBytes: Number(size[0]) + Number(size[1]),
    run: (input, options = {}) => (target === "avr" ? runSimavr : runQemu)(folder, input, options),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function embeddedSource(embed: { readonly [name: string]: Uint8Array }): string {
  const arrays = Object.entries(embed).map(
    ([name, bytes]) =>
      `extern const uint8_t ${name}[]; extern const uint32_t ${name}_size;\n` +
      `const uint8_t ${name}[] BK_TABLE = {${[...bytes].join(",")}};\nconst uint32_t ${name}_size = ${bytes.length};\n`,
  );
  return `#include "bk_read.h"\n${arrays.join("")}`;
}

/** Semihosting opens `input` and `output` where QEMU was started. */
function runQemu(
  folder: string,
  input: Uint8Array,
  { limitMs = LIMIT_MS, countInstructions = false }: RunOptions,
): Uint8Array {
  writeFileSync(join(folder, "input"), input);
  rmSync(join(folder, "output"), { force: true });
  const args =
    "-M mps2-an386 -display none -monitor none -serial none -semihosting-config enable=on,target=native -kernel program.elf";
  const clock = countInstructions ? ["-icount", "shift=0"] : [];
  const { status, signal, stderr } = spawnSync("qemu-system-arm", [...args.split(" "), ...clock], {
    cwd: folder,
    timeout: limitMs,
  });
  if (status !== 0) throw new Error(`the program in QEMU ended with ${signal ?? status}: ${String(stderr)}`);
  return new Uint8Array(readFileSync(join(folder, "output")));
}

function runSimavr(folder: string, input: Uint8Array, { limitMs = LIMIT_MS }: RunOptions): Uint8Array {
  const { status, signal, stdout, stderr } = spawnSync(
    join(folder, "simavr_stdio"),
    [join(folder, "program.elf")],
    {
      input,
      timeout: limitMs,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0)
    throw new Error(`the program in simavr ended with ${signal ?? status}: ${String(stderr)}`);
  return new Uint8Array(stdout);
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  if (error !== undefined) throw new Error(`${program} is missing; tools/bootstrap.sh installs it`);
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
  return stdout;
}
