/**
 * What a system must be able to do so that the actor can act on it. One file
 * or folder per system; {@link BACKENDS} in process.ts lists them.
 *
 * A back end puts down and lets go, nothing more: how long something may stay
 * down, and who must be alive for that, is decided in performer.ts, once for
 * all systems.
 */
import type { Input, MouseButton } from "../contract/key-codes.ts";

export interface Backend {
  /**
   * Lets go of what an actor before this one left down or changed (it was
   * killed, and its parent perhaps too), and of nothing else.
   *
   * @returns what was let go, for the journal.
   */
  recover(): readonly Input[];
  /** @returns false if the input was down already by another hand: then it is not ours to let go. */
  press(input: Input): boolean;
  release(input: Input): void;
  /** Pressed in order and let go in reverse; modifiers that are down already stay so. */
  tap(inputs: readonly Input[]): void;
  click(button: MouseButton, count: number): void;
  /** Pixels from where the pointer is. */
  move(right: number, down: number): void;
  moveTo(x: number, y: number): void;
  /** Notches; negative is left or up. */
  scroll(right: number, down: number): void;
  /**
   * Gives these characters, whatever the layout. May wait in between; stops
   * between two characters once `stopped()` is true.
   */
  text(text: string, stopped: () => boolean): Promise<void>;
  /** Puts back what was changed for texts, at once. */
  close(): void;
}
