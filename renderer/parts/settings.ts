/** What this window remembers by itself; nothing of a person is in it. */
export const LOOKS = ["system", "light", "dark", "contrast"] as const;
export const SCAN_MODES = ["off", "auto", "step"] as const;
/** Lengths offered for an everyday recording, seconds. */
export const EVERYDAY_SECONDS = [20, 60, 180, 600] as const;
export const SCAN_MS = { least: 500, most: 6000 } as const;

export interface Settings {
  readonly language: "en" | "ko" | null;
  readonly look: (typeof LOOKS)[number];
  readonly everydaySeconds: number;
  readonly countdown: boolean;
  /** The browser's id of the microphone the person chose, and the name it had. */
  readonly microphone: { readonly deviceId: string; readonly name: string } | null;
  readonly scan: (typeof SCAN_MODES)[number];
  readonly scanMs: number;
  readonly scanAdapts: boolean;
  readonly scanBySound: boolean;
  /** While Beckon is live, a sound that is no command may pause it. */
  readonly scanSoundLive: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  language: null,
  look: "system",
  everydaySeconds: 60,
  countdown: false,
  microphone: null,
  scan: "off",
  scanMs: 1500,
  scanAdapts: true,
  scanBySound: false,
  scanSoundLive: true,
};

const KEY = "beckon.settings";

/** Unreadable or foreign values are replaced by the defaults, one by one. */
export function readSettings(text: string | null): Settings {
  const found = parse(text);
  const pick = <K extends keyof Settings>(key: K, fits: (value: unknown) => boolean): Settings[K] =>
    fits(found[key]) ? (found[key] as Settings[K]) : DEFAULT_SETTINGS[key];
  const flag = (value: unknown) => typeof value === "boolean";
  const number = (least: number, most: number) => (value: unknown) =>
    typeof value === "number" && value >= least && value <= most;
  return {
    language: pick("language", (value) => value === "en" || value === "ko"),
    look: pick("look", (value) => LOOKS.includes(value as never)),
    everydaySeconds: pick("everydaySeconds", number(1, 36_000)),
    countdown: pick("countdown", flag),
    microphone: pick("microphone", isMicrophone),
    scan: pick("scan", (value) => SCAN_MODES.includes(value as never)),
    scanMs: pick("scanMs", number(SCAN_MS.least, SCAN_MS.most)),
    scanAdapts: pick("scanAdapts", flag),
    scanBySound: pick("scanBySound", flag),
    scanSoundLive: pick("scanSoundLive", flag),
  };
}

/** Storage can be forbidden or full; then the settings last as long as the window. */
export function loadSettings(): Settings {
  try {
    return readSettings(localStorage.getItem(KEY));
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // See loadSettings.
  }
}

function isMicrophone(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { deviceId, name } = value as Record<string, unknown>;
  return typeof deviceId === "string" && deviceId !== "" && typeof name === "string";
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
