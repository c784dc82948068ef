/** The steps of compression that are compared, alone and together. */
import type { Recipe } from "./recipe.ts";

/** Of a network of the person's own. The first is what a personal model gets. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  "int8, min-max": {},
  "int8, percentile": { ranges: "percentile" },
  "int8, least squares": { ranges: "mse" },
  "trained on, nothing else": { longer: true },
  "trained on with int8 rounding": { aware: true },
  "taught by one of twice the width": { distil: true },
  "half of the weights 0": { prune: 0.5 },
  "80 % of the weights 0": { prune: 0.8 },
  "12 of 16 channels": { channels: 12 },
  "8 of 16 channels": { channels: 8 },
  "16 weights a layer": { cluster: 16 },
  "taught, 8 channels, int8 rounding": { distil: true, channels: 8, aware: true },
  "taught, 8 channels, half 0, 16 weights": { distil: true, channels: 8, prune: 0.5, cluster: 16 },
};

/** What a finished int8 network can still be given: of the shipped backbone no other is at hand. */
export interface Squeeze {
  readonly prune?: number;
  readonly cluster?: number;
}

export const SQUEEZES: Readonly<Record<string, Squeeze>> = {
  "as shipped": {},
  "30 % of the weights 0": { prune: 0.3 },
  "half of the weights 0": { prune: 0.5 },
  "70 % of the weights 0": { prune: 0.7 },
  "64 weights a layer": { cluster: 64 },
  "16 weights a layer": { cluster: 16 },
  "30 % 0, 64 weights": { prune: 0.3, cluster: 64 },
};
