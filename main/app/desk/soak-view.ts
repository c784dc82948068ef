/** What the screen of a soak shows: how far it is, and what it says of each command. */
import { actionsOfModes, type FaultView } from "../../contract/values.ts";
import type { SoakSaid, SoakView } from "../../contract/soak-values.ts";
import type { Vault } from "../../vault/vault.ts";
import { countSoak, hearsHere, soakModelOf } from "./soak-count.ts";

/** What runs; of no person before anything ran. */
export interface Progress {
  readonly personId: string | null;
  readonly state: Exclude<SoakView["state"], "elsewhere">;
  readonly source: SoakView["source"];
  readonly said: SoakSaid;
  readonly doneSeconds: number;
  readonly ofSeconds: number | null;
  readonly fault: FaultView | null;
}

/** Would-be events that are shown. */
const MOST_SHOWN = 100;

export async function soakView(vault: Vault, personId: string, progress: Progress): Promise<SoakView> {
  const { personId: whose, ...mine } = progress;
  const elsewhere = {
    state: progress.state === "off" ? ("off" as const) : ("elsewhere" as const),
    source: null,
    said: "other" as const,
    doneSeconds: 0,
    ofSeconds: null,
    fault: null,
  };
  const shown = whose === personId ? mine : elsewhere;
  const person = await vault.person(personId);
  const model = person === undefined ? undefined : await soakModelOf(vault, personId);
  if (person === undefined || model === undefined) {
    const seconds = { quiet: 0, talk: 0, television: 0, other: 0 };
    const nothing = { commands: [], events: [], eventCount: 0, wrongByHour: [] };
    return { ...shown, seconds, hours: 0, counts: true, ...nothing };
  }
  const kept = await vault.soakOf(personId, model.scoring);
  const { seconds, hours, commands, events } = countSoak(model, kept, actionsOfModes(person.profile));
  const newest = [...events].sort((a, b) => b.at - a.at).slice(0, MOST_SHOWN);
  return {
    ...shown,
    seconds: { ...seconds },
    hours,
    counts: hearsHere(model, person.wearable),
    commands: [...commands],
    events: newest.map(({ id, at, source, label, kind, mark, hasSound }) => ({
      eventId: id,
      at,
      atKnown: source !== "file",
      label,
      kind,
      mark,
      // Movement cannot be listened to.
      hasSound: hasSound && model.description.signal === "sound",
    })),
    eventCount: events.length,
    wrongByHour: byHour(
      events.filter(({ source, mark }) => source !== "file" && mark !== "me").map(({ at }) => new Date(at)),
    ),
  };
}

/** How many of the moments lie in each hour of the day, midnight first; empty where there are none. */
function byHour(moments: readonly Date[]): number[] {
  if (moments.length === 0) return [];
  const counts = Array.from({ length: 24 }, () => 0);
  for (const moment of moments) counts[moment.getHours()]!++;
  return counts;
}
