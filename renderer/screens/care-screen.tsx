import type { PersonView, Step } from "../../main/contract/values.ts";
import type { CarePart } from "../parts/place.ts";
import { Backup } from "./care-backup.tsx";
import { CommandCard } from "./care-card.tsx";
import { HealthPage } from "./care-health.tsx";
import { PinLock } from "./care-lock.tsx";
import { Care } from "./care.tsx";
import { CertificatePage } from "./certificate.tsx";

export interface CareProps {
  readonly person: PersonView;
  readonly onCare: (part: CarePart) => void;
  readonly onGo: (step: Step) => void;
  /** To the page of another person. */
  readonly onOpen: (personId: string) => void;
}

/** One page of looking after a person. */
export function CareScreen({ part, ...props }: CareProps & { part: CarePart }) {
  switch (part) {
    case "care":
      return <Care {...props} />;
    case "backup":
      return <Backup {...props} />;
    case "lock":
      return <PinLock {...props} />;
    case "card":
      return <CommandCard {...props} />;
    case "health":
      return <HealthPage {...props} />;
    case "certificate":
      return <CertificatePage {...props} />;
  }
}
