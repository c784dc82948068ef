/**
 * The vault's two keys.
 *
 * The device key opens the database: models, profiles, journal, whatever is
 * needed to control the computer. It lies in a file that only this account may
 * read, for nobody must type a passphrase to get their only input back.
 *
 * The master key wraps each person's data key, which seals takes and everyday
 * sound. It lies in the system's key ring; where there is none (no desktop
 * session), in a second file, and then whoever reads this account's files
 * reads the recordings too, unless the person chose a passphrase, which seals
 * that file. `masterIn` says which it is.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Entry } from "@napi-rs/keyring";
import { machineError } from "../../common/errors.ts";
import { isUnderPassphrase, unwrapKey, wrapKey } from "./passphrase.ts";
import { KEY_BYTES } from "./seal.ts";

export interface VaultKeys {
  readonly device: Buffer;
  /** Undefined until the passphrase is given, and while the key ring that has it is locked or away: control works, recordings stay sealed. */
  readonly master: Buffer | undefined;
  readonly masterIn: MasterIn;
}

export type MasterIn = "keyRing" | "file" | "passphrase";

const DEVICE_FILE = "device.key";
const MASTER_FILE = "takes.key";
const SERVICE = "Beckon";

/**
 * Reads both keys; makes them where the vault is new.
 *
 * @param isNew is there no database yet? Only then a key may be made: a new key cannot open an old vault.
 * @param useKeyRing false keeps the master key in a file.
 * @throws BeckonError `vault-key-missing`, `vault-key-broken`.
 */
export function readKeys(folder: string, isNew: boolean, useKeyRing: boolean): VaultKeys {
  const device =
    readKeyFile(join(folder, DEVICE_FILE)) ?? (isNew ? makeKeyFile(join(folder, DEVICE_FILE)) : undefined);
  if (device === undefined) {
    const remedy = "Put the file back from a backup. Without it the vault cannot be opened.";
    throw machineError("vault-key-missing", join(folder, DEVICE_FILE), "This key file is gone.", remedy);
  }
  const masterFile = join(folder, MASTER_FILE);
  if (sealedMaster(folder) !== undefined) return { device, master: undefined, masterIn: "passphrase" };
  const inFile = readKeyFile(masterFile);
  if (inFile !== undefined) return { device, master: inFile, masterIn: "file" };
  if (useKeyRing) {
    const ring = readKeyRing(folder, isNew);
    if (ring !== undefined || !isNew) return { device, master: ring, masterIn: "keyRing" };
  }
  return { device, master: isNew ? makeKeyFile(masterFile) : undefined, masterIn: "file" };
}

/** @throws BeckonError `passphrase-wrong`; TypeError where no passphrase was set. */
export function openMaster(folder: string, passphrase: string): Buffer {
  const line = sealedMaster(folder);
  if (line === undefined) throw new TypeError("the master key is under no passphrase");
  return unwrapKey(line, passphrase);
}

/**
 * From now on only the passphrase opens the recordings: nothing else keeps the key.
 * @throws BeckonError `key-ring-keeps` where the key ring does not give it up; then all is as it was.
 */
export function putUnderPassphrase(
  folder: string,
  master: Buffer,
  masterIn: MasterIn,
  passphrase: string,
): void {
  const file = join(folder, MASTER_FILE);
  const before = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  writeWhole(file, wrapKey(master, passphrase));
  if (masterIn === "keyRing" && !ringForgets(folder)) {
    if (before === undefined) rmSync(file);
    else writeWhole(file, before);
    throw machineError(
      "key-ring-keeps",
      "The key ring of this computer",
      "does not give up the key of the recordings, so a passphrase would protect nothing.",
      "Unlock the key ring, then try again.",
    );
  }
}

/** @returns whether the key ring has lost the key; false too where it does not say. */
function ringForgets(folder: string): boolean {
  try {
    ringEntry(folder).deletePassword();
    return ringEntry(folder).getPassword() === null;
  } catch {
    return false;
  }
}

/** Back to the key ring, or to a file where there is none. */
export function putBack(folder: string, master: Buffer, useKeyRing: boolean): MasterIn {
  const inRing = useKeyRing && keepInRing(folder, master);
  if (inRing) rmSync(join(folder, MASTER_FILE));
  else writeWhole(join(folder, MASTER_FILE), master.toString("hex"));
  return inRing ? "keyRing" : "file";
}

function sealedMaster(folder: string): string | undefined {
  const path = join(folder, MASTER_FILE);
  if (!existsSync(path)) return undefined;
  const line = readFileSync(path, "utf8").trim();
  return isUnderPassphrase(line) ? line : undefined;
}

function ringEntry(folder: string): Entry {
  return new Entry(SERVICE, `takes of ${folder}`);
}

/** Some key rings accept everything and keep nothing. */
function keepInRing(folder: string, master: Buffer): boolean {
  try {
    ringEntry(folder).setPassword(master.toString("base64"));
    return ringEntry(folder).getPassword() === master.toString("base64");
  } catch {
    return false;
  }
}

/** The master key in the key ring, made there if the vault is new; undefined where the key ring does not answer. */
function readKeyRing(folder: string, isNew: boolean): Buffer | undefined {
  try {
    const known = ringEntry(folder).getPassword();
    if (known !== null) return Buffer.from(known, "base64");
    if (!isNew) return undefined;
    const made = randomBytes(KEY_BYTES);
    return keepInRing(folder, made) ? made : undefined;
  } catch {
    return undefined;
  }
}

function readKeyFile(path: string): Buffer | undefined {
  if (!existsSync(path)) return undefined;
  chmodSync(path, 0o600);
  const key = Buffer.from(readFileSync(path, "utf8").trim(), "hex");
  if (key.length === KEY_BYTES) return key;
  throw machineError("vault-key-broken", path, "This key file is damaged.", "Put it back from a backup.");
}

function makeKeyFile(path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  writeWhole(path, key.toString("hex"));
  return key;
}

/** The file is whole, or what it was before. */
function writeWhole(path: string, line: string): void {
  const beside = `${path}.part`;
  const file = openSync(beside, "w", 0o600);
  try {
    writeSync(file, `${line}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}
