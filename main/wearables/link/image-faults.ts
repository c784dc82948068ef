/** Why the runtime refuses an image, in words; the numbers are bk_status of beckon.h. */
const words = [
  "nothing is wrong with it",
  "it is shorter than it says",
  "it is not a Beckon image",
  "it was made for a newer version",
  "it was made for another board",
  "its bytes changed since it was made",
  "a section is missing, unknown or out of bounds",
  "it needs a front end that the board does not have",
  "its network is damaged, or uses an operator the board does not have",
  "its head is damaged",
  "its decision settings are out of range",
  "the board's memory does not suffice",
  "the shared network that it runs over is not there",
] as const;

/** @param status bk_status of beckon.h; others are told by their number. */
export function imageFaultWords(status: number): string {
  return words[status] ?? `reason ${status}`;
}
