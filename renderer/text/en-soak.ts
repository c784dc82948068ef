/** English words of listening to daily life before commands may do more than what is harmless. */
import type { Who } from "./en.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const enSoak = {
  title: "Prove it in daily life",
  lead: (who: Who) =>
    who.carer
      ? `Beckon listens to ${who.name}'s ordinary hours and does nothing. What it would have done by mistake is counted here.`
      : "Beckon listens to your ordinary hours and does nothing. What it would have done by mistake is counted here.",
  whatNow: "What is going on?",
  said: { talk: "Talk or phone calls", television: "Television or radio", other: "Anything else" },
  start: "Listen with the microphone",
  startHint:
    "It goes on while you do other things, until you stop it. After Beckon was closed, it goes on with the next start.",
  kept: "Listen to the everyday recordings",
  file: "Choose a sound file",
  fileHint:
    "WAV, FLAC or Opus, from a phone for example. A file that was stopped goes on where it was when you choose it again.",
  sending: "Taking the file over",
  stop: "Stop listening",
  states: {
    off: "Not listening",
    listening: "Listening. Nothing is done.",
    waiting: "Waiting for sound from the microphone",
    held: "Resting while something is recorded or commands are used",
    reading: "Listening to the recording",
    elsewhere: "Beckon listens for another person at the moment.",
  },
  soFar: (length: string) => `${length} of it so far`,
  progress: "Listened to",
  hoursTitle: "Listened so far",
  kinds: { quiet: "Quiet", talk: "Talk", television: "Television", other: "Other sounds" },
  quietHint: "Quiet sets nothing off, so it proves nothing and is left out. Beckon finds it out by itself.",
  counted: (length: string) => `${length} with something to hear`,
  otherMicrophone:
    "This is counted with this computer's microphone. It proves nothing for a wearable that has its own.",
  commandsTitle: "Command by command",
  standings: { proved: "proved", unproved: "not yet proved", over: "over its limit" },
  seen: (times: number, length: string) =>
    times === 0
      ? `No wrong activation in ${length}.`
      : `${plural(times, "wrong activation", "wrong activations")} in ${length}.`,
  most: (rate: string, limit: string) => `At most ${rate} an hour; the limit is ${limit}.`,
  overWhy: "That is over the limit, so it will not act.",
  nothingYet: (limit: string) => `Nothing was listened to yet. The limit is ${limit} an hour.`,
  byKind: (kind: string, times: number) => `${kind}: ${times}`,
  picture: (rate: string, most: string, limit: string) =>
    `Seen ${rate} an hour, at most ${most}, limit ${limit}.`,
  marks: { seen: "seen", most: "at most", limit: "limit" },
  sure: "How sure it must be",
  sureOf: (label: string) => `How sure “${label}” must be`,
  step: (number: number) => `${number} of 10`,
  learned: "as learned",
  less: (label: string) => `“${label}”: less sure`,
  more: (label: string) => `“${label}”: surer`,
  wouldBe: (times: number) =>
    `So it would have been ${times === 0 ? "none" : plural(times, "wrong activation", "wrong activations")}.`,
  use: "Use this",
  used: (label: string) => `“${label}” was changed.`,
  atMost: "“At most” is right in 95 of 100 cases. Proved means that even “at most” stays below the limit.",
  trade: "Surer means fewer wrong activations, but also that it misses you more often.",
  advice: {
    none: "It may do whatever you chose for it.",
    listen: (length: string) => `${length} more without a wrong activation, and it is proved.`,
    surer: (number: number) => `Make it surer, ${number} of 10: then it is proved.`,
    surerThen: (number: number, length: string) =>
      `Make it surer, ${number} of 10. Then ${length} more without a wrong activation, and it is proved.`,
    otherWord: "No step is sure enough. Choose a longer or rarer word.",
  },
  makeSurer: (number: number) => `Make it ${number} of 10`,
  chooseWord: "Choose another word",
  again: "The wearable does not have this change yet.",
  putOn: "Put it on the wearable",
  day: {
    title: "When it would have been wrong, over the day",
    hour: (hour: string, count: number) => `${hour}: ${count}`,
    picture: (hours: string) => `Wrong activations by hour. ${hours}.`,
  },
  eventsTitle: "What would have been done",
  eventsHint: "Listen to each and say whether it was meant. What was meant is not counted as wrong.",
  eventsNone: "Nothing so far.",
  play: (label: string) => `Listen: ${label}`,
  noSound: "no sound kept",
  fromFile: "from a file",
  me: "That was me",
  notMe: "That was not me",
  marked: { me: "meant, not counted", notMe: "wrong", none: "counted as wrong until you say otherwise" },
  all: (count: number) => `Show all ${count}`,
  newest: (count: number, shown: number) => `The newest ${shown} of ${count}.`,
};
