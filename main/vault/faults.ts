/** What can go wrong with the vault, in plain words. */
import { BeckonError, inputError, machineError } from "../../common/errors.ts";

export function personUnknown(): BeckonError {
  return inputError(
    "person-unknown",
    "this person",
    "is not in the vault any more.",
    "Choose another person.",
  );
}

export function recordingsLocked(): BeckonError {
  const problem = "are locked: their passphrase was not given, or the system's key ring does not answer.";
  return machineError(
    "recordings-locked",
    "the recordings",
    problem,
    "Give the passphrase under “Is all well?”, or unlock the key ring and start Beckon again. Commands work meanwhile.",
  );
}

/** An error of SQLite or of the disk as a BeckonError; others pass through. */
export function explainVaultError(error: unknown, thing: string): unknown {
  const code = error instanceof BeckonError ? undefined : (error as { code?: string }).code;
  // Extended codes say more than a person can use ("SQLITE_IOERR_WRITE"), but for constraints.
  switch (code?.startsWith("SQLITE_CONSTRAINT") ? code : code?.split("_").slice(0, 2).join("_")) {
    case "SQLITE_FULL":
    case "ENOSPC":
      return machineError(
        "disk-full",
        thing,
        "The disk is full; nothing more was saved.",
        "Make room on it, then do this again.",
      );
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return machineError("vault-in-use", thing, "Another Beckon is using it.", "Close the other one first.");
    case "SQLITE_NOTADB":
    case "SQLITE_CORRUPT": {
      const problem = "It is damaged, or its key is another one.";
      return machineError(
        "vault-damaged",
        thing,
        problem,
        "Put the folder back from a backup; nothing was changed.",
      );
    }
    case "SQLITE_READONLY":
    case "SQLITE_CANTOPEN":
    case "SQLITE_IOERR":
    case "EACCES":
    case "EROFS":
      return machineError(
        "vault-unwritten",
        thing,
        `It cannot be read or written (${code}).`,
        "See that you may write to this folder.",
      );
    case "SQLITE_CONSTRAINT_UNIQUE":
      return inputError("label-taken", "this command", "is there already.", "Choose another name.");
    case "SQLITE_CONSTRAINT_FOREIGNKEY":
      return personUnknown();
    default:
      return error;
  }
}

export function backupDamaged(): BeckonError {
  const problem = "is damaged, or a part of it is missing. Nothing was added.";
  return inputError("backup-damaged", "This backup", problem, "Copy it again, or choose another one.");
}

/** An error of a file outside the vault as a BeckonError; others pass through. */
export function explainFileError(error: unknown, path: string): unknown {
  const code = error instanceof BeckonError ? undefined : (error as { code?: unknown }).code;
  if (code === "ENOSPC" || code === "EDQUOT") return explainVaultError({ code: "ENOSPC" }, path);
  if (typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) return error;
  const problem = `It cannot be read or written (${code}).`;
  return machineError("backup-unwritten", path, problem, "See that the drive is plugged in and not locked.");
}
