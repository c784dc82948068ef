import { type MouseEvent, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import type { Language, PersonView, Step } from "../main/contract/values.ts";
import { CaptureProvider } from "./capture/capture-context.tsx";
import type { Client } from "./client/client.ts";
import { ClientContext, useClient, useConnection, useFeed } from "./client/client-context.tsx";
import { Header } from "./parts/header.tsx";
import { LockNotice } from "./parts/lock-notice.tsx";
import { type CarePart, fragmentOf, helpedScreen, type Place, placeOf } from "./parts/place.ts";
import { Screen } from "./parts/screen.tsx";
import type { Settings } from "./parts/settings.ts";
import { SettingsProvider, useSettings } from "./parts/settings-context.tsx";
import { StepRail } from "./parts/step-rail.tsx";
import { useSaid } from "./parts/use-said.ts";
import { stepToGoOn } from "./parts/way.ts";
import { Scanner } from "./scanning/scanner.tsx";
import { Learn } from "./screens/learn.tsx";
import { CareScreen } from "./screens/care-screen.tsx";
import { NewPerson } from "./screens/new-person.tsx";
import { People } from "./screens/people.tsx";
import { Restore } from "./screens/restore.tsx";
import { SmallWindow } from "./screens/small-window.tsx";
import { StepScreen } from "./screens/step-screen.tsx";
import { systemLanguage, TextContext, TEXTS, useText } from "./text/text-context.tsx";

/** The whole window. `settings` are given where nothing is to be remembered. */
export function App({ client, settings }: { client: Client; settings?: Settings }) {
  return (
    <ClientContext value={client}>
      <SettingsProvider {...(settings === undefined ? {} : { fixed: settings })}>
        <Window />
      </SettingsProvider>
    </ClientContext>
  );
}

function Window() {
  const client = useClient();
  const connection = useConnection();
  const { settings, change } = useSettings();
  const language = settings.language ?? systemLanguage();
  const { look } = settings;
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.look = look;
  }, [language, look]);
  // What is said and written from main's side, names of people for one, follows the window.
  useEffect(() => {
    if (connection === "open") client.call("app.setLanguage", { language }).catch(() => undefined);
  }, [client, connection, language]);
  const [first] = useState(() => placeOf(location.hash));
  return (
    <I18nProvider locale={language === "ko" ? "ko-KR" : "en-US"}>
      <TextContext value={TEXTS[language]}>
        {first.at === "small" ? (
          <SmallWindow floating={first.floating} />
        ) : (
          <CaptureProvider>
            <Frame language={language} onLanguage={(next: Language) => change({ language: next })} />
          </CaptureProvider>
        )}
      </TextContext>
    </I18nProvider>
  );
}

function Frame({ language, onLanguage }: { language: Language; onLanguage: (language: Language) => void }) {
  const text = useText();
  const connection = useConnection();
  const [place, go] = usePlace();
  return (
    <>
      <a className="skip" href="#main" onClick={focusMain}>
        {text.common.skipToContent}
      </a>
      <Header
        language={language}
        onLanguage={onLanguage}
        onHome={() => go({ at: "people" })}
        screen={helpedScreen(place)}
      />
      <Notices />
      {connection === "refused" ? (
        <main id="main" className="page">
          <Screen title={text.connection.refusedTitle} lead={text.connection.refused}>
            {null}
          </Screen>
        </main>
      ) : (
        <Content place={place} go={go} />
      )}
      <Scanner mayBegin={place.at !== "step"} />
    </>
  );
}

/** What holds for every screen: the connection is gone; how the switch works, as long as it is one. */
function Notices() {
  const text = useText();
  const connection = useConnection();
  const { scan, scanBySound, scanSoundLive } = useSettings().settings;
  const armed = useFeed("live", {})?.state === "armed";
  const away = connection === "away" ? text.connection.away : "";
  const way = scan !== "off" && scanBySound && armed ? (scanSoundLive ? "live" : "liveCommands") : scan;
  const hint = way === "off" ? "" : text.settings.scanHint[way];
  useSaid(connection, away);
  useSaid(way, hint);
  if (away === "" && hint === "") return null;
  return (
    <section aria-label={text.indicator.notices}>
      {away !== "" && <p className="away">{away}</p>}
      {hint !== "" && <p className="scan-hint">{hint}</p>}
    </section>
  );
}

