import { useEffect, useRef } from "react";
import type { FaultView } from "../../main/contract/values.ts";
import { useText } from "../text/text-context.tsx";
import type { KnownFault } from "../text/en-faults.ts";
import { useAnnouncer } from "./announce-context.tsx";

/** Says `message` each time `key` becomes another one; what was there when the screen came is not said. */
export function useSaid(key: string | number | null | undefined, message: string, kind?: string): void {
  const announcer = useAnnouncer();
  const before = useRef<string | number | null | undefined>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = key;
    if (last === undefined || key === undefined || key === null || key === last || message === "") return;
    announcer.say(message, kind);
  }, [key, message, kind, announcer]);
}

/** Says a fault when it comes, even the same one again. */
export function useSaidFault(fault: FaultView | null | undefined): void {
  const text = useText();
  const announcer = useAnnouncer();
  useEffect(() => {
    if (fault === null || fault === undefined) return;
    const words = Object.hasOwn(text.faults, fault.code) ? text.faults[fault.code as KnownFault] : fault;
    announcer.say(`${words.problem} ${words.remedy}`);
  }, [fault, text, announcer]);
}
