/**
 * stories.html?story=NAME&language=ko&look=dark&scan=step shows one story; without a name, links to all.
 * Values come from the story, never from main: nothing is recorded or done here.
 */
import { createRoot } from "react-dom/client";
import type { FeedName, FeedValue } from "../../main/contract/contract.ts";
import type { MicrophoneView } from "../../main/contract/values.ts";
import { App } from "../app.tsx";
import { CallFault, type Client } from "../client/client.ts";
import { DEFAULT_SETTINGS, readSettings } from "../parts/settings.ts";
import "../styles/all.css";
import { STORIES, type Story } from "./stories.ts";

const asked = new URLSearchParams(location.search);
const language = asked.get("language") === "ko" ? "ko" : "en";
const { look, scan } = readSettings(JSON.stringify({ look: asked.get("look"), scan: asked.get("scan") }));
const story = STORIES.find(({ name }) => name === asked.get("story"));
const root = createRoot(document.getElementById("app")!);

if (story === undefined) {
  root.render(
    <main className="page">
      <ul>
        {STORIES.map(({ name }) => (
          <li key={name}>
            <a data-story={name} href={`?story=${name}`}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </main>,
  );
} else {
  location.hash = story.fragment;
  root.render(
    <App
      client={clientOf(story)}
      settings={{ ...DEFAULT_SETTINGS, language, look, scan, ...story.settings }}
    />,
  );
  void press(story.press ?? []).then(() => {
    document.documentElement.dataset.ready = story.name;
  });
}

function clientOf({ feeds, connection }: Story): Client {
  const values = feeds(language);
  const refusal = new CallFault({
    code: "story",
    thing: "Story",
    problem: "Nothing is asked here.",
    remedy: "",
  });
  return {
    call: () => Promise.reject(refusal),
    subscribe: (name, _input, listener) => {
      const value = values[name as FeedName];
      if (value !== undefined) listener(value as FeedValue<typeof name>);
      if (name === "microphone" && values.microphone?.state === "working") {
        speak(values.microphone, listener as (value: MicrophoneView) => void);
      }
      return () => undefined;
    },
    sendSound: () => undefined,
    onConnection: (listener) => {
      // Not "open": a story opens no microphone.
      listener(connection ?? "connecting");
      return () => undefined;
    },
  };
}

/** Some seconds of a voice, for the picture of the level, ending with the level of the story. */
function speak(last: MicrophoneView, listener: (value: MicrophoneView) => void, left = 48): void {
  const swing = Math.sin(left / 2.3) * Math.sin(left / 7.1);
  const levelDb = left === 0 ? last.levelDb : last.levelDb - 30 + 34 * Math.abs(swing);
  listener({ ...last, levelDb });
  if (left > 0) setTimeout(() => speak(last, listener, left - 1), 8);
}

async function press(selectors: readonly string[]): Promise<void> {
  for (const selector of ["h1", ...selectors]) {
    const element = await appearing(selector);
    if (selector !== "h1") element.click();
  }
}

async function appearing(selector: string): Promise<HTMLElement> {
  for (;;) {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null) return element;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
