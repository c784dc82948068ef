import { useEffect, useState } from "react";
import type { SensorView } from "../../main/contract/values.ts";
import { useClient } from "../client/client-context.tsx";

/** What a person's wearable feels; asking connects to it, so nobody's is asked for in vain. @param personId null: do not ask. */
export function useSensor(personId: string | null): SensorView | undefined {
  const client = useClient();
  const [sensor, setSensor] = useState<SensorView>();
  useEffect(() => {
    if (personId === null) return;
    const end = client.subscribe("sensor", { personId }, setSensor);
    return () => {
      end();
      setSensor(undefined);
    };
  }, [client, personId]);
  return sensor;
}
