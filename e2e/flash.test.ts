/**
 * Firmware for a person, onto a board: the drive is a folder that a process plays, the board that
 * reports afterwards is a micro:bit V1 in QEMU, which boots exactly the bytes that the drive took.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { boards } from "../firmware-gen/boards/boards.ts";
import { readHex } from "../firmware-gen/flash/memory.ts";
import { type BoardReport, programVolume } from "../firmware-gen/flash/volume.ts";
import { openDevice, parseDevice } from "../main/app/device.ts";
import { makeFirmware } from "../main/app/flash.ts";
import { startMicrobitV1 } from "../main/wearables/emulated/microbit-v1.ts";
import { pushImage } from "../main/wearables/push.ts";
import { sampleImage } from "../main/wearables/testing/sample-model.ts";
import { openWearable } from "../main/wearables/wearable.ts";
import { readFolder } from "../models/recordings/folder.ts";
import { train } from "../models/training/train.ts";

const DRIVE = fileURLToPath(new URL("../firmware-gen/flash/fake-drive.ts", import.meta.url));
const DETAILS = "Unique ID: 9900000051864e45003e700f0000004400000000\r\nDaplink Mode: Interface\r\n";

const folder = mkdtempSync(join(tmpdir(), "beckon-flash-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("firmware onto a micro:bit V1, through its drive", () => {
  const flashFile = join(folder, "flash.bin");
  const programmed = join(folder, "programmed.hex");
  const imagePath = join(folder, "model.bkn");

  /** The board after its reset: QEMU with what the drive programmed over what was in flash before. */
  async function ask(): Promise<BoardReport> {
    const firmware = existsSync(programmed)
      ? readHex(readFileSync(programmed, "utf8"), programmed)
      : undefined;
    const board = await startMicrobitV1({ flashFile, firmware });
    const wearable = await openWearable("microbit-v1", async () => board.pipe, {}, { reconnect: false });
    try {
      const { board: boardId, modelId } = wearable.session().info;
      return { boardId, modelId };
    } finally {
      await wearable.close();
    }
  }

  it("ends with the board's own report of the model, though a newer pushed one was there", async (t) => {
    // Two pushes leave a higher generation in the second slot.
    const device = await openDevice(parseDevice(`emulated:microbit-v1@${flashFile}`));
    const older = await sampleImage("motion");
    try {
      for (let i = 0; i < 2; i++) await pushImage(device.wearable.session(), older);
      assert.equal(device.wearable.session().info.activeSlot, 1);
    } finally {
      await device.close();
    }
    const { takes } = await readFolder(fileURLToPath(new URL("../models/sample/motion", import.meta.url)));
    const { image } = await train({ takes: takes.filter(({ session }) => session === 1), head: "template" });
    writeFileSync(imagePath, image);
    const made = makeFirmware("microbit-v1", imagePath);
    const before = await ask();
    assert.notEqual(before.modelId, made.image.image.modelId);

    const volume = join(folder, "MICROBIT");
    mkdirSync(volume);
    writeFileSync(join(volume, "DETAILS.TXT"), DETAILS);
    const args = [DRIVE, volume, "BECKON.HEX", String(made.bytes.length), programmed];
    const outcomes = ["fail:error: The transfer timed out.\r\ntype: transient, user\r\n", "ok"];
    const drive = spawn(process.execPath, [...args, ...outcomes], { stdio: "ignore" });
    t.after(() => drive.kill("SIGKILL"));
    const { tries, report } = await programVolume({
      volume,
      board: made.board,
      boards,
      fileName: "BECKON.HEX",
      bytes: made.bytes,
      modelId: made.image.image.modelId,
      ask,
      times: { leaveMs: 10_000, returnMs: 5_000, pollMs: 20 },
    });
    assert.deepEqual([tries, report], [2, { boardId: "microbit-v1", modelId: made.image.image.modelId }]);
  });
});
