/**
 * A personal model that carries only its head, on the emulated sound board: flashed once by cable
 * together with the network that models share, then pushed alone; decided there over the sample
 * person's recordings exactly as in the app.
 */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { BeckonError } from "../common/errors.ts";
import type { DeviceEvent, Take } from "../common/street.ts";
import { boardById } from "../firmware-gen/boards/boards.ts";
import { createEngine, type Engine } from "../firmware-gen/engine/engine.ts";
import { readHex } from "../firmware-gen/flash/memory.ts";
import { readImage } from "../firmware-gen/image/read.ts";
import { type ShippedBackbone, shippedBackbone } from "../firmware-gen/image/shipped-backbones.ts";
import type { Network } from "../firmware-gen/network/network.ts";
import { makeFirmware } from "../main/app/flash.ts";
import { withQuietAfter } from "../main/app/recording.ts";
import { startEmulated } from "../main/wearables/emulated/emulated.ts";
import { describeEmulation } from "../main/wearables/emulated/facts.ts";
import type { EmulatedBoard, EmulatedOptions } from "../main/wearables/emulated/qemu.ts";
import { pushImage } from "../main/wearables/push.ts";
import { compareRuns, runOwn, verifyTakes } from "../main/wearables/verify.ts";
import { openWearable, type Wearable } from "../main/wearables/wearable.ts";
import { loadBackbone } from "../models/backbone/backbone.ts";
import { HEAD_SETTINGS } from "../models/heads/settings.ts";
import { trainTemplateHead } from "../models/heads/template.ts";
import { readFolder } from "../models/recordings/folder.ts";
import { type Enrolment, enrol } from "../models/training/enrolment.ts";
import { imageOf } from "../models/training/model.ts";

const BOARD = "sim-m4";
const COMMANDS = ["select", "open menu", "go back"];
const { network } = loadBackbone("full");
const full = shippedBackbone("full");
const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";

/** The first takes of each of {@link COMMANDS} on one day. */
function firstOfEach(takes: readonly Take[], day: number, count: number): Take[] {
  const commands = takes.filter(({ label, session }) => session === day && COMMANDS.includes(label));
  return commands.filter(
    (take) => commands.filter(({ label }) => label === take.label).indexOf(take) < count,
  );
}

/**
 * The person's templates are vectors of the shared network.
 *
 * @param reach how near counts as the command.
 * @param backbone carried in the image, or only named by it.
 */
function imageWith(
  engine: Engine,
  enrolment: Enrolment,
  reach: number,
  backbone: Network | ShippedBackbone,
): Uint8Array {
  const samples = enrolment.takes.map(({ classIndex, phases }) => ({ classIndex, phases: phases! }));
  const settings = { ...HEAD_SETTINGS.sound.embedding!, coarse: true };
  const head = trainTemplateHead(engine, samples, enrolment.labels.length, settings, {
    reach,
    leastReach: 1,
    ownShare: 0.5,
    bankShare: 0,
    negativesAllowed: 0,
  });
  return imageOf({ kind: "embedding", head, backbone }, enrolment);
}

describe("a head alone, over a network that lies on the board", { skip: noQemu, timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-e2e-backbone-"));
  let engine: Engine;
  let image: Uint8Array;
  /** The same with the network inside. */
  let carrying: Uint8Array;
  /** The next model of this person. */
  let later: Uint8Array;
  let tested: Take[];
  const events: DeviceEvent[] = [];

  before(async () => {
    engine = await createEngine();
    const { takes } = await readFolder(join(import.meta.dirname, "../models/sample/sound"));
    const enrolment = enrol(engine, firstOfEach(takes, 1, 4), { backbone: network });
    image = imageWith(engine, enrolment, 1.6, full);
    carrying = imageWith(engine, enrolment, 1.6, network);
    later = imageWith(engine, enrolment, 2, full);
    tested = firstOfEach(takes, 2, 1).map((take) => ({ ...take, samples: withQuietAfter(take.samples) }));
    writeFileSync(join(folder, "model.bkn"), image);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function withBoard(
    options: EmulatedOptions,
    use: (wearable: Wearable, board: EmulatedBoard) => Promise<void>,
  ): Promise<void> {
    const board = await startEmulated(BOARD, options);
    let wearable: Wearable | undefined;
    try {
      wearable = await openWearable(board.pipe.name, async () => board.pipe, {
        event: (event) => void events.push(event),
      });
      await use(wearable, board);
    } finally {
      await wearable?.close();
      await board.pipe.close();
    }
  }

  it("is a small part of what it would be with the network inside", () => {
    assert.ok(image.length < 60 * 1024, `${image.length} bytes`);
    assert.ok(carrying.length - image.length > 48 * 1024);
    assert.ok(full.bytes.length <= boardById(BOARD).backbone!.bytes);
    assert.equal(readImage(image).backbone?.id, full.id);
    assert.ok(readImage(image).arenaBytes <= 40 * 1024);
  });

  it("decides every take to the bit as it would with the network inside", () => {
    for (const { samples } of tested)
      assert.equal(compareRuns(runOwn(engine, image, samples), runOwn(engine, carrying, samples)), undefined);
  });

  it("is flashed with the network as one HEX file, replaced by a push of the head, and decides as the app does", async () => {
    const { bytes } = makeFirmware(BOARD, join(folder, "model.bkn"), "hex");
    const firmware = readHex(new TextDecoder().decode(bytes), "merged.hex");
    await withBoard({ firmware }, async (wearable, board) => {
      const session = wearable.session();
      assert.equal(session.info.backboneId, full.id);
      assert.equal(session.info.modelId, readImage(image).modelId);

      const pushed = await pushImage(session, later);
      assert.equal(pushed.bytes, later.length);
      assert.equal(session.info.modelId, readImage(later).modelId);
      const { decisions, differences } = await verifyTakes(session, engine, later, tested);
      assert.deepEqual(differences, []);
      assert.ok(decisions >= tested.length, `${decisions} decisions`);

      await session.arm(session.info.modelId);
      for (const take of tested.slice(0, 2)) await board.feed(take.samples);
      assert.ok(events.length > 0, "it heard neither take by its own sensor");
    });
  });

  it("is refused in words by a board without the network, and the model it had stays", async () => {
    await withBoard({ firmware: describeEmulation(BOARD).baseFirmware() }, async (wearable) => {
      const session = wearable.session();
      assert.equal(session.info.backboneId, "0".repeat(16));
      const { modelId } = await pushImage(session, carrying);
      await assert.rejects(
        pushImage(session, image),
        (error) => error instanceof BeckonError && error.fault.code === "device-other-backbone",
      );
      await session.refresh();
      assert.equal(session.info.modelId, modelId);
      assert.deepEqual((await verifyTakes(session, engine, carrying, tested.slice(0, 2))).differences, []);
    });
  });
});
