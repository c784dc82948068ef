import { type ReactNode, useEffect, useRef } from "react";
import { useText } from "../text/text-context.tsx";

/**
 * One screen: one heading, one thing. When it appears the heading takes the
 * focus, so that a screen reader begins here and the keyboard goes on from here.
 */
export function Screen({
  title,
  lead,
  children,
  foot,
}: {
  title: string;
  lead?: string | undefined;
  children: ReactNode;
  /** Buttons that lead on and back. */
  foot?: ReactNode;
}) {
  const text = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${text.appName}`;
  }, [title, text]);
  useEffect(() => {
    if (!firstScreen) heading.current?.focus({ preventScroll: true });
    firstScreen = false;
    window.scrollTo(0, 0);
  }, []);
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    // The button that was pressed has gone with what it began: without this the focus would be nowhere.
    const isLost = focused.current?.isConnected === false && document.activeElement === document.body;
    if (!isLost) return;
    focused.current = null;
    heading.current?.focus({ preventScroll: true });
  });
  return (
    <div
      className="screen"
      onFocus={({ target }) => {
        focused.current = target;
      }}
    >
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead !== undefined && <p className="lead">{lead}</p>}
      <div className="screen-body">{children}</div>
      {foot !== undefined && (
        <div className="screen-foot" data-scan-group="foot">
          {foot}
        </div>
      )}
    </div>
  );
}

/** A page that just loaded is read from its top anyway. */
let firstScreen = true;
