import type { FaultView } from "../../main/contract/values.ts";
import type { FaultWords, KnownFault } from "../text/en-faults.ts";
import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";

export interface Remedy {
  readonly label: string;
  readonly onPress: () => void;
}

/** A fault in plain words with what can be done about it as buttons. It is said once, by the region it appears in. */
export function FaultBox({ fault, remedies = [] }: { fault: FaultView; remedies?: readonly Remedy[] }) {
  const text = useText();
  const known: FaultWords | undefined = Object.hasOwn(text.faults, fault.code)
    ? text.faults[fault.code as KnownFault]
    : undefined;
  const words = known ?? fault;
  return (
    <TroubleBox
      problem={known === undefined ? `${fault.thing}: ${fault.problem}` : words.problem}
      remedy={words.remedy}
      remedies={remedies}
      {...(known === undefined && text.locale !== "en" ? { lang: "en" } : {})}
    />
  );
}

export function TroubleBox({
  problem,
  remedy,
  remedies,
  lang,
}: {
  problem: string;
  remedy: string;
  remedies: readonly Remedy[];
  lang?: string;
}) {
  return (
    <div className="trouble" role="group" aria-label={problem} lang={lang}>
      <p className="trouble-problem">{problem}</p>
      <p>{remedy}</p>
      {remedies.length > 0 && (
        <div className="row">
          {remedies.map(({ label, onPress }) => (
            <Button key={label} onPress={onPress}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
