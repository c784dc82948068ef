/** A file on its way from the window: laid beside the vault as long as it is read. */
import { createHash, type Hash } from "node:crypto";
import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { inputError } from "../../../common/errors.ts";
import { explainVaultError } from "../../vault/faults.ts";

export interface ReceivedFile {
  readonly path: string;
  readonly name: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly hash: string;
}

export interface FileReceiver {
  /** Forgets whatever was begun before. @param bytes how many are to come. @throws BeckonError `vault-unwritten`, `disk-full`. */
  begin(name: string, bytes: number): Promise<void>;
  /** @throws BeckonError `soak-file-broken`, `disk-full`; then the file is forgotten. */
  add(part: Uint8Array): Promise<void>;
  /** @throws BeckonError `soak-file-broken` if bytes are missing. */
  end(): Promise<ReceivedFile>;
  /** Removes what lies there, also from an earlier start of the program. */
  remove(): Promise<void>;
}

interface Coming {
  readonly name: string;
  readonly bytes: number;
  readonly handle: FileHandle;
  readonly hash: Hash;
  received: number;
}

/** @param called its name beside the vault. */
export function createFileReceiver(folder: string, called = "soak-file.part"): FileReceiver {
  const path = join(folder, called);
  let coming: Coming | undefined;

  async function forget(): Promise<void> {
    const old = coming;
    coming = undefined;
    await old?.handle.close();
    await rm(path, { force: true });
  }
  const refuse = async (name: string): Promise<never> => {
    await forget();
    throw inputError("soak-file-broken", name, "did not come over whole.", "Choose the file again.");
  };

  return {
    async begin(name, bytes) {
      await forget();
      try {
        const handle = await open(path, "w", 0o600);
        coming = { name, bytes, handle, hash: createHash("sha256"), received: 0 };
      } catch (error) {
        throw explainVaultError(error, folder);
      }
    },
    async add(part) {
      const at = coming;
      if (at === undefined) return refuse("this file");
      at.received += part.length;
      if (at.received > at.bytes) return refuse(at.name);
      at.hash.update(part);
      try {
        await at.handle.writeFile(part);
      } catch (error) {
        await forget();
        throw explainVaultError(error, at.name);
      }
    },
    async end() {
      const at = coming;
      if (at === undefined || at.received < at.bytes) return refuse(at?.name ?? "this file");
      coming = undefined;
      await at.handle.close();
      return { path, name: at.name, hash: at.hash.digest("hex") };
    },
    remove: forget,
  };
}
