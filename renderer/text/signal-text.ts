/** The words for a person whose commands are movements are those for sound, but for what would be wrong of a movement. */
import type { PersonView } from "../../main/contract/values.ts";
import { signalOf } from "../../main/contract/values.ts";
import type { Text } from "./en.ts";

export function isMotion({ ability }: Pick<PersonView, "ability">): boolean {
  return signalOf(ability) === "motion";
}

/** @returns the whole table, as screens read it. */
export function forMotion(text: Text): Text {
  const { motion } = text;
  const { movement: _, movementHint: __, ...everyday } = motion.everyday;
  return {
    ...text,
    wearable: { ...text.wearable, ...motion.wearable, noMicrophone: motion.wearable.noSensor },
    record: {
      ...text.record,
      ...motion.record,
      phases: { ...text.record.phases, ...motion.record.phases, everyday: motion.record.phases.listening },
      verdicts: { ...text.record.verdicts, ...motion.record.verdicts },
      remarks: { ...text.record.remarks, ...motion.record.remarks },
    },
    everyday: { ...text.everyday, ...everyday },
    result: {
      ...text.result,
      ...motion.result,
      advice: { ...text.result.advice, ...motion.result.advice },
    },
    soak: {
      ...text.soak,
      ...motion.soak,
      advice: { ...text.soak.advice, ...motion.soak.advice },
    },
    tryOut: { ...text.tryOut, ...motion.tryOut },
    steps: { ...text.steps, everyday: motion.everyday.title },
  };
}
