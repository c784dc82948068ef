/**
 * English words for faults by their code. A code that is not here is shown in
 * the English words it came with.
 */
import { enCareFaults } from "./en-care-faults.ts";

export interface FaultWords {
  readonly problem: string;
  readonly remedy: string;
}

const faults = {
  unexpected: {
    problem: "Something went wrong that Beckon did not expect.",
    remedy: "Try again. What was saved is safe.",
  },
  "connection-lost": {
    problem: "The connection to Beckon was lost.",
    remedy: "Start Beckon again; this page connects by itself.",
  },
  "no-settings-page": {
    problem: "Beckon does not know where the sound settings of this computer are.",
    remedy: "Open them yourself, or ask a helper.",
  },
  "microphone-lost": {
    problem: "The microphone is gone. Everything was let go.",
    remedy: "Plug it in again, or choose another one.",
  },
  "vault-in-use": {
    problem: "Another Beckon is using the recordings.",
    remedy: "Close the other one first.",
  },
  "vault-damaged": {
    problem: "The recordings cannot be read.",
    remedy: "Put Beckon's folder back from a backup. Nothing was changed.",
  },
  "vault-unwritten": {
    problem: "Nothing can be saved.",
    remedy: "See that you may write to Beckon's folder, then try again.",
  },
  "vault-key-missing": { problem: "The recordings' key is gone.", remedy: "Put it back from a backup." },
  "held-motion": { problem: "A movement cannot be held.", remedy: "Choose a sound that lasts." },
  "key-ring-keeps": {
    problem: "This computer's key ring does not give up the key, so a passphrase would protect nothing.",
    remedy: "Unlock the key ring, then try again.",
  },
  "vault-key-broken": { problem: "The recordings' key is damaged.", remedy: "Put it back from a backup." },
  "vault-newer": {
    problem: "The recordings were made by a newer Beckon.",
    remedy: "Install that version again. Nothing was changed.",
  },
  "passphrase-wrong": { problem: "The passphrase is another one.", remedy: "Capital letters count too." },
  "recordings-locked": {
    problem: "The recordings cannot be opened.",
    remedy: "Give the passphrase under “Is all well?”, or unlock the key ring and start Beckon again.",
  },
  "label-taken": { problem: "There is a command of this name already.", remedy: "Choose another name." },
  "label-reserved": { problem: "This name is not possible.", remedy: "Choose another name." },
  "commands-many": {
    problem: "There are as many commands as Beckon can tell apart.",
    remedy: "Remove one that is not used.",
  },
  "modes-many": {
    problem: "There are as many lists of actions as one finds one's way in.",
    remedy: "Remove one that is not used.",
  },
  "mode-unknown": { problem: "This list of actions is no longer here.", remedy: "Choose another one." },
  "take-unknown": { problem: "This take is no longer here.", remedy: "Record it again." },
  "moment-gone": {
    problem: "The sound of this moment is not kept any more.",
    remedy: "Record a take of it instead.",
  },
  "model-worse": {
    problem: "It hears some of what was kept worse than what is in use.",
    remedy: "Keep the one in use, or say that you want this one all the same.",
  },
  "model-unknown": { problem: "This result is no longer here.", remedy: "Choose another one." },
  "no-model": { problem: "There is no model yet.", remedy: "Train first." },
  "no-takes": { problem: "There is no take of any command yet.", remedy: "Record some first." },
  "no-actions": {
    problem: "No command does anything yet.",
    remedy: "Choose what at least one of them does.",
  },
  "training-runs": { problem: "Beckon is learning already.", remedy: "Wait until it is done, or stop it." },
  "transfer-runs": { problem: "A model is being sent already.", remedy: "Wait until that is done." },
  "soak-runs": { problem: "Beckon is listening to daily life already.", remedy: "Stop that first." },
  "soak-heard": {
    problem: "This was listened to before. Nothing is counted twice.",
    remedy: "Choose another file, or record more everyday sound.",
  },
  "soak-sound-only": {
    problem: "This model feels movement, and a sound file holds none.",
    remedy: "Let the wearable feel daily life itself.",
  },
  "everyday-kind": {
    problem: "This recording does not go with what works best.",
    remedy: "Choose again what works best.",
  },
  "take-no-sound": {
    problem: "This take is a movement. There is nothing to hear.",
    remedy: "Look at its picture instead.",
  },
  "board-unknown": {
    problem: "This version of Beckon does not know this board.",
    remedy: "Use a newer version of Beckon.",
  },
  "no-sensor": {
    problem: "This computer has no movement sensor.",
    remedy: "Choose a wearable that has one.",
  },
  "device-no-wear": {
    problem: "This wearable cannot be told how it sits.",
    remedy: "Put Beckon's newest firmware on it, or wear it as when the movements were recorded.",
  },
  "no-movements": { problem: "There is no recorded movement yet.", remedy: "Record a movement first." },
  "device-no-stream": {
    problem: "This wearable does not send what its movement sensor feels.",
    remedy: "Put Beckon's newest firmware on it, or choose another wearable.",
  },
  "soak-file-broken": { problem: "The file did not come over whole.", remedy: "Choose it again." },
  "sound-unknown": {
    problem: "This is no sound file that Beckon knows.",
    remedy: "Choose a WAV, FLAC or Opus file.",
  },
  "sound-empty": { problem: "There is no sound in this file.", remedy: "Choose another file." },
  "sound-silent": { problem: "This file holds only silence.", remedy: "Choose another file." },
  "wav-truncated": {
    problem: "A part of this file is missing.",
    remedy: "Copy it again, or choose another.",
  },
  "wav-coding": {
    problem: "This kind of WAV file is not known.",
    remedy: "Save it as ordinary WAV, 16 bits, or as FLAC.",
  },
  "flac-damaged": { problem: "This file is damaged.", remedy: "Copy it again, or choose another." },
  "opus-damaged": { problem: "This file is damaged.", remedy: "Copy it again, or choose another." },
  "soak-event-unknown": { problem: "This moment is no longer kept.", remedy: "Choose another one." },
  "over-limit": {
    problem: "The commands acted by mistake too often in daily life, so none of them may act.",
    remedy: "Make them surer where you prove them, or choose other words.",
  },
  "not-proved": {
    problem: "The commands are not proved yet.",
    remedy: "Say that you understand it, or listen to more of daily life first.",
  },
  "verify-differs": {
    problem: "The wearable did not decide as it should.",
    remedy: "Send the model again. Do not use this wearable if it stays so.",
  },
  "wearable-lost": {
    problem: "The wearable was lost. Everything was let go.",
    remedy: "Plug it in again, then switch on again.",
  },
  contract: { problem: "This window and Beckon do not understand each other.", remedy: "Reload this page." },
  "disk-full": {
    problem: "There is no space left to save.",
    remedy: "Free some space, then try again. Nothing saved was lost.",
  },
  "person-unknown": {
    problem: "This person is no longer here.",
    remedy: "Go back to the people and choose again.",
  },
  "recording-unknown": { problem: "This recording is no longer here.", remedy: "Choose another one." },
  "command-unknown": { problem: "This command is no longer here.", remedy: "Choose another command." },
  "no-commands": { problem: "There are no commands with takes yet.", remedy: "Record some takes first." },
  "takes-missing": {
    problem: "A command has too few takes.",
    remedy: "Record more takes of it, then try again.",
  },
  "take-short": { problem: "A take is too short to learn from.", remedy: "Record it again." },
  "take-empty": { problem: "A take has nothing in it.", remedy: "Record it again." },
  "not-verified": {
    problem: "This model was not yet compared on the wearable.",
    remedy: "Send it to the wearable first.",
  },
  "port-vanished": { problem: "The wearable was unplugged.", remedy: "Plug it in again, then try again." },
  "port-busy": {
    problem: "Another program is using the wearable.",
    remedy: "Close that program, then try again.",
  },
  "port-permission": {
    problem: "Beckon may not use the wearable's port.",
    remedy:
      "Let an administrator allow it once, for Beckon's boards only. Until then this computer can listen in its place.",
  },
  "port-taken-by-braille": {
    problem: "The Braille display service took the wearable for a Braille display.",
    remedy:
      "Let an administrator keep the two apart, for this one board only, then plug it in again. The service stays as it is.",
  },
  "port-cable": {
    problem: "The cable or the socket of the wearable does not work well.",
    remedy: "Try another cable, then another socket.",
  },
  "port-absent": { problem: "The wearable is not plugged in.", remedy: "Plug it in, or choose another one." },
  "port-no-serial": { problem: "This is no wearable.", remedy: "Choose another one." },
  "port-failed": {
    problem: "The wearable's port does not open.",
    remedy: "Unplug it, plug it in again, and try again.",
  },
  "rule-refused": {
    problem: "It was not allowed. Nothing was changed.",
    remedy: "Try again with an administrator's password, or ask whoever looks after this computer.",
  },
  "rule-nobody": {
    problem: "This computer cannot ask for an administrator's password.",
    remedy: "Ask whoever looks after it to run “beckon doctor”, which says what to do.",
  },
  "device-away": {
    problem: "The wearable is not there at the moment.",
    remedy: "Check its cable and power. Beckon tries again by itself.",
  },
  "device-gone": { problem: "The wearable went away.", remedy: "Plug it in again, then try again." },
  "device-unknown": { problem: "Beckon does not know this wearable.", remedy: "Choose another one." },
  "hid-later": { problem: "This kind of wearable comes later.", remedy: "Choose another one." },
  "device-silent": {
    problem: "The wearable does not answer.",
    remedy: "Unplug it, plug it in again, and try again.",
  },
  "device-closed": { problem: "The wearable went away.", remedy: "Plug it in again, then try again." },
  "device-restarted": { problem: "The wearable started anew.", remedy: "Try again." },
  "device-protocol": {
    problem: "The wearable speaks another version.",
    remedy: "Put Beckon's newer firmware on it.",
  },
  "device-armed": { problem: "The wearable is live at the moment.", remedy: "Switch Beckon off first." },
  "device-busy": { problem: "The wearable is busy.", remedy: "Wait a moment, then try again." },
  "device-transfer-lost": {
    problem: "Sending was broken off.",
    remedy: "Send it again. The old model is still there.",
  },
  "device-no-image": {
    problem: "There is no model on the wearable.",
    remedy: "Send it to the wearable first.",
  },
  "device-other-model": {
    problem: "There is another model on the wearable.",
    remedy: "Send this one to the wearable.",
  },
  "device-other-backbone": {
    problem: "The wearable lacks a part that this model needs. The old model is still there.",
    remedy: "Put Beckon on the wearable again by its cable. Later you only need to send.",
  },
  "device-refused": { problem: "The wearable refused.", remedy: "Try again." },
  "device-flash": {
    problem: "The wearable could not save the model.",
    remedy: "Try again. The old model is still there.",
  },
  "device-sensors": {
    problem: "The wearable does not have the sensor this needs.",
    remedy: "Choose another wearable.",
  },
  "push-not-taken": {
    problem: "The wearable did not take the model. The old one is still there.",
    remedy: "Send it again.",
  },
  "replay-damaged": { problem: "Comparing was disturbed.", remedy: "Send it again." },
  "nothing-to-verify": { problem: "There is no take to compare with.", remedy: "Record some takes first." },
  "wrong-signal": {
    problem: "The takes and the model are not of one kind.",
    remedy: "Learn again, then send it.",
  },
  "work-memory": {
    problem: "There was not enough memory.",
    remedy: "Close other programs, then try again. All takes are kept.",
  },
  "work-ended": { problem: "The work ended by itself.", remedy: "Try again. All takes are kept." },
  "image-unbuildable": {
    problem: "No model could be made of these takes.",
    remedy: "Use fewer commands, or record them again.",
  },
  "network-invalid": {
    problem: "No model could be made of these takes.",
    remedy: "Record more takes, then learn again.",
  },
  "backbone-scores": {
    problem: "No model could be made of these takes.",
    remedy: "Record more takes, then learn again.",
  },
  "tfjs-backend": {
    problem: "A part of Beckon that is needed for learning does not run here.",
    remedy: "Install Beckon again. All takes are kept.",
  },
  "mixed-signals": {
    problem: "Sounds and movements cannot be learned together.",
    remedy: "Remove the takes of one kind.",
  },
  "unknown-command": { problem: "This command is no longer here.", remedy: "Choose another command." },
  "actor-twice": {
    problem: "Another Beckon presses keys already.",
    remedy: "Close the other one first.",
  },
  "keyboard-in-use": {
    problem: "Keys of the keyboard are held down, so nothing was pressed.",
    remedy: "Let go of the keyboard, then say it again.",
  },
  "pointer-outside": { problem: "This place is not on the screen.", remedy: "Choose another action." },
  "text-no-spare-key": {
    problem: "This keyboard has no place for so many other letters.",
    remedy: "Choose a shorter text.",
  },
  "display-missing": {
    problem: "There is no screen to act on.",
    remedy: "Start Beckon inside your desktop session.",
  },
  "x11-library-missing": {
    problem: "A part of the system that is needed to press keys is missing.",
    remedy: "Ask whoever looks after this computer to run “beckon doctor”.",
  },
  "xkb-missing": {
    problem: "A part of the system that is needed to type text is missing.",
    remedy: "Ask whoever looks after this computer to run “beckon doctor”.",
  },
  "journal-unwritten": {
    problem: "What is done cannot be written down.",
    remedy: "See that you may write to Beckon's folder and that there is space, then try again.",
  },
  "profile-wrong": { problem: "The actions cannot be read.", remedy: "Choose them again." },
  "profile-too-long": { problem: "There are too many actions.", remedy: "Choose fewer." },
  "push-damaged": { problem: "The model arrived damaged.", remedy: "Send it again." },
  "image-board": {
    problem: "The model does not fit on this wearable.",
    remedy: "Use fewer commands or shorter takes, or choose another wearable.",
  },
  "image-too-large": {
    problem: "The model is too big for this wearable.",
    remedy: "Use fewer commands, or choose another wearable.",
  },
  "image-needs-memory": {
    problem: "The model needs more memory than this wearable has.",
    remedy: "Use fewer commands, or choose another wearable.",
  },
  "image-wrong-signal": {
    problem: "The wearable has no microphone for this model.",
    remedy: "Choose another wearable.",
  },
  "image-backbone": {
    problem: "This model needs a part that did not come with this Beckon.",
    remedy: "Train again, or update Beckon.",
  },
  "image-refused": { problem: "The wearable refused the model.", remedy: "Train again, then send it." },
  "display-unreachable": {
    problem: "The screen cannot be reached.",
    remedy: "Start Beckon inside your desktop session.",
  },
  "xtest-missing": {
    problem: "This screen does not accept keys from programs.",
    remedy: "Ask whoever looks after this computer.",
  },
  "actor-ended": {
    problem: "The part that presses keys has ended. Everything was let go.",
    remedy: "Switch on again.",
  },
  ...enCareFaults,
  "key-not-there": { problem: "This keyboard has no such key.", remedy: "Choose another action." },
};

/** By code; typed by its keys, so that every language has them all. */
export const enFaults: { readonly [Code in keyof typeof faults]: FaultWords } = faults;
export type KnownFault = keyof typeof faults;
