import type { ReactNode } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from "react-aria-components";

/** A heading that opens what belongs to it; closed at first. */
export function Disclosed({
  title,
  level = 3,
  className = "",
  children,
}: {
  title: string;
  level?: 2 | 3 | 4;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Disclosure className={`disclosed ${className}`}>
      <Heading level={level}>
        <AriaButton slot="trigger" className="disclosed-title">
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M5.5 3l5 5-5 5" />
          </svg>
          {title}
        </AriaButton>
      </Heading>
      <DisclosurePanel className="disclosed-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
