/**
 * The backbones that come with this Beckon, in prebuilt/backbones. An image names
 * one by its id, so a backbone that people's images name goes on being shipped.
 */
import { readdirSync, readFileSync } from "node:fs";
import { backboneIdOf, backboneNeededBy } from "./backbone.ts";

export interface ShippedBackbone {
  readonly name: string;
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** The whole container. */
  readonly bytes: Uint8Array;
}

const folder = new URL("../prebuilt/backbones/", import.meta.url);
const ENDING = ".bkb";
let known: readonly ShippedBackbone[] | undefined;

/** All of them, by name; read once. */
export function shippedBackbones(): readonly ShippedBackbone[] {
  known ??= readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort()
    .map((name) => {
      const bytes = new Uint8Array(readFileSync(new URL(`${name}${ENDING}`, folder)));
      return { name, id: backboneIdOf(bytes), bytes };
    });
  return known;
}

/** @throws RangeError if none has this name: a mistake of the caller. */
export function shippedBackbone(name: string): ShippedBackbone {
  const found = shippedBackbones().find((backbone) => backbone.name === name);
  if (found === undefined) throw new RangeError(`no backbone "${name}" is shipped`);
  return found;
}

/** The backbone that an image names; undefined where it names none, or none that is shipped. */
export function backboneFor(image: Uint8Array): ShippedBackbone | undefined {
  const id = backboneNeededBy(image);
  return id === undefined ? undefined : shippedBackbones().find((backbone) => backbone.id === id);
}

/** What a board with a place for a backbone is given: that of its image, or else the usual one. */
export function backboneBeside(image: Uint8Array | undefined): ShippedBackbone {
  return (image && backboneFor(image)) ?? shippedBackbone("full");
}
