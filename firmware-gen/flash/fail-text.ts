/** What a board's drive says when programming failed, in plain words. */

export interface DriveFailure {
  /** As the drive wrote it. */
  readonly original: string;
  readonly problem: string;
  readonly remedy: string;
  /** Trying again may help. */
  readonly transient: boolean;
}

/** None asks for a button: the person may not be able to press it. */
const AGAIN =
  "Use another cable or socket if it comes again; a board that already runs Beckon takes `beckon push` over its serial port instead.";

/** Messages and types: ARMmbed/DAPLink, source/daplink/error.c and vfs_user.c. */
const KNOWN: readonly (readonly [says: RegExp, problem: string, remedy: string])[] = [
  [/timed out/i, "The copy took too long and the board gave up.", AGAIN],
  [/during the transfer|mismatch between file size|out of order/i, "The file did not arrive whole.", AGAIN],
  [
    /isn't compatible|offset load address|format is unknown/i,
    "The board does not take this file: it is made for another board.",
    "Look at what board it is (`beckon devices`) and make the firmware for that one.",
  ],
  [/hex file cannot be/i, "The file was damaged on its way to the board.", AGAIN],
  [
    /security bits/i,
    "The board refused the file, because it would lock the board for good.",
    "This is a fault of the firmware file; do not use it, and make it again.",
  ],
  [
    /target MCU|unlock the target|flash algorithm|flash programming algorithms/i,
    "The board's USB chip cannot reach its main processor.",
    "Take everything off the board's pins, unplug it, wait five seconds and plug it in again.",
  ],
  [
    /in application programming|bootloader/i,
    "The firmware of the board's own USB chip is at fault.",
    "Bring that firmware up to date as the board's maker tells, or use `beckon push` over the serial port.",
  ],
];

/** @param text of FAIL.TXT: `error: …` and, from newer boards, `type: …`. */
export function readFailText(text: string): DriveFailure {
  const original = (/^error:\s*(.*\S)/im.exec(text)?.[1] ?? text.trim()) || "(no reason given)";
  const types = /^type:\s*(.*\S)/im.exec(text)?.[1]?.split(/\s*,\s*/) ?? [];
  const [, problem, remedy] = KNOWN.find(([says]) => says.test(original)) ?? [
    undefined,
    "The board could not take the file.",
    AGAIN,
  ];
  return { original, problem, remedy, transient: types.includes("transient") };
}
