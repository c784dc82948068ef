/** Does the wearable sit as when the movements were recorded? A few movements tell, and a turn is allowed for. */
import { useEffect, useState } from "react";
import type { PersonView, WearView } from "../../main/contract/values.ts";
import { useAsking, useClient } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { MotionChart, SensorBar } from "../parts/motion.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { useSensor } from "../parts/use-sensor.ts";
import { useText } from "../text/text-context.tsx";

/** What is not finer than the check itself is not shown finer. */
const STEP_DEGREES = 5;

/** @param onWearable to where another wearable is chosen. */
export function WearCheck({ person, onWearable }: { person: PersonView; onWearable: () => void }) {
  const words = useText().motion.wear;
  const { personId } = person;
  const { ask, fault, busy } = useAsking();
  const wear = useWear(personId);
  const asking = wear?.state === "asking";
  const said = wear === undefined ? "" : sayingOf(wear, words);
  useSaidFault(fault);
  useSaid(wear && `${wear.state} ${wear.made} ${wear.misses}`, said);
  const start = () => void ask("wear.start", { personId });
  return (
    <section
      className={`panel ${wear?.verdict === "unknown" ? "panel-warn" : ""}`}
      aria-labelledby="wear-title"
    >
      <h2 id="wear-title">{words.title}</h2>
      {wear?.state !== "checked" && <p>{words.lead}</p>}
      {asking && <Asked personId={personId} wear={wear} onWearable={onWearable} />}
      {wear?.state === "checked" && <p className="wear-said">{said}</p>}
      <div className="row">
        {asking ? (
          <Button onPress={() => void ask("wear.stop", {})}>{words.stop}</Button>
        ) : (
          <Button isDisabled={busy} onPress={start}>
            {wear?.state === "checked" ? words.again : words.start}
          </Button>
        )}
      </div>
      {fault && <FaultBox fault={fault} remedies={[{ label: words.again, onPress: start }]} />}
    </section>
  );
}

/** Its own, for only while it is asked for is the wearable connected to. */
function Asked({ personId, wear, onWearable }: { personId: string; wear: WearView; onWearable: () => void }) {
  const words = useText().motion.wear;
  const sensor = useSensor(personId);
  return (
    <div className="stage wear-asked">
      <p className="stage-phase">{words.count(wear.made + 1, wear.wanted)}</p>
      <p className="stage-word">{words.make(wear.asked ?? "")}</p>
      {wear.misses > 0 && <p>{words.notThat}</p>}
      <MotionChart axes={sensor?.axes ?? [[], [], []]} />
      {sensor !== undefined && sensor.state !== "working" && (
        <SensorBar sensor={sensor} onWearable={onWearable} />
      )}
    </div>
  );
}

function sayingOf({ state, asked, misses, verdict, degrees }: WearView, words: Words): string {
  if (state === "asking" && asked !== null)
    return misses > 0 ? `${words.notThat} ${words.make(asked)}` : words.make(asked);
  if (verdict === null) return "";
  return words.verdicts[verdict](Math.max(STEP_DEGREES, Math.round(degrees / STEP_DEGREES) * STEP_DEGREES));
}

type Words = ReturnType<typeof useText>["motion"]["wear"];

/** A check that somebody leaves is over. */
function useWear(personId: string): WearView | undefined {
  const client = useClient();
  const [wear, setWear] = useState<WearView>();
  useEffect(() => {
    const end = client.subscribe("wear", { personId }, setWear);
    return () => {
      end();
      void client.call("wear.stop", {}).catch(() => undefined);
    };
  }, [client, personId]);
  return wear;
}
