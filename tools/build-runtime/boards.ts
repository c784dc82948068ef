/**
 * Builds the base firmware of each Cortex-M board by arm-none-eabi-gcc: a HEX
 * file to flash, and a JSON file of sizes and of the addresses that emulators
 * and tests need. all.ts writes or compares them; this file alone prints what
 * each board takes:
 *   node tools/build-runtime/boards.ts
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { boardById, type Board, type FirmwareFacts } from "../../firmware-gen/boards/boards.ts";
import { writeHex } from "../../firmware-gen/flash/memory.ts";
import type { Prebuilt } from "./all.ts";

/** The version whose bytes lie in prebuilt; another gives other bytes. */
const GCC_VERSION = "12.2.1";

const FLAGS = [
  "-mthumb -std=c99 -ffreestanding -nostdlib -ffunction-sections -fdata-sections -fno-common",
  "-fno-tree-loop-distribute-patterns -fno-asynchronous-unwind-tables",
  "-Wall -Wextra -Wconversion -Wshadow -Wundef -Werror -Wl,--gc-sections -Wl,--build-id=none",
].flatMap((line) => line.split(" "));

interface Target {
  readonly board: string;
  /** Processor, optimisation, and what differs from the drivers' defaults. */
  readonly flags: readonly string[];
  /** Addresses others need. */
  readonly symbols: readonly string[];
}

const TARGETS: readonly Target[] = [
  {
    board: "microbit-v1",
    flags: ["-mcpu=cortex-m0", "-O2", "-DBK_FAMILY_OWN=1"],
    symbols: ["bk_sensor_mailbox", "flash_erase", "flash_word", "bk_stack_top", "bk_ram_used_end"],
  },
  {
    board: "sim-m4",
    flags: [
      ..."-mcpu=cortex-m4 -mfloat-abi=soft -O2 -DBK_FAMILY_OWN=2".split(" "),
      ..."-DBK_MAILBOX_VALUES=32768u -DBK_BYTE_RING_SIZE=8192u -DBK_WINDOW_BYTES=4096u".split(" "),
    ],
    symbols: ["bk_sensor_mailbox", "bk_link_seed", "bk_stack_top", "bk_ram_used_end"],
  },
];

interface Built {
  readonly hex: Uint8Array;
  readonly facts: FirmwareFacts;
}

/** @throws Error with the compiler's words, or that it is missing or another version. */
export function buildBoard(root: string, target: Target): Built {
  const board = boardById(target.board);
  const folder = mkdtempSync(join(tmpdir(), "beckon-board-"));
  try {
    const elf = join(folder, "firmware.elf");
    run(root, "arm-none-eabi-gcc", [
      ...FLAGS,
      ...target.flags,
      ...settings(board),
      ...sources(root, board),
      "-lgcc",
      "-o",
      elf,
    ]);
    run(root, "arm-none-eabi-objcopy", ["-O", "binary", elf, join(folder, "firmware.bin")]);
    const bytes = new Uint8Array(readFileSync(join(folder, "firmware.bin")));
    const symbols = symbolsOf(run(root, "arm-none-eabi-nm", [elf]));
    const address = (name: string): number => {
      const found = symbols.get(name);
      if (found === undefined) throw new Error(`${board.id}: the firmware has no symbol ${name}`);
      return found;
    };
    return {
      hex: new TextEncoder().encode(writeHex([{ address: 0, bytes }])),
      facts: {
        board: board.id,
        flashBytes: bytes.length,
        ramBytes: address("bk_ram_used_end") - 0x20000000 + address("bk_stack_bytes"),
        symbols: Object.fromEntries(target.symbols.map((name) => [name, address(name)])),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sizes that board.json says once for everybody. */
function settings(board: Board): string[] {
  const folder = `firmware-gen/boards/${board.id}`;
  return [
    `-DBK_ARENA_BYTES=${board.arenaBytes}u`,
    `-DBK_SLOT_BYTES=${board.slotBytes}u`,
    `-DBK_PAGE_BYTES=${board.pageBytes}u`,
    `-Wl,--defsym=bk_slots_start=${board.slotAddress}`,
    ...(board.backbone === null
      ? []
      : [
          `-DBK_BACKBONE_BYTES=${board.backbone.bytes}u`,
          `-Wl,--defsym=bk_backbone_start=${board.backbone.address}`,
        ]),
    ..."-I firmware-gen/runtime -I firmware-gen/boards/shared -L firmware-gen/boards/shared".split(" "),
    ...["-I", folder, "-T", `${folder}/link.ld`],
  ];
}

function sources(root: string, board: Board): string[] {
  return [`firmware-gen/boards/${board.id}`, "firmware-gen/boards/shared", "firmware-gen/runtime"]
    .flatMap((folder) => globSync(`${folder}/*.c`, { cwd: root }).sort())
    .filter((path) => !path.endsWith("_test.c"));
}

function symbolsOf(listing: string): Map<string, number> {
  const lines = listing.split("\n").map((line) => line.split(" "));
  return new Map(lines.map(([address, , name]) => [name ?? "", Number.parseInt(address ?? "", 16)]));
}

function run(root: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  if (error !== undefined) {
    throw new Error(`${program} is missing: apt-get install --no-install-recommends gcc-arm-none-eabi`);
  }
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
  return stdout;
}

function checkCompiler(root: string): void {
  const version = run(root, "arm-none-eabi-gcc", ["-dumpfullversion"]).trim();
  if (version !== GCC_VERSION) {
    throw new Error(`arm-none-eabi-gcc is ${version}; the prebuilt firmware is made by ${GCC_VERSION}.`);
  }
}

const built = new Map<string, Built>();

function once(root: string, target: Target): Built {
  if (built.size === 0) checkCompiler(root);
  const known = built.get(target.board) ?? buildBoard(root, target);
  built.set(target.board, known);
  return known;
}

export const prebuilts: readonly Prebuilt[] = TARGETS.flatMap((target) => [
  { file: `${target.board}.hex`, build: async (root: string) => once(root, target).hex },
  {
    file: `${target.board}.json`,
    build: async (root: string) =>
      new TextEncoder().encode(`${JSON.stringify(once(root, target).facts, null, 2)}\n`),
  },
]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
  for (const target of TARGETS) {
    const { flashBytes, ramBytes } = once(root, target).facts;
    const { slotBytes, slotAddress, arenaBytes } = boardById(target.board);
    const inFlash =
      flashBytes <= slotAddress && slotAddress < 0x20000000
        ? `, ${slotAddress + 2 * slotBytes} with both image slots`
        : "";
    console.log(
      `${target.board}: flash ${flashBytes} bytes${inFlash}; RAM ${ramBytes} bytes, of which ${arenaBytes} arena`,
    );
  }
}
