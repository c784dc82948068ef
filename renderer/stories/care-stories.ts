/** Every page of looking after somebody. */
import type { Language, PersonView } from "../../main/contract/values.ts";
import { type CarePart, fragmentOf } from "../parts/place.ts";
import {
  certificateOf,
  HEALTH,
  HEALTH_POOR,
  LOCKED,
  NO_LOCK,
  NOTHING_CARRIED,
  PLACES,
} from "./care-values.ts";
import type { Feeds, Story } from "./stories.ts";
import * as v from "./values.ts";

function at(
  name: string,
  part: CarePart,
  feeds: Feeds | ((language: Language) => Feeds) = {},
  person: Partial<PersonView> = {},
): Story {
  return {
    name,
    fragment: fragmentOf({ at: "care", personId: "mina", part }),
    feeds: (language: Language) => ({
      person: v.readyPerson(language, person),
      lock: NO_LOCK,
      carrying: NOTHING_CARRIED,
      backups: PLACES,
      health: HEALTH,
      sealing: { by: "keyRing", open: true },
      certificate: certificateOf(language, null),
      ...(typeof feeds === "function" ? feeds(language) : feeds),
    }),
  };
}

const cardOfLists: Story["feeds"] = (language) => ({
  ...at("", "card").feeds(language),
  person: v.withLists(v.readyPerson(language), language),
});
const running = { ...NOTHING_CARRIED, state: "running", progress: 0.4 } as const;
const done = { ...NOTHING_CARRIED, state: "done", progress: 1, personId: "mina" } as const;
const failed = (code: string) => ({
  ...NOTHING_CARRIED,
  state: "failed" as const,
  fault: { code, thing: "STICK", problem: "It is damaged.", remedy: "Have a look at it." },
});

export const CARE_STORIES: readonly Story[] = [
  at("care", "care"),
  at("care-locked", "care", { lock: LOCKED }),
  at("care-copied", "care", { carrying: { ...done, what: "copy" } }),
  at("care-backup", "backup"),
  at("care-backup-running", "backup", { carrying: { ...running, what: "save" } }),
  at("care-backup-done", "backup", {
    carrying: { ...done, what: "save", file: "Mina 2026-11-25.beckon" },
  }),
  at("care-backup-full", "backup", { carrying: { ...failed("disk-full"), what: "save" } }),
  at("care-lock", "lock"),
  at("care-lock-closed", "lock", { lock: { ...LOCKED, waitSeconds: 20 } }),
  at("care-lock-forgotten", "lock", { lock: { ...LOCKED, offInSeconds: 534 } }),
  at("care-lock-open", "lock", { lock: { ...LOCKED, open: true } }),
  at("care-card", "card"),
  { ...at("care-card-lists", "card"), feeds: cardOfLists },
  at("care-card-nobody", "card", {}, { helper: "" }),
  at("care-health", "health"),
  at("care-health-poor", "health", { health: HEALTH_POOR }),
  at("care-health-new", "health", {
    health: { ...HEALTH, battery: null, link: null, verified: null, wearable: "virtual" },
  }),
  at("care-health-sealed", "health", { sealing: { by: "passphrase", open: false } }),
  at("care-health-passphrase", "health", { sealing: { by: "passphrase", open: true } }),
  at("care-certificate", "certificate"),
  at("care-certificate-differs", "certificate", (language) => ({
    certificate: certificateOf(language, "scores"),
  })),
  { ...at("care-certificate-all", "certificate"), press: [".certificate .disclosed-title"] },
  at("care-certificate-dense", "certificate", (language) => ({
    certificate: certificateOf(language, null, false),
  })),
  at("care-certificate-none", "certificate", { certificate: { certificate: null, holds: false } }),
  {
    name: "restore",
    fragment: "#/restore",
    feeds: () => ({ backups: PLACES, carrying: NOTHING_CARRIED }),
    press: [".card-button"],
  },
  { name: "restore-none", fragment: "#/restore", feeds: () => ({ backups: [], carrying: NOTHING_CARRIED }) },
  {
    name: "restore-damaged",
    fragment: "#/restore",
    feeds: () => ({ backups: PLACES, carrying: { ...failed("backup-damaged"), what: "restore" } }),
  },
];
