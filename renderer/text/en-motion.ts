/** What is said otherwise where commands are movements; what is not here is said as for sound. */
import type { Who } from "./en.ts";

export const enMotion = {
  ability: {
    hand: "Move a hand",
    handHint: "Lift it, turn it, wave: whatever comes easily.",
    head: "Move your head",
    headHint: "Nod, tilt, turn: small movements are enough.",
    needs: "Needs a wearable with a movement sensor, such as a micro:bit. Plug one in first.",
  },
  wearable: {
    title: "What shall feel the movement?",
    lead: "A wearable is a small board with a movement sensor, worn where you move. This computer has none.",
    noSensor: "It has no movement sensor.",
  },
  words: {
    title: (who: Who) =>
      who.carer ? `Which movements shall ${who.name} make?` : "Which movements do you want to make?",
    lead: "Two to four are a good start. Choose ones that feel different from each other.",
    hand: ["lift", "turn", "wave", "knock", "push"],
    head: ["nod", "shake", "tilt left", "tilt right", "chin up"],
    ownHint: "A name for the movement",
  },
  record: {
    lead: (who: Who) =>
      who.carer
        ? `${who.name} moves when ready, and rests a moment before and after. Beckon finds the beginning and the end by itself.`
        : "Move when you are ready, and rest a moment before and after. Beckon finds the beginning and the end by itself.",
    choose: "Change the movements",
    phases: { listening: "Waiting for a movement …", hearing: "You are moving" },
    verdicts: {
      empty: "Hardly anything moved. I keep waiting.",
      tooQuiet: "Too small – move a little more. I keep waiting.",
      clipped: "Stronger than the sensor can show – move more gently. I keep waiting.",
      cutOff: "The beginning or the end was cut off – rest a moment around it. I keep waiting.",
      noisy: "There was no rest around it. Rest a moment before and after. I keep waiting.",
      tooLong: "That was too long – make it shorter. I keep waiting.",
      unlike: "That was unlike the others, so I left it out. I keep waiting.",
    },
    remarks: {
      empty: "nothing in it",
      tooQuiet: "small",
      clipped: "too strong",
      noisy: "no rest",
    },
  },
  everyday: {
    title: "Everyday movement",
    lead: (who: Who) =>
      who.carer
        ? `So that Beckon learns what is not a command: how ${who.name} moves on an ordinary day.`
        : "So that Beckon learns what is not a command: how you move on an ordinary day.",
    movement: "Ordinary movement",
    movementHint: (who: Who) =>
      who.carer
        ? `${who.name} eats, reads, scratches or is moved as usual. Only none of the commands.`
        : "Eat, read, scratch, be moved as usual. Only none of the commands.",
    skipTitle: "Go on without everyday movement?",
  },
  result: {
    heard: (heard: number, tested: number) => `It recognised ${heard} of ${tested}.`,
    wrongNone: "No everyday movement was recorded, so nobody can say how often it would act by mistake.",
    wrong: (wrong: number, length: string) =>
      wrong === 0
        ? `In ${length} of everyday movement it did not act by mistake.`
        : `In ${length} of everyday movement it acted by mistake ${wrong === 1 ? "once" : `${wrong} times`}.`,
    vague: (times: number) =>
      `That is too short to say more than: at most ${times} an hour. Record more everyday movement to know better.`,
    surer: "More everyday movement makes this figure surer.",
    advice: {
      tooAlike: "Too like another command. Choose a movement that feels more different.",
      soundsLikeTalk: "It is like ordinary movement. A larger or rarer movement would be safer.",
    },
  },
  tryOut: {
    lead: (who: Who) =>
      who.carer
        ? `${who.name} makes the movements in any order. Here you see what was recognised.`
        : "Make your movements in any order. Here you see what was recognised.",
    waiting: "Make a movement …",
    heard: (label: string) => `Recognised “${label}”.`,
    soFar: "Recognised so far",
    notWell: "If one is not recognised well, record more of it.",
  },
  soak: {
    lead: (who: Who) =>
      who.carer
        ? `The wearable feels ${who.name}'s ordinary hours, and Beckon does nothing. What it would have done by mistake is counted here.`
        : "The wearable feels your ordinary hours, and Beckon does nothing. What it would have done by mistake is counted here.",
    start: "Feel with the wearable",
    kept: "Go through the everyday recordings",
    stop: "Stop",
    states: {
      off: "Not feeling",
      listening: "Feeling. Nothing is done.",
      waiting: "Waiting for the wearable",
      held: "Resting while the wearable is used otherwise",
      reading: "Going through the recordings",
      elsewhere: "Beckon is busy with another person's daily life at the moment.",
    },
    progress: "Gone through",
    hoursTitle: "Felt so far",
    kinds: { quiet: "Rest", talk: "Talk", television: "Television", other: "Movement" },
    quietHint: "Rest sets nothing off, so it proves nothing and is left out. Beckon finds it out by itself.",
    counted: (length: string) => `${length} with movement`,
    nothingYet: (limit: string) => `Nothing was felt yet. The limit is ${limit} an hour.`,
    advice: { otherWord: "No step is sure enough. Choose a larger or rarer movement." },
    chooseWord: "Choose another movement",
    eventsHint:
      "Say of each whether it was meant. What was meant is not counted as wrong. A movement cannot be played again, so the time is all there is to go by.",
    noSound: "cannot be played",
  },
  wear: {
    title: "How it sits",
    lead: "Was it taken off, did it slip or turn? Make a few of your movements once, and Beckon allows for it.",
    start: "Check how it sits",
    again: "Check again",
    stop: "Stop the check",
    make: (label: string) => `Make “${label}” once.`,
    count: (number: number, of: number) => `Movement ${number} of ${of}`,
    notThat: "I could not go by that. Rest a moment, then make it once more.",
    verdicts: {
      "as-before": () => "It sits as it did when the movements were recorded.",
      turned: (degrees: number) =>
        `It sits turned by about ${degrees}° from how it sat while recording. Beckon allows for that from now on.`,
      unknown: () =>
        "Turned this way or that, these are not the movements that were recorded. Put it on where it sat while recording, and check again. Until then Beckon will miss much.",
    },
  },
  sensor: {
    uses: (name: string) => `Feeling with: ${name}`,
    lost: (count: number) =>
      count === 1 ? "One value was lost on the way." : `${count} values were lost on the way.`,
    states: {
      none: "The chosen wearable has no movement sensor.",
      connecting: "Connecting to the wearable …",
      silent: "The wearable is connected, but its sensor sends nothing.",
      lost: "The wearable is gone.",
    },
    remedies: {
      none: "Choose a wearable that has one.",
      silent: "Unplug it and plug it in again.",
      lost: "Check its cable. Beckon connects again by itself.",
    },
    choose: "Choose another wearable",
  },
};
