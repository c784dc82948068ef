/** Is all well: power, link, what was verified, and what lies on the disk. Asked while somebody looks. */
import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { type HealthView, KEEP_DAYS, type KeepDays } from "../../contract/care-values.ts";
import type { LinkHealth } from "../../wearables/link-health.ts";
import type { Vault } from "../../vault/vault.ts";
import { VERIFIED } from "./certificate.ts";
import { createQuestions, type Feed } from "./feed.ts";
import type { People } from "./people.ts";

const SETTING = "everyday days";
/** Whoever never chose keeps everyday sound for a year. */
const DEFAULT_DAYS: KeepDays = 365;
const DAY_MS = 24 * 3600 * 1000;
/** Unmarked sound of events is kept for so long. */
const MOMENTS_KEPT_MS = 7 * DAY_MS;
/** Timers may stand still while a computer sleeps: one that sleeps at night would not come to the end of a day for days. */
const FORGET_MS = 3600 * 1000;
const LOOK_AGAIN_MS = 2000;
/** Of all frames: so many missed are noticed, and so many make it unsafe to rely on. */
const WEAK_SHARE = 0.01;
const BAD_SHARE = 0.1;

export interface Health {
  of(personId: string): Feed<HealthView>;
  keepEveryday(days: KeepDays): Promise<void>;
  close(): void;
}

export interface HealthParts {
  readonly folder: string;
  readonly vault: Vault;
  readonly people: People;
  /** Of the time since this person was switched on last. */
  readonly linkOf: (personId: string) => LinkHealth | undefined;
  readonly log: (error: unknown) => void;
}

/** Also sees to it, now and every hour, that everyday sound and the sound of events go when their time is over. */
export function createHealth({ folder, vault, people, linkOf, log }: HealthParts): Health {
  const feeds = createQuestions(ask, log);
  const days = async (): Promise<KeepDays> => {
    const said = await vault.setting(SETTING);
    if (said === "always") return null;
    return KEEP_DAYS.find((one) => String(one) === said) ?? DEFAULT_DAYS;
  };
  const forget = async (): Promise<void> => {
    await vault.forgetMoments(Date.now() - MOMENTS_KEPT_MS);
    const kept = await days();
    if (kept === null || (await vault.forgetEveryday(Date.now() - kept * DAY_MS)) === 0) return;
    for (const { id } of await vault.people()) people.changed(id);
  };
  const timers = [
    setInterval(() => forget().catch(log), FORGET_MS).unref(),
    setInterval(feeds.refreshAll, LOOK_AGAIN_MS).unref(),
  ];
  forget().catch(log);

  async function ask(personId: string): Promise<HealthView> {
    const { wearable, verified, model } = await people.whole(personId);
    const receipt = await vault.lastReceipt(personId, VERIFIED);
    const { bytes, seconds, oldestEveryday } = await vault.stored(personId);
    const link = linkOf(personId);
    const room = existsSync(folder) ? await statfs(folder).catch(() => undefined) : undefined;
    return {
      battery: link?.battery ?? null,
      wearable,
      link: link === undefined ? null : { ...countsOf(link), now: link.now },
      verified:
        receipt === undefined
          ? null
          : {
              at: receipt.at,
              takes: Number(receipt.detail.takes ?? 0),
              isCurrent: verified !== null && verified === model?.view.modelId,
            },
      storage: {
        vaultBytes: bytes,
        freeBytes: room === undefined ? null : room.bavail * room.bsize,
        takeSeconds: seconds.takes,
        everydaySeconds: seconds.everyday,
        otherSeconds: seconds.other,
        oldestAt: oldestEveryday,
        keepDays: await days(),
      },
    };
  }

  return {
    of: feeds.of,
    async keepEveryday(next) {
      await vault.setSetting(SETTING, next === null ? "always" : String(next));
      await forget();
      feeds.refreshAll();
    },
    close() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function countsOf({ received, missed, damaged, late, losses }: LinkHealth) {
  const lost = missed + damaged;
  const share = lost / Math.max(1, received + lost);
  const quality = share >= BAD_SHARE ? "bad" : share >= WEAK_SHARE || losses > 0 ? "weak" : "good";
  return { quality, received, missed: lost, late, losses } as const;
}
