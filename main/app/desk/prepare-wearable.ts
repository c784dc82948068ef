/** A person's model and wearable, ready to be opened. */
import { MOTION_RATE_HZ, type Signal } from "../../../common/street.ts";
import { readImage } from "../../../firmware-gen/image/read.ts";
import type { Vault } from "../../vault/vault.ts";
import { parseDevice } from "../device.ts";
import type { Prepared } from "../listen.ts";
import { noModel } from "./transfer.ts";

interface Ready {
  readonly prepared: Prepared;
  readonly modelId: string;
  readonly signal: Signal;
}

/**
 * @param wearQ14 how it sits, where that is to be told.
 * @throws BeckonError `no-model`.
 */
export async function prepareWearable(
  vault: Vault,
  personId: string,
  dev: string,
  wearQ14?: Int16Array,
): Promise<Ready> {
  const bytes = await vault.image(personId);
  if (bytes === undefined) throw noModel();
  const image = readImage(bytes);
  const prepared: Prepared = {
    dev,
    address: parseDevice(dev),
    image: { path: "this model", bytes, image },
    rateHz: image.signal === "motion" ? MOTION_RATE_HZ : undefined,
    wearQ14,
    feed: async () => {},
  };
  return { prepared, modelId: image.modelId, signal: image.signal };
}
