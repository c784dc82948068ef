/**
 * The container of a backbone: a shared network that lies beside the images, so
 * that a personal image carries only the head. The format is in PROTOCOL.md 1.10.
 */
import { inputError } from "../../common/errors.ts";
import type { Signal } from "../../common/street.ts";
import type { Network } from "../network/network.ts";
import { ByteWriter } from "./bytes.ts";
import { idAt, sectionOf, writeContainer } from "./container.ts";
import { BACKBONE_MAGIC, FRAME, FRONT_END, HEADER, ID_BYTES } from "./format.ts";
import { writeNetwork } from "./network-section.ts";

/**
 * @param network without scores, for those are personal.
 * @returns a container of the `generic` family; the same network gives the same bytes.
 * @throws BeckonError `network-invalid`, or `backbone-scores` if the network scores classes itself.
 */
export function buildBackbone(signal: Signal, network: Network): Uint8Array {
  if (network.scores !== null) {
    const problem = "scores classes itself, which only a personal image may.";
    throw inputError("backbone-scores", "the backbone", problem, "Leave its scores out.");
  }
  const frame = FRAME[signal];
  const front = new ByteWriter().u8(FRONT_END[signal]).u8(frame.values).u16(frame.milliseconds).done();
  const written = writeNetwork(network);
  return writeContainer(BACKBONE_MAGIC, signal, 0, [
    ["FRNT", front],
    ["NETW", written.network],
    ["WGHT", written.weights],
  ]);
}

/** Id of a backbone, the same for every kernel family: 16 hexadecimal digits. */
export function backboneIdOf(backbone: Uint8Array): string {
  return idAt(backbone, HEADER.modelId);
}

/** Id of the backbone that an image runs over, or undefined where it needs none. Never throws. */
export function backboneNeededBy(image: Uint8Array): string | undefined {
  const section = sectionOf(image, "BACK");
  return section?.length === ID_BYTES ? idAt(section, 0) : undefined;
}
