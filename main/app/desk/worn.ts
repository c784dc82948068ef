/** How each person's wearable sits, as the last check found; known until the program ends. */
import { clip16 } from "../../../models/features/lay.ts";
import { type Rotation, toQ14, turnVectors } from "../../../models/features/wear.ts";

export interface Worn {
  /** Undefined forgets it. */
  set(personId: string, dev: string, rotation: Rotation | undefined): void;
  of(personId: string, dev: string): Rotation | undefined;
  /** It is not known any more: another wearable, or one that cannot be told. */
  forget(personId: string): void;
  /** Told whom it was forgotten of. */
  forgotten(listener: (personId: string) => void): void;
  /** For the link; undefined where it sits as when the movements were recorded, or nobody has looked. */
  q14Of(personId: string, dev: string): Int16Array | undefined;
  /** What this wearable of the person feels, on the axes of their takes. @param milliG ax, ay, az in turn. */
  turned(personId: string, dev: string, milliG: Int16Array): Int16Array;
}

export function createWorn(): Worn {
  const listeners: ((personId: string) => void)[] = [];
  const known = new Map<string, { readonly dev: string; readonly rotation: Rotation }>();
  const of = (personId: string, dev: string): Rotation | undefined => {
    const one = known.get(personId);
    return one?.dev === dev ? one.rotation : undefined;
  };
  return {
    of,
    set(personId, dev, rotation) {
      if (rotation === undefined) known.delete(personId);
      else known.set(personId, { dev, rotation });
    },
    forget(personId) {
      known.delete(personId);
      for (const listener of listeners) listener(personId);
    },
    forgotten: (listener) => void listeners.push(listener),
    q14Of(personId, dev) {
      const rotation = of(personId, dev);
      return rotation && toQ14(rotation);
    },
    turned(personId, dev, milliG) {
      const rotation = of(personId, dev);
      return rotation === undefined ? milliG : Int16Array.from(turnVectors(milliG, rotation), clip16);
    },
  };
}
