/** English words of the advice on commands: what is told, and what can be done about it. */
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const enAdvice = {
  title: "What Beckon noticed",
  lead: "This is advice. You may keep everything as it is.",
  alike: (a: string, b: string) => `“${a}” and “${b}” sound alike`,
  alikeWhy: (nearer: number, of: number) =>
    nearer === 0
      ? "Their takes are nearly as near to each other as to their own. Beckon may take one for the other."
      : `${nearer} of ${plural(of, "take is", "takes are")} nearer to the other one. Beckon may take one for the other.`,
  unsteady: (label: string) => `“${label}” sounds different each time`,
  unsteadyWhy: (times: string) =>
    `Its takes differ ${times} times as much as those of the other commands. Beckon may miss it.`,
  badTake: (label: string) => `A take of “${label}” may be bad`,
  badWhy: {
    empty: "Nothing stands out in it.",
    tooQuiet: "It is very quiet.",
    clipped: "It is too loud and cut at the top.",
    cutOff: "Its beginning or end seems to be cut off.",
    noisy: "There is much noise around it.",
    tooLong: "It is far too long for a command.",
    click: "There is a click in it, perhaps of a button.",
    unlike: "It is unlike the other takes.",
    otherWord: "It sounds like another command.",
  },
  otherWord: (other: string) => `It sounds like “${other}”.`,
  recording: (takes: number, of: number) => `${takes} of ${plural(of, "take", "takes")} have the same fault`,
  recordingWhy: {
    empty: "Nothing stands out in them. Check the microphone.",
    tooQuiet: "They are very quiet. Come nearer to the microphone, or turn it up.",
    clipped: "They are too loud and cut at the top. Go a little away, or turn the microphone down.",
    cutOff: "Their beginning or end is cut off. Leave a short pause around each.",
    noisy: "There is much noise around them. Try it where it is quieter.",
    tooLong: "They are far too long. Stop when the command is over.",
    click: "There is a click in them, perhaps of a button. Wait a moment after pressing it.",
    unlike: "They are unlike the others.",
    otherWord: "They sound like other commands.",
  },
  likeTalk: (label: string) => `Ordinary talk sounds like “${label}”`,
  likeTalkWhy: (pieces: number, minutes: string) =>
    `In ${minutes} ${minutes === "1" ? "minute" : "minutes"} of ordinary talk ${pieces === 1 ? "one piece" : `${pieces} pieces`} came as near as the takes themselves. It may act when nobody meant it. A longer or rarer word is safer.`,
  play: (label: string) => `Play “${label}”`,
  playTake: (number: number) => `Play take ${number}`,
  playTalk: (number: number) => `Play talk ${number}`,
  merge: "Make them one command",
  mergeTitle: "Make them one command?",
  mergeText: (a: string, b: string) =>
    `All takes of “${a}” and “${b}” then belong to one command, and either word sets it off. What shall it be called? The other name and what it did will go.`,
  mergeAs: (label: string) => `Call it “${label}”`,
  replace: (label: string) => `Replace “${label}”`,
  replaceTitle: (label: string) => `Replace “${label}”`,
  replaceText: (takes: number) =>
    `Its ${plural(takes, "take", "takes")} will be deleted, and you record new ones. Keep the word, or write another one.`,
  word: "Word or sound",
  replaceYes: "Delete and record again",
  removeTake: "Remove this take",
  keep: "Keep as it is",
  kept: (title: string) => `Kept as it is: ${title}.`,
  merged: (label: string) => `Both are “${label}” now.`,
  takeRemoved: "The take was removed.",
  showKept: (count: number) => `Show what you kept as it is (${count})`,
  hideKept: "Hide what you kept as it is",
  again: "Tell me about it again",
};
