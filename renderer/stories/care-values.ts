/** Sample values of looking after somebody, for the stories. */
import type { CertificateView } from "../../main/contract/certificate-values.ts";
import type { Language } from "../../main/contract/values.ts";
import type { BackupPlaceView, CarryingView, HealthView, LockView } from "../../main/contract/care-values.ts";

const AT = Date.UTC(2026, 10, 25, 9, 30);

export const NO_LOCK: LockView = { set: false, open: true, waitSeconds: 0, offInSeconds: null };
export const LOCKED: LockView = { ...NO_LOCK, set: true, open: false };

const HASHES = ["4c1d9b02aa731fe0", "91e57d3c06b8f24a", "d20c6a5e8b17439f"];

/** @param differs in the second take. */
export function certificateOf(language: Language, differs: "scores" | null, twin = true): CertificateView {
  const [first, second] = language === "ko" ? ["아래", "메뉴 열기"] : ["down", "open menu"];
  const takes = [first!, second!].flatMap((label, c) =>
    HASHES.map((hash, i) => ({
      label,
      number: i + 1,
      hash: `${c}${hash.slice(1)}`,
      app: c === 1 && i === 2 ? null : label,
      ...(twin ? { float: label } : {}),
      differs: c === 0 && i === 1 ? differs : null,
    })),
  );
  const ids = { modelId: "5f2c9a7e01d4b386", imageId: "a81c40de77b2930f" };
  const made = { at: AT, ...ids, wearable: "serial:/dev/ttyACM0", board: "microbit-v2", takes };
  return { certificate: made, holds: differs === null };
}

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
