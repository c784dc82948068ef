import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { DEFAULT_SETTINGS, loadSettings, saveSettings, type Settings } from "./settings.ts";

interface SettingsHold {
  readonly settings: Settings;
  readonly change: (part: Partial<Settings>) => void;
}

const SettingsContext = createContext<SettingsHold>({ settings: DEFAULT_SETTINGS, change: () => undefined });

export function SettingsProvider({ fixed, children }: { fixed?: Settings; children: ReactNode }) {
  const [settings, setSettings] = useState(() => fixed ?? loadSettings());
  // The same function for ever: effects that change a setting must not begin anew with each change.
  const change = useCallback(
    (part: Partial<Settings>) =>
      setSettings((before) => {
        const after = { ...before, ...part };
        if (fixed === undefined) saveSettings(after);
        return after;
      }),
    [fixed],
  );
  const hold = useMemo((): SettingsHold => ({ settings, change }), [settings, change]);
  return <SettingsContext value={hold}>{children}</SettingsContext>;
}

export function useSettings(): SettingsHold {
  return use(SettingsContext);
}
