/**
 * Called while a long piece of work goes on.
 *
 * @param name the piece, in the person's words: `"Training"`.
 * @param done steps done, 0..of. `done === of` is said once, at the end.
 * @param of steps in all.
 */
export type Progress = (name: string, done: number, of: number) => void;
