/** English words of trying, sending and going live. */
import type { Who } from "./en.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const enLive = {
  indicator: {
    label: "State of Beckon",
    off: "Off",
    trying: "Listening, does nothing",
    armed: "Listening",
    paused: "Paused",
    stopped: "Stopped",
    lost: "Wearable lost",
    unknown: "No connection",
    lastHeard: (label: string) => `heard “${label}”`,
    changed: (state: string) => `Beckon: ${state}.`,
  },
  tryOut: {
    title: "Try it: nothing is done yet",
    lead: (who: Who) =>
      who.carer
        ? `${who.name} says the commands in any order. Here you see what was heard.`
        : "Say your commands in any order. Here you see what was heard.",
    start: "Start trying",
    stop: "Stop trying",
    waiting: "Say a command …",
    heard: (label: string) => `Heard “${label}”.`,
    soFar: "Heard so far",
    times: (count: number) => plural(count, "time", "times"),
    notYet: "not yet",
    notWell: "If one is not heard well, record more of it.",
    more: "Record more",
  },
  send: {
    title: "Put it on the wearable",
    lead: (name: string) =>
      `The model goes to “${name}”. Then the takes are played there, to compare every decision.`,
    start: "Send and compare",
    again: "Send again",
    sending: "Sending …",
    verifying: "Comparing …",
    progress: "Progress",
    compared: (count: number) => `Compared ${plural(count, "take", "takes")}: all the same.`,
    differ: (equal: number, count: number) =>
      `Compared ${plural(count, "take", "takes")}: ${equal} the same, ${count - equal} not.`,
    differRemedy: "Send it again. If it stays so, train again; Beckon does not go live with this.",
    verified: "This model is on the wearable and was compared.",
  },
  live: {
    title: "Go live",
    lead: "From now on commands become keys. You can pause or switch off at any time.",
    unproved: "Not yet proved",
    unprovedText:
      "Nobody knows yet how often it acts by mistake over hours. Until then only harmless actions are done, such as scrolling, next and play.",
    will: "What will be done",
    held: "held back until proved",
    harmless: "harmless, will be done",
    notSet: "does nothing",
    consent: "I understand that it is not yet proved, and that it may act by mistake.",
    arm: "Go live",
    noneHarmless: "None of the chosen actions is harmless, so nothing would be done today.",
    changeActions: "Change the actions",
    running: "Beckon is live",
    paused: "Beckon is paused",
    off: "Beckon is off",
    lost: "The wearable is lost",
    stopped: "Beckon has stopped",
    pausedText: "Nothing is done until you go on.",
    lostText: "Nothing is held down. When it is back, you switch Beckon on again.",
    stoppedText: "Nothing is held down. Switch it on again when you are ready.",
    unknown: "No connection to Beckon",
    unknownText: "This page cannot see what Beckon does. It shows it again once it is connected.",
    pause: "Pause",
    resume: "Go on",
    turnOff: "Switch off",
    turnOn: "Switch on again",
    lastHeard: "Last heard",
    lastDone: "Last done",
    nothingYet: "nothing yet",
    holding: (labels: string) => `Held down: ${labels}`,
    journal: "What happened",
    journalEmpty: "Nothing has happened yet.",
    outcomes: {
      done: "done",
      heard: "heard, nothing was to be done",
      heldBack: "held back: not yet proved",
      notMapped: "no action chosen",
      failed: "failed",
    },
    actorJournal: "There is no screen to act on here: actions are only written down.",
    wayland: "On this kind of desktop (Wayland) Beckon reaches only some programs.",
  },
};
