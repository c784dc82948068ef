/** Sample values of looking after somebody, for the stories. */
import type { BackupPlaceView, CarryingView, HealthView, LockView } from "../../main/contract/care-values.ts";

const AT = Date.UTC(2026, 10, 25, 9, 30);

export const NO_LOCK: LockView = { set: false, open: true, waitSeconds: 0, offInSeconds: null };
export const LOCKED: LockView = { ...NO_LOCK, set: true, open: false };

export const NOTHING_CARRIED: CarryingView = {
  state: "idle",
  what: null,
  progress: 0,
  personId: null,
  file: null,
  fault: null,
};

export const PLACES: BackupPlaceView[] = [
  {
    placeId: "computer",
    kind: "computer",
    name: "/home/juna/Documents/Beckon",
    freeBytes: 41_300_000_000,
    files: [{ name: "Mina 2026-11-25.beckon", at: AT, bytes: 38_400_000 }],
  },
  { placeId: "/media/juna/STICK", kind: "drive", name: "STICK", freeBytes: 7_900_000_000, files: [] },
];

export const HEALTH: HealthView = {
  battery: 82,
  wearable: "serial:/dev/ttyACM0",
  link: { now: true, quality: "good", received: 17_204, missed: 3, late: 0, losses: 0 },
  verified: { at: AT, takes: 20, isCurrent: true },
  storage: {
    vaultBytes: 64_200_000,
    freeBytes: 41_300_000_000,
    takeSeconds: 14,
    everydaySeconds: 1800,
    otherSeconds: 240,
    oldestAt: AT,
    keepDays: 365,
  },
};

export const HEALTH_POOR: HealthView = {
  ...HEALTH,
  battery: null,
  link: { now: false, quality: "bad", received: 812, missed: 133, late: 4, losses: 2 },
  verified: { at: AT, takes: 20, isCurrent: false },
};