function Content({ place, go }: { place: Place; go: (place: Place) => void }) {
  const [opening, setOpening] = useState<string | null>(null);
  switch (place.at) {
    case "people":
      return (
        <main id="main" className="page">
          {opening === null ? (
            <People
              key="people"
              onOpen={setOpening}
              onNew={() => go({ at: "new" })}
              onCare={(personId) => go({ at: "care", personId, part: "care" })}
              onRestore={() => go({ at: "restore" })}
            />
          ) : (
            <Opening
              personId={opening}
              onKnown={(person) => {
                setOpening(null);
                go(
                  person === null
                    ? { at: "people" }
                    : { at: "step", personId: person.personId, step: stepToGoOn(person) },
                );
              }}
            />
          )}
        </main>
      );
    case "new":
      return (
        <main id="main" className="page">
          <NewPerson
            key="new"
            onMade={(personId) => go({ at: "step", personId, step: "ability" })}
            onBack={() => go({ at: "people" })}
          />
        </main>
      );
    case "restore":
      return (
        <main id="main" className="page">
          <Restore
            key="restore"
            onBack={() => go({ at: "people" })}
            onOpen={(personId) => {
              setOpening(personId);
              go({ at: "people" });
            }}
          />
        </main>
      );
    case "care":
    case "learn":
    case "step":
      return <PersonContent place={place} go={go} />;
    case "small":
      return null;
  }
}

/** Asks how far a person has come, to open the right step. */
function Opening({ personId, onKnown }: { personId: string; onKnown: (person: PersonView | null) => void }) {
  const text = useText();
  const person = useFeed("person", { personId });
  useEffect(() => {
    if (person !== undefined) onKnown(person);
  }, [person, onKnown]);
  return <p>{text.common.loading}</p>;
}

function PersonContent({
  place,
  go,
}: {
  place: Place & { at: "step" | "learn" | "care" };
  go: (place: Place) => void;
}) {
  const text = useText();
  const person = useFeed("person", { personId: place.personId });
  useEffect(() => {
    if (person === null) go({ at: "people" });
  }, [person, go]);
  if (person === undefined || person === null) {
    return (
      <main id="main" className="page">
        <p>{text.common.loading}</p>
      </main>
    );
  }
  const { personId } = person;
  const goStep = (step: Step) => go({ at: "step", personId, step });
  const goRecord = (commandId: string) => go({ at: "step", personId, step: "record", commandId });
  const goCare = (part: CarePart) => go({ at: "care", personId, part });
  if (place.at === "care") {
    return (
      <main id="main" className="page">
        <CareScreen
          key={place.part}
          person={person}
          part={place.part}
          onCare={goCare}
          onGo={goStep}
          onOpen={(other) => go({ at: "care", personId: other, part: "care" })}
        />
      </main>
    );
  }
  if (place.at === "learn") {
    return (
      <main id="main" className="page">
        <LockNotice person={person} onLock={() => goCare("lock")} />
        <Learn key="learn" person={person} onGo={goStep} onRecord={goRecord} />
      </main>
    );
  }
  return (
    <div className="page page-with-rail">
      <StepRail key={place.step} person={person} step={place.step} onGo={goStep} />
      <main id="main">
        {CHANGES.includes(place.step) && <LockNotice person={person} onLock={() => goCare("lock")} />}
        <StepScreen
          person={person}
          step={place.step}
          commandId={place.commandId}
          onGo={goStep}
          onRecord={goRecord}
          onLearn={() => go({ at: "learn", personId })}
        />
      </main>
    </div>
  );
}

/** Steps that change the person; a PIN holds them back. */
const CHANGES: readonly Step[] = ["ability", "record", "everyday", "train", "actions"];

function usePlace(): [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  const [go] = useState(() => (next: Place) => {
    location.hash = fragmentOf(next);
    setPlace(next);
  });
  return [place, go];
}

/** The address's fragment says where the person is, so the skip link must not change it. */
function focusMain(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("main h1")?.focus();
}
