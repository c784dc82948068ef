import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fatMounts, listDrives } from "./drives.ts";

test("drives are listed with the board they belong to, others are not", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-drives-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const drive = (name: string, file: string, text: string): string => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, file), text);
    return join(folder, name);
  };
  const places = [
    drive("MICROBIT", "DETAILS.TXT", "Unique ID: 9900000051864e45\r\n"),
    drive("MICROBIT1", "DETAILS.TXT", "Unique ID: 9904000051864e45\r\n"),
    drive("STICK", "photo.jpg", ""),
    drive("RPI-RP2", "INFO_UF2.TXT", "Model: Raspberry Pi RP2\r\nBoard-ID: RPI-RP2\r\n"),
    join(folder, "unplugged"),
  ];
  assert.deepEqual(listDrives(places), [
    { volume: places[0], board: "microbit-v1", says: "board number 9900" },
    { volume: places[1], board: undefined, says: "board number 9904" },
    { volume: places[3], board: undefined, says: "Raspberry Pi RP2" },
  ]);
});

test("FAT mounts are found in the system's list, names with spaces too", () => {
  const mounts = [
    "/dev/sda1 / ext4 rw 0 0",
    "/dev/sdb /media/me/MICROBIT vfat rw 0 0",
    "/dev/sdc /media/me/MY\\040BOARD msdos ro 0 0",
    "",
  ].join("\n");
  assert.deepEqual(fatMounts(mounts), ["/media/me/MICROBIT", "/media/me/MY BOARD"]);
});
