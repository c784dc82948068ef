/** Puts the model on the person's wearable, and proves that it decides there as here. */
import { inputError, machineError } from "../../../common/errors.ts";
import type { Take } from "../../../common/street.ts";
import { boards } from "../../../firmware-gen/boards/boards.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import { mustFit } from "../../../firmware-gen/image/fits.ts";
import { type ImageDescription, readImage } from "../../../firmware-gen/image/read.ts";
import type { TransferView } from "../../contract/values.ts";
import type { Vault } from "../../vault/vault.ts";
import { pushImage } from "../../wearables/push.ts";
import { verifyTakes } from "../../wearables/verify.ts";
import { openDevice, parseDevice } from "../device.ts";
import { withQuietAfter } from "../recording.ts";
import { certify, type Compared, keepCertificate } from "./certificate.ts";
import { faultView } from "./faults.ts";
import { createValue, type Feed } from "./feed.ts";
import type { People } from "./people.ts";
import type { Sensing } from "./sensing.ts";
import { samplesOf } from "./signals.ts";

export interface Transfer {
  readonly view: Feed<TransferView>;
  /** Answers as soon as it runs. @throws BeckonError `transfer-runs`, `no-model`. */
  send(personId: string): Promise<void>;
  close(): Promise<void>;
}

const IDLE: TransferView = { state: "idle", progress: 0, compared: 0, equal: 0, fault: null };

export function noModel(): Error {
  return inputError("no-model", "this person", "has no model yet.", "Train one first.");
}

export function createTransfer(
  engine: Engine,
  vault: Vault,
  people: People,
  sensing: Sensing,
  log: (error: unknown) => void,
): Transfer {
  const view = createValue<TransferView>(IDLE);
  let running: Promise<void> | undefined;
  const stop = new AbortController();

  async function work(personId: string, dev: string, image: Uint8Array): Promise<void> {
    const description = readImage(image);
    const takes = (await vault.takesOf(personId)).map(({ id, label, signal, pcm }): Take => {
      const samples = withQuietAfter(samplesOf(signal, pcm));
      return { path: id, person: personId, label, session: 1, source: "Beckon", samples, warnings: [] };
    });
    const compared = await compareThere(dev, image, description, takes);
    const { differences } = compared;
    view.change({ compared: takes.length, equal: takes.length - differences.length });
    await keepCertificate(vault, personId, certify(engine, compared, Date.now()));
    people.changed(personId);
    if (differences.length > 0) {
      const problem = `decides ${differences.length} of ${takes.length} takes otherwise than Beckon.`;
      throw machineError(
        "verify-differs",
        dev,
        problem,
        "Send the model again; do not use this wearable if it stays so.",
      );
    }
    view.change({ state: "done", progress: 1 });
  }

  /** Sends the model and replays the takes there. The cable is free when this resolves: what follows keeps no wearable waiting. */
  async function compareThere(
    dev: string,
    image: Uint8Array,
    description: ImageDescription,
    takes: readonly Take[],
  ): Promise<Compared> {
    await sensing.release();
    const device = await openDevice(parseDevice(dev));
    try {
      const session = device.wearable.session();
      const board = boards.find(({ id }) => id === session.info.board);
      if (board !== undefined) mustFit(description, board, "this model");
      await pushImage(session, image, {
        progress: ({ bytes, total }) => view.change({ progress: bytes / total }),
        signal: stop.signal,
      });
      view.change({ state: "verifying", progress: 0 });
      const { differences } = await verifyTakes(session, engine, image, takes, {
        progress: (done, total) => view.change({ progress: done / total, compared: done }),
        signal: stop.signal,
      });
      return { wearable: dev, board: session.info.board, image, takes, differences };
    } finally {
      await device.close();
    }
  }

  return {
    view,
    async send(personId) {
      if (running !== undefined) {
        throw inputError("transfer-runs", "Sending", "A model is being sent already.", "Wait for its end.");
      }
      const { wearable } = await people.whole(personId);
      const image = await vault.image(personId);
      if (image === undefined) throw noModel();
      view.set({ ...IDLE, state: "sending" });
      running = work(personId, wearable, image)
        .catch((error: unknown) => {
          const fault = faultView(error);
          if (fault.code === "unexpected") log(error);
          view.change({ state: "failed", fault });
        })
        .finally(() => {
          running = undefined;
        });
    },
    async close() {
      stop.abort(new Error("closed"));
      await running;
    },
  };
}
