import { useState } from "react";
import type { FaultView, WearableView } from "../../main/contract/values.ts";
import { useAsking } from "../client/client-context.tsx";
import type { Text } from "../text/en.ts";
import { useText } from "../text/text-context.tsx";
import { FaultBox, type Remedy } from "./fault.tsx";
import { useSaid, useSaidFault } from "./use-said.ts";

/** Faults that an administrator's word mends. */
const ALLOWABLE = ["port-permission", "port-taken-by-braille"];

/** What is wrong with a wearable. What only an administrator can mend is mended by one press and one password. */
export function WearableFault({
  fault,
  dev,
  remedies = [],
}: {
  fault: FaultView;
  dev: string;
  remedies?: readonly Remedy[];
}) {
  const words = useText().wearable;
  const { ask, fault: refused, busy } = useAsking();
  const [allowed, setAllowed] = useState(false);
  useSaidFault(refused);
  useSaid(String(allowed), allowed ? words.allowed : "");
  const allow = async () => {
    if (!busy) setAllowed((await ask("wearables.allow", { dev })) !== undefined);
  };
  const more = ALLOWABLE.includes(fault.code) ? [{ label: words.allow, onPress: () => void allow() }] : [];
  return (
    <>
      <FaultBox fault={fault} remedies={[...more, ...remedies]} />
      {allowed && <p className="good-news">✓ {words.allowed}</p>}
      {refused && <FaultBox fault={refused} />}
    </>
  );
}

/** What the person calls it; one that is not there now is known by its port alone. */
export function nameOfWearable(
  dev: string,
  wearables: readonly WearableView[] | undefined,
  text: Text,
): string {
  if (dev === "virtual") return text.wearable.virtual;
  return wearables?.find((one) => one.dev === dev)?.name || dev.replace(/^\w+:/, "");
}
