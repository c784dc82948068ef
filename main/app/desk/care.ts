/** Looking after somebody: the PIN, copies and backups of a person, and whether all is well. */
import type { CarryingParts } from "./carrying.ts";
import { createCarrying } from "./carrying.ts";
import { createCertificates } from "./certificate.ts";
import type { Services } from "./dispatch.ts";
import { createQuestion } from "./feed.ts";
import { createHealth, type HealthParts } from "./health.ts";
import { createLock, type Lock } from "./lock.ts";
import { createFileReceiver } from "./soak-file.ts";

type CareCall =
  | "people.copy"
  | "people.rename"
  | "people.setHelper"
  | "storage.keepEveryday"
  | `sealing.${"protect" | "open" | "unprotect"}`
  | `lock.${"set" | "takeOff" | "open" | "close" | "forget"}`
  | `backup.${"save" | "restore" | "file" | "fileBytes" | "restoreFile" | "cancel"}`;

export interface Care {
  readonly lock: Lock;
  readonly calls: Pick<Services["calls"], CareCall>;
  readonly feeds: Pick<
    Services["feeds"],
    "lock" | "carrying" | "backups" | "health" | "sealing" | "certificate"
  >;
  close(): Promise<void>;
}

export function createCare(parts: CarryingParts & HealthParts): Care {
  const { folder, vault, people, log } = parts;
  const lock = createLock(vault, log);
  const carrying = createCarrying(parts);
  const health = createHealth(parts);
  const certificates = createCertificates(vault, people, log);
  const sealing = createQuestion(async () => {
    const { masterIn, open } = await vault.sealing();
    return { by: masterIn, open };
  }, log);
  const receiver = createFileReceiver(folder, "backup-file.part");
  // One that a kill left lying.
  receiver.remove().catch(log);
  const none = {};
  return {
    lock,
    calls: {
      "people.copy": async ({ personId, name }) => {
        await carrying.copy(personId, name);
        return none;
      },
      "people.rename": async ({ personId, name }) => {
        await people.rename(personId, name);
        return none;
      },
      "people.setHelper": async ({ personId, helper }) => {
        await people.setHelper(personId, helper);
        return none;
      },
      "lock.set": async ({ personId, pin }) => {
        await people.whole(personId);
        await lock.set(personId, pin);
        return none;
      },
      "lock.takeOff": async ({ personId }) => {
        await lock.takeOff(personId);
        return none;
      },
      "lock.open": async ({ personId, pin }) => {
        await lock.open(personId, pin);
        return none;
      },
      "lock.close": async ({ personId }) => {
        await lock.close(personId);
        return none;
      },
      "lock.forget": async ({ personId, wanted }) => {
        await lock.forget(personId, wanted);
        return none;
      },
      "backup.save": async ({ personId, placeId, passphrase }) => {
        await carrying.save(personId, placeId, passphrase);
        return none;
      },
      "backup.restore": async ({ placeId, file, passphrase }) => {
        await carrying.restore(placeId, file, passphrase);
        return none;
      },
      "backup.file": async ({ name, bytes }) => {
        await receiver.begin(name, bytes);
        return none;
      },
      "backup.fileBytes": async ({ base64 }) => {
        await receiver.add(Buffer.from(base64, "base64"));
        return none;
      },
      "backup.restoreFile": async ({ passphrase }) => {
        const { path, name } = await receiver.end();
        try {
          await carrying.restoreFrom(path, name, passphrase, () => receiver.remove());
        } catch (error) {
          await receiver.remove();
          throw error;
        }
        return none;
      },
      "backup.cancel": () => {
        carrying.cancel();
        return none;
      },
      "sealing.protect": async ({ passphrase }) => {
        await vault.protectRecordings(passphrase);
        sealing.refresh();
        return none;
      },
      "sealing.open": async ({ passphrase }) => {
        await vault.openRecordings(passphrase);
        sealing.refresh();
        for (const { id } of await vault.people()) people.changed(id);
        return none;
      },
      "sealing.unprotect": async () => {
        await vault.unprotectRecordings();
        sealing.refresh();
        return none;
      },
      "storage.keepEveryday": async ({ days }) => {
        await health.keepEveryday(days);
        return none;
      },
    },
    feeds: {
      lock: ({ personId }) => lock.of(personId),
      carrying: () => carrying.view,
      backups: () => carrying.places,
      health: ({ personId }) => health.of(personId),
      sealing: () => sealing,
      certificate: ({ personId }) => certificates.of(personId),
    },
    async close() {
      lock.end();
      health.close();
      await carrying.close();
    },
  };
}
