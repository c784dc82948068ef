import { useState } from "react";
import type { PersonView } from "../../main/contract/values.ts";
import type { SoakEventView, SoakMark, SoakView } from "../../main/contract/soak-values.ts";
import { useAsking } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { DayPicture } from "../parts/day-picture.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { playPcm } from "../parts/play.ts";
import { useSignalText } from "../text/use-signal-text.ts";

/** So many at first: whoever scans goes past each of them. */
const FEW = 5;

/** What would have been done, newest first: each can be heard, and said to have been meant or not. */
export function SoakEvents({ person, soak }: { person: PersonView; soak: SoakView }) {
  const text = useSignalText(person);
  const words = text.soak;
  const { ask, fault } = useAsking();
  const [all, setAll] = useState(false);
  const [playing, setPlaying] = useState<string | null>(null);
  const { personId } = person;
  const { events, eventCount } = soak;
  const shown = all ? events : events.slice(0, FEW);
  const play = async (eventId: string) => {
    const sound = await ask("soak.listen", { personId, eventId });
    if (sound === undefined) return;
    setPlaying(eventId);
    try {
      await playPcm(sound.pcmBase64, sound.rateHz);
    } finally {
      setPlaying(null);
    }
  };
  const mark = ({ eventId, mark: before }: SoakEventView, next: SoakMark) =>
    void ask("soak.mark", { personId, eventId, mark: before === next ? null : next });
  const clock = new Intl.DateTimeFormat(text.locale, { dateStyle: "short", timeStyle: "short" });
  return (
    <section aria-labelledby="soak-events">
      <h2 id="soak-events">{words.eventsTitle}</h2>
      {events.length === 0 ? (
        <p className="hint">{words.eventsNone}</p>
      ) : (
        <p className="hint">{words.eventsHint}</p>
      )}
      {soak.wrongByHour.length > 0 && <DayPicture counts={soak.wrongByHour} />}
      <ol className="plain-list soak-events" data-scan-group="soak-events">
        {shown.map((event) => {
          const when = event.atKnown ? clock.format(event.at) : words.fromFile;
          return (
            <li key={event.eventId} className={event.mark === "me" ? "is-meant" : ""}>
              <span className="soak-event-what">
                <b>{event.label}</b>
                <span>
                  {when} · {words.kinds[event.kind]} · {words.marked[event.mark ?? "none"]}
                </span>
              </span>
              <span className="row">
                {event.hasSound ? (
                  <Button
                    aria-label={words.play(`${event.label}, ${when}`)}
                    isDisabled={playing !== null}
                    onPress={() => void play(event.eventId)}
                  >
                    <span aria-hidden="true">▶</span>
                  </Button>
                ) : (
                  <span className="hint">{words.noSound}</span>
                )}
                <Button aria-pressed={event.mark === "me"} onPress={() => mark(event, "me")}>
                  {words.me}
                </Button>
                <Button aria-pressed={event.mark === "notMe"} onPress={() => mark(event, "notMe")}>
                  {words.notMe}
                </Button>
              </span>
            </li>
          );
        })}
      </ol>
      {!all && events.length > FEW && (
        <div className="row">
          <Button onPress={() => setAll(true)}>{words.all(events.length)}</Button>
        </div>
      )}
      {eventCount > events.length && <p className="hint">{words.newest(eventCount, events.length)}</p>}
      {fault && <FaultBox fault={fault} />}
    </section>
  );
}
