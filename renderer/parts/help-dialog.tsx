import { useText } from "../text/text-context.tsx";
import { Dialog } from "./dialog.tsx";
import { Disclosed } from "./disclosed.tsx";
import type { HelpedScreen } from "./place.ts";

/** Help for the screen under it, and what holds everywhere: closed at first, so that one switch comes past each part and reads it. */
export function HelpDialog({
  screen,
  open,
  onClose,
}: {
  screen: HelpedScreen;
  open: boolean;
  onClose: () => void;
}) {
  const text = useText();
  const words = text.help;
  const { stop, keyboard, scanning, data } = words;
  const parts = [
    stop,
    keyboard,
    { ...scanning, texts: [...scanning.texts, scanning.speed(text.common.settings, text.settings.scanRate)] },
    { ...data, texts: [...data.texts, data.who] },
  ];
  return (
    <Dialog title={words.title} open={open} onClose={onClose}>
      <section aria-labelledby="help-here">
        <h3 id="help-here">{words.hereTitle}</h3>
        {words.here[screen].map((said) => (
          <p key={said}>{said}</p>
        ))}
      </section>
      <section aria-labelledby="help-everywhere">
        <h3 id="help-everywhere">{words.everywhere}</h3>
        {parts.map(({ title, texts }) => (
          <Disclosed key={title} title={title} level={4} className="help-part">
            {texts.map((said) => (
              <p key={said}>{said}</p>
            ))}
          </Disclosed>
        ))}
      </section>
    </Dialog>
  );
}
