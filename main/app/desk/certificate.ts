/**
 * The certificate of a model on a wearable: what the app's runtime, its float twin and the wearable hear
 * in the person's own takes. Made when a model is sent, kept as a receipt whether they agree or not.
 */
import { createHash } from "node:crypto";
import type { Samples, Take } from "../../../common/street.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import { isActivation } from "../../../models/features/replay.ts";
import { readImage } from "../../../firmware-gen/image/read.ts";
import { floatTwin } from "../../../models/evaluation/float-twin.ts";
import {
  type Certificate,
  certificate,
  type CertificateView,
  type CertifiedTake,
} from "../../contract/certificate-values.ts";
import type { Vault } from "../../vault/vault.ts";
import { type Difference, hearTraced } from "../../wearables/verify.ts";
import { createQuestions, type Questions } from "./feed.ts";
import type { People } from "./people.ts";

/** Receipts of a comparison: everything was equal, or it was not. */
export const VERIFIED = "verified";
export const DIFFERED = "differed";

export interface Compared {
  readonly wearable: string;
  readonly board: string;
  readonly image: Uint8Array;
  /** In the order of recording. */
  readonly takes: readonly Take[];
  readonly differences: readonly Difference[];
}

export function certify(engine: Engine, compared: Compared, at: number): Certificate {
  const { wearable, board, image, takes, differences } = compared;
  const { modelId, imageId } = readImage(image);
  const twin = floatTwin(image);
  const stages = new Map(differences.map(({ take, stage }) => [take, stage]));
  const numbers = new Map<string, number>();
  return {
    at,
    modelId,
    imageId,
    wearable,
    board,
    takes: takes.map(({ path, label, samples }): CertifiedTake => {
      const number = (numbers.get(label) ?? 0) + 1;
      numbers.set(label, number);
      const run = hearTraced(engine, image, samples);
      const app = run.takeEvents().find(isActivation)?.command ?? null;
      const float = twin?.(run.takeTrace()).find((one) => one.float !== null)?.float ?? null;
      return {
        label,
        number,
        hash: hashOf(samples),
        app,
        ...(twin !== null && { float }),
        differs: stages.get(path) ?? null,
      };
    }),
  };
}

function hashOf(samples: Samples): string {
  const values = samples.signal === "sound" ? samples.pcm : samples.milliG;
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeInt16LE(value, 2 * i));
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** Keeps it; only one without a difference lets the model be used. */
export async function keepCertificate(vault: Vault, personId: string, made: Certificate): Promise<void> {
  const equal = made.takes.every(({ differs }) => differs === null);
  const detail = { dev: made.wearable, takes: made.takes.length, certificate: made };
  await vault.addReceipt(personId, made.at, equal ? VERIFIED : DIFFERED, made.modelId, detail);
  await vault.changePerson(personId, { verified: equal ? made.modelId : null });
}

/** The newest of each person. */
export function createCertificates(
  vault: Vault,
  people: People,
  log: (error: unknown) => void,
): Questions<CertificateView> {
  async function ask(personId: string): Promise<CertificateView> {
    const { wearable, verified, model } = await people.whole(personId);
    const receipts = await Promise.all([VERIFIED, DIFFERED].map((kind) => vault.lastReceipt(personId, kind)));
    const newest = receipts.filter((one) => one !== undefined).sort((a, b) => b.at - a.at)[0];
    // A receipt from before certificates were made has none.
    const found = certificate.safeParse(newest?.detail.certificate).data ?? null;
    const holds =
      found !== null &&
      verified === found.modelId &&
      found.modelId === model?.view.modelId &&
      found.wearable === wearable;
    return { certificate: found, holds };
  }
  return createQuestions(ask, log, people.person);
}
