/** English words of help: what each screen is for, what to do if it does not work, and what holds everywhere. */
import type { HelpedScreen } from "../parts/place.ts";
import { enCare } from "./en-care.ts";
import { enLive } from "./en-live.ts";
import { enSoak } from "./en-soak.ts";

const here: Record<HelpedScreen, readonly [what: string, otherwise: string]> = {
  people: [
    "Choose who uses Beckon now, or add someone new.",
    "If a passphrase is asked for, it opens the recordings. Commands work without it.",
  ],
  new: [
    "Say whether this is for you or for someone you help. The name can stay empty.",
    `If the name is wrong, change it later under “${enCare.open}”.`,
  ],
  restore: [
    "Bring a person back from a backup. Nobody who is here is changed.",
    `If your backup is not shown, plug in the stick it lies on, or press “${enCare.restore.other}”.`,
  ],
  learn: [
    "Here Beckon learns from what you told it in daily life. You can compare old and new.",
    "If the new one is worse, keep the old one. Earlier results can be brought back here.",
  ],
  care: [
    "Everything for whoever helps: backup, card, PIN, certificate.",
    `If something does not go as it should, begin with “${enCare.cards.health}”.`,
  ],
  backup: [
    "Everything of this person goes into one sealed file.",
    "If there is too little room, choose another place. A stick appears by itself when it is plugged in.",
  ],
  lock: [
    "With a PIN nothing is changed by accident. Using the commands never needs the PIN.",
    `If nobody knows the PIN any more, press “${enCare.lock.forgot}” and wait 10 minutes.`,
  ],
  card: [
    "A card with all commands, to print and hang up.",
    "If there is no printer, save it as a PDF. If a command does nothing yet, choose its action first.",
  ],
  health: [
    "Power, connection, last check and storage at one glance.",
    "If the connection is weak, try another cable or another port.",
  ],
  certificate: [
    "It says whether the wearable decides as this computer does.",
    "If something differs, put the results on the wearable again. If it stays so, use another wearable.",
  ],
  ability: [
    "Choose what comes out alike each time, with the least effort.",
    "If a movement cannot be chosen, plug in a wearable that feels movement.",
  ],
  wearable: [
    "Choose what listens: this computer, or a wearable.",
    "If a board is not shown, unplug it and plug it in again. If Beckon may not use it yet, allow it here.",
  ],
  record: [
    "Choose your commands, then record each of them a few times.",
    "If nothing reaches Beckon, this screen says what is missing. A take that went wrong can be removed.",
  ],
  everyday: [
    "Beckon learns here what is not a command.",
    "If you cannot do it now, skip it. Then Beckon acts by mistake more easily.",
  ],
  train: [
    "Beckon learns from your takes, all on this computer.",
    "If it takes too long, you can stop it. The takes are kept, and you can start again.",
  ],
  result: [
    "How well each command was heard, weakest first.",
    "If a command is weak, record more of it, or choose another one.",
  ],
  try: [
    "Give your commands and see what was heard. Nothing is done.",
    `If one is not heard well, press “${enLive.tryOut.more}”.`,
  ],
  actions: [
    "Choose what each command does.",
    `If an action is held back later, it must be proved first: “${enSoak.title}”.`,
  ],
  send: [
    "What was learned goes to the wearable, and every decision is compared.",
    "If it does not get there, look at the cable and send it again.",
  ],
  soak: [
    "Beckon listens to ordinary hours, does nothing, and counts what would have been wrong.",
    "If a command is wrong too often, make it surer, or choose another one.",
  ],
  live: [
    "From here on commands become keys.",
    `If it acts by mistake, press “${enLive.live.pause}”. If it does not hear a command well, record more of it.`,
  ],
};

export const enHelp = {
  title: "Help",
  hereTitle: "This screen",
  here,
  everywhere: "Everywhere in Beckon",
  stop: {
    title: "Stop everything at once",
    texts: [
      `At the top of every screen stands what Beckon does now. As long as commands are heard, “${enLive.live.turnOff}” is beside it.`,
      enCare.card.stopElse,
    ],
  },
  keyboard: {
    title: "By keyboard alone",
    texts: [
      "Tab goes on to the next button, Shift and Tab go back. Space or Enter presses.",
      "Arrow keys move a slider, and the page. Escape closes a window like this one.",
      "While scanning is on, Space and Enter are the switch.",
    ],
  },
  scanning: {
    title: "By one switch",
    texts: [
      "Press Space on the first screen. A frame then goes from button to button; Space or Enter chooses the framed one.",
      "On a full screen the frame is dashed and goes around several buttons first. Choose them, then one of them.",
    ],
    speed: (settings: string, rate: string) =>
      `Its speed is in “${settings}”, at “${rate}”. There you also choose that a press moves on and waiting chooses, that a sound is the press, or that scanning is off.`,
  },
  data: {
    title: "Where your data are",
    texts: [
      "Everything is in Beckon's own folder on this computer; on Linux usually .local/share/beckon among your files. The recordings are sealed.",
      "Nothing is sent over the internet. Only what was learned goes onto your wearable, and a backup goes where you put it.",
    ],
    who: `Who can open the recordings: “${enCare.open}”, then “${enCare.cards.health}”.`,
  },
};
