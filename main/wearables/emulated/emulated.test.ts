import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { BeckonError } from "../../../common/errors.ts";
import type { DeviceEvent } from "../../../common/street.ts";
import { boardById } from "../../../firmware-gen/boards/boards.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import { mergeFirmware } from "../../../firmware-gen/flash/firmware.ts";
import { readHex, writeHex } from "../../../firmware-gen/flash/memory.ts";
import { pushImage } from "../push.ts";
import { replaySamples } from "../replay.ts";
import { streamMotion } from "../stream.ts";
import { COMMANDS, sampleImage, sampleTake } from "../testing/sample-model.ts";
import { compareRuns, runOwn } from "../verify.ts";
import { openWearable, type Wearable, type WearableListener } from "../wearable.ts";
import { startEmulated } from "./emulated.ts";
import { describeEmulation } from "./facts.ts";
import type { EmulatedBoard, EmulatedOptions } from "./qemu.ts";

const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";
const folder = mkdtempSync(join(tmpdir(), "beckon-emulated-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const modelIdOf = (image: Uint8Array): string => Buffer.from(image.subarray(24, 32)).toString("hex");

interface Running {
  readonly board: EmulatedBoard;
  readonly wearable: Wearable;
  /** While true, nothing that the host sends reaches the board. */
  cut: boolean;
}

/** Runs `use` with a board and a session on it, and ends both whatever happens. */
async function withBoard(
  id: string,
  use: (running: Running) => Promise<void>,
  listener: WearableListener = {},
  options: EmulatedOptions = {},
): Promise<void> {
  const board = await startEmulated(id, options);
  const running: { board: EmulatedBoard; wearable: Wearable | undefined; cut: boolean } = {
    board,
    wearable: undefined,
    cut: false,
  };
  const pipe = {
    ...board.pipe,
    write: (bytes: Uint8Array): void => {
      if (!running.cut) board.pipe.write(bytes);
    },
  };
  try {
    running.wearable = await openWearable(board.pipe.name, async () => pipe, listener);
    await use(running as Running);
  } finally {
    await running.wearable?.close();
    await board.pipe.close();
  }
}

async function waitFor(what: string, condition: () => boolean, limitMs = 10_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    assert.ok(performance.now() < end, `${what} within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

for (const [id, signal] of [
  ["microbit-v1", "motion"],
  ["sim-m4", "sound"],
  ["sim-m4", "motion"],
] as const) {
  describe(`${id} in QEMU, ${signal}`, { skip: noQemu, timeout: 120_000 }, () => {
    it("answers HELLO without an image, takes one, and decides over recordings exactly as the app does", async () => {
      const image = await sampleImage(signal);
      const engine = await createEngine();
      await withBoard(id, async ({ wearable }) => {
        const session = wearable.session();
        assert.equal(session.info.board, id);
        const result = await pushImage(session, image);
        assert.equal(result.modelId, modelIdOf(image));
        for (const command of COMMANDS) {
          const samples = sampleTake(signal, command, 77);
          const onBoard = await replaySamples(session, samples);
          assert.equal(compareRuns(runOwn(engine, image, samples), onBoard), undefined);
          assert.deepEqual(
            onBoard.events.map((event) => [event.phase, event.command]),
            [["tap", command]],
          );
        }
      });
    });

    it("armed, makes events of what its sensor meets, and none of a replay", async () => {
      const image = await sampleImage(signal);
      const events: DeviceEvent[] = [];
      const run = async ({ board, wearable }: Running): Promise<void> => {
        const session = wearable.session();
        await pushImage(session, image);
        await replaySamples(session, sampleTake(signal, COMMANDS[0], 5));
        await session.arm(session.info.modelId);
        assert.equal(events.length, 0);
        for (const command of COMMANDS) {
          await board.feed(sampleTake(signal, command, 78));
          await waitFor(`an event for ${command}`, () => events.some((event) => event.command === command));
        }
        assert.deepEqual(
          events.map((event) => event.command),
          [...COMMANDS],
        );
      };
      await withBoard(id, run, { event: (event) => void events.push(event) });
    });
  });
}

for (const id of ["microbit-v1", "sim-m4"]) {
  describe(`${id} in QEMU, recording on its own sensor`, { skip: noQemu, timeout: 120_000 }, () => {
    it("sends every sample of its sensor, in order, until it is armed or told to end", async () => {
      const take = sampleTake("motion", COMMANDS[0], 79);
      assert.ok(take.signal === "motion");
      await withBoard(id, async ({ board, wearable }) => {
        const session = wearable.session();
        const felt: number[] = [];
        const end = await streamMotion(session, ({ milliG, rateHz, lost }) => {
          assert.deepEqual([rateHz, lost], [50, 0]);
          felt.push(...milliG);
        });
        await board.feed(take);
        const whole = 12 * Math.floor(take.milliG.length / 12);
        await waitFor("all samples", () => felt.length >= whole);
        assert.deepEqual(felt, [...take.milliG.subarray(0, whole)]);
        await end();
        await board.feed(take);
        assert.equal(felt.length, whole);

        await pushImage(session, await sampleImage("motion"));
        await streamMotion(session, ({ milliG }) => felt.push(...milliG));
        await session.arm(session.info.modelId);
        felt.length = 0;
        await board.feed(take);
        assert.equal(felt.length, 0);
      });
    });
  });
}

describe("an emulated board", { skip: noQemu, timeout: 120_000 }, () => {
  it("disarms itself when the host goes silent", async () => {
    const image = await sampleImage("motion");
    let armed = false;
    const run = async (running: Running): Promise<void> => {
      const session = running.wearable.session();
      await pushImage(session, image);
      await session.arm(session.info.modelId);
      await waitFor("armed", () => armed);
      running.cut = true; // the host is there, but nothing of it arrives
      await waitFor("the board's own word that it has disarmed", () => !armed, 3000);
      running.cut = false;
    };
    await withBoard("microbit-v1", run, {
      state: (state) => {
        if (state.kind === "ready") armed = state.armed;
      },
    });
  });

  it("has another link number after a reset, and still the pushed image", async () => {
    for (const id of ["microbit-v1", "sim-m4"]) {
      const image = await sampleImage("motion");
      await withBoard(id, async ({ board, wearable }) => {
        await pushImage(wearable.session(), image);
        const links = new Set([wearable.session().info.link]);
        for (let resets = 1; resets <= 3; resets++) {
          await board.reset();
          await waitFor("another link number", () => {
            const { state } = wearable;
            return state.kind === "ready" && !links.has(state.session.info.link);
          });
          links.add(wearable.session().info.link);
          assert.equal(wearable.session().info.modelId, modelIdOf(image));
          assert.equal(wearable.session().armed, false);
        }
      });
    }
  });

  it("keeps what was pushed in its flash file", async () => {
    const image = await sampleImage("motion");
    for (const id of ["microbit-v1", "sim-m4"]) {
      const flashFile = join(folder, `${id}.flash`);
      await withBoard(
        id,
        async ({ wearable }) => void (await pushImage(wearable.session(), image)),
        {},
        { flashFile },
      );
      await withBoard(
        id,
        async ({ wearable }) => assert.equal(wearable.session().info.modelId, modelIdOf(image)),
        {},
        { flashFile },
      );
    }
  });

  it("refuses a flash file of another board, by name", async () => {
    const flashFile = join(folder, "wrong.flash");
    writeFileSync(flashFile, new Uint8Array(100));
    await assert.rejects(
      () => startEmulated("microbit-v1", { flashFile }),
      (error) =>
        error instanceof BeckonError && error.fault.code === "flash-file" && error.fault.thing === flashFile,
    );
  });

  it("boots a HEX file made of base firmware and image, and answers with that model", async () => {
    const image = await sampleImage("motion");
    const hex = writeHex(
      mergeFirmware(
        describeEmulation("microbit-v1").baseFirmware(),
        image,
        boardById("microbit-v1"),
        "image",
      ),
    );
    await withBoard(
      "microbit-v1",
      async ({ wearable }) => assert.equal(wearable.session().info.modelId, modelIdOf(image)),
      {},
      { firmware: readHex(hex, "merged.hex") },
    );
  });

  it("that is killed ends its pipe", async () => {
    const board = await startEmulated("sim-m4");
    const ended = new Promise((resolve) => board.pipe.onClose(resolve));
    board.kill();
    assert.equal(((await ended) as { kind: string }).kind, "gone");
    await board.pipe.close();
  });

  it("ends with the program that started it, even if that is killed", async () => {
    const script = `const { startEmulated } = await import(${JSON.stringify(join(import.meta.dirname, "emulated.ts"))});
      const board = await startEmulated("sim-m4");
      console.log(board.pid);
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = Number(String(await new Promise((resolve) => child.stdout.once("data", resolve))));
    assert.ok(existsSync(`/proc/${pid}/cmdline`));
    child.kill("SIGKILL");
    await waitFor("QEMU gone", () => !existsSync(`/proc/${pid}/cmdline`));
  });

  it("that nobody knows is a usage error", () => {
    assert.throws(
      () => startEmulated("toaster"),
      (error) =>
        error instanceof BeckonError && error.fault.code === "board-not-emulated" && error.fault.exit === 2,
    );
  });
});
