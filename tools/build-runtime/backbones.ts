/** The shipped backbones: the weights in models/backbone in the container that boards and images know. */
import { buildBackbone } from "../../firmware-gen/image/backbone.ts";
import { BACKBONE_SIZES, loadBackbone } from "../../models/backbone/backbone.ts";
import type { Prebuilt } from "./all.ts";

export const prebuilts: readonly Prebuilt[] = BACKBONE_SIZES.map((size) => ({
  file: `backbones/${size}.bkb`,
  build: async () => buildBackbone("sound", loadBackbone(size).network),
}));
