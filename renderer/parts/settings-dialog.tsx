import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";
import { Dialog } from "./dialog.tsx";
import { LOOKS, SCAN_MODES, SCAN_MS } from "./settings.ts";
import { useSettings } from "./settings-context.tsx";

const SCAN_STEP_MS = 250;

export function SettingsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  const words = text.settings;
  const { settings, change } = useSettings();
  const scanNames = { off: words.scanOff, auto: words.scanAuto, step: words.scanStep };
  const seconds = new Intl.NumberFormat(text.locale, { maximumFractionDigits: 2 }).format(
    settings.scanMs / 1000,
  );
  const rate = (by: number) =>
    change({ scanMs: Math.min(SCAN_MS.most, Math.max(SCAN_MS.least, settings.scanMs + by)) });
  return (
    <Dialog title={words.title} open={open} onClose={onClose}>
      <section role="group" aria-labelledby="look-title" data-scan-group="look">
        <h3 id="look-title">{words.look}</h3>
        <div className="row chips">
          {LOOKS.map((look) => (
            <Button key={look} aria-pressed={settings.look === look} onPress={() => change({ look })}>
              {words.looks[look]}
            </Button>
          ))}
        </div>
      </section>
      <section role="group" aria-labelledby="scan-title" data-scan-group="scan">
        <h3 id="scan-title">{words.scanning}</h3>
        <p className="hint">{words.scanKeys}</p>
        <div className="row chips">
          {SCAN_MODES.map((scan) => (
            <Button key={scan} aria-pressed={settings.scan === scan} onPress={() => change({ scan })}>
              {scanNames[scan]}
            </Button>
          ))}
        </div>
      </section>
      {settings.scan !== "off" && (
        <section role="group" aria-labelledby="rate-title" data-scan-group="rate">
          <h3 id="rate-title">{words.scanRate}</h3>
          <div className="row">
            <Button aria-label={words.faster} onPress={() => rate(-SCAN_STEP_MS)}>
              <span aria-hidden="true">−</span>
            </Button>
            <output>{seconds}</output>
            <Button aria-label={words.slower} onPress={() => rate(SCAN_STEP_MS)}>
              <span aria-hidden="true">+</span>
            </Button>
          </div>
          <div className="row chips">
            <Button
              aria-pressed={settings.scanAdapts}
              onPress={() => change({ scanAdapts: !settings.scanAdapts })}
            >
              {words.scanAdapt}
            </Button>
            <Button
              aria-pressed={settings.scanBySound}
              onPress={() => change({ scanBySound: !settings.scanBySound })}
            >
              {words.scanSound}
            </Button>
            {settings.scanBySound && (
              <Button
                aria-pressed={settings.scanSoundLive}
                onPress={() => change({ scanSoundLive: !settings.scanSoundLive })}
              >
                {words.scanSoundLive}
              </Button>
            )}
          </div>
        </section>
      )}
    </Dialog>
  );
}
