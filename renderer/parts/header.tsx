import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { language as languages, type Language } from "../../main/contract/values.ts";
import { TEXTS, useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { Indicator } from "./indicator.tsx";
import type { HelpedScreen } from "./place.ts";
import { SettingsDialog } from "./settings-dialog.tsx";

export function Header({
  language,
  onLanguage,
  onHome,
  screen,
}: {
  language: Language;
  onLanguage: (language: Language) => void;
  onHome: () => void;
  screen: HelpedScreen;
}) {
  const text = useText();
  const [open, setOpen] = useState<"settings" | "help" | null>(null);
  const close = () => setOpen(null);
  return (
    <header className="header" data-scan-group="header">
      <AriaButton className="brand" onPress={onHome} aria-label={`${text.appName}: ${text.common.home}`}>
        <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
          <circle cx="9" cy="16" r="4.5" className="brand-point" />
          <path d="M16 9a9.5 9.5 0 0 1 0 14M21.5 5a15 15 0 0 1 0 22" className="brand-ring" />
        </svg>
        <span>{text.appName}</span>
      </AriaButton>
      <Indicator />
      <div className="header-tools">
        <div role="group" aria-label={text.common.language} className="languages">
          {languages.options.map((name) => (
            <Button
              key={name}
              look="quiet"
              lang={name}
              aria-pressed={name === language}
              onPress={() => onLanguage(name)}
            >
              {TEXTS[name].languageName}
            </Button>
          ))}
        </div>
        <Button look="quiet" onPress={() => setOpen("settings")}>
          {text.common.settings}
        </Button>
        <Button look="quiet" onPress={() => setOpen("help")}>
          {text.help.title}
        </Button>
      </div>
      <SettingsDialog open={open === "settings"} onClose={close} />
      <HelpDialog screen={screen} open={open === "help"} onClose={close} />
    </header>
  );
}
