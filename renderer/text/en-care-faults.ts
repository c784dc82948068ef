/** English words for faults of looking after somebody: the PIN and backups. */
export const enCareFaults = {
  "person-locked": {
    problem: "This person is locked.",
    remedy: "Enter the PIN, then do it again.",
  },
  "pin-wrong": {
    problem: "This is another PIN.",
    remedy: "Try again.",
  },
  "pin-wait": {
    problem: "The PIN was wrong several times.",
    remedy: "Wait a moment, then try again.",
  },
  "backup-runs": {
    problem: "A person is being saved, brought back or copied already.",
    remedy: "Wait for its end, or stop it.",
  },
  "backup-gone": {
    problem: "This file or drive is not there any more.",
    remedy: "Plug the drive in, or choose another one.",
  },
  "backup-foreign": {
    problem: "This file is no backup that Beckon made.",
    remedy: "Choose a file whose name ends in .beckon.",
  },
  "backup-newer": {
    problem: "This backup was made by a newer Beckon.",
    remedy: "Install that version, then bring it back.",
  },
  "backup-passphrase": {
    problem: "The passphrase is another one.",
    remedy: "Type it again. Capital and small letters count.",
  },
  "backup-damaged": {
    problem: "This backup is damaged, or a part of it is missing. Nothing was added.",
    remedy: "Copy it again, or choose another one.",
  },
  "backup-changed": {
    problem: "The recordings changed meanwhile.",
    remedy: "Do it once more, without recording at the same time.",
  },
  "backup-unwritten": {
    problem: "The file cannot be written or read.",
    remedy: "See that the drive is plugged in and not locked, then try again.",
  },
};
