import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import type { PersonView } from "../../main/contract/values.ts";
import { soakSaid, type SoakSaid, type SoakView } from "../../main/contract/soak-values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button, ProgressBar } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Disc } from "../parts/level.tsx";
import { MicrophoneBar } from "../parts/microphone-bar.tsx";
import { lengthInWords } from "../parts/rates.ts";
import { sendSoundFile } from "../parts/send-file.ts";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { isMotion } from "../text/signal-text.ts";
import { useSignalText } from "../text/use-signal-text.ts";

/** Starts, shows and stops listening. */
export function SoakListening({ person, soak }: { person: PersonView; soak: SoakView }) {
  const text = useSignalText(person);
  const motion = isMotion(person);
  const words = text.soak;
  const microphone = useFeed("microphone", {});
  const { ask, fault: asked } = useAsking();
  const [chosen, setChosen] = useState<SoakSaid>();
  const [share, setShare] = useState<number | null>(null);
  const fault = asked ?? soak.fault;
  useSaidFault(fault);
  useSaid(soak.state, words.states[soak.state]);
  const { personId } = person;
  const live = soak.source === "live";
  const off = soak.state === "off" && share === null;
  const said = live ? soak.said : (chosen ?? soak.said);
  const say = (next: SoakSaid) => {
    setChosen(next);
    if (live) void ask("soak.say", { personId, said: next });
  };
  const listen = (source: "live" | "kept") => void ask("soak.start", { personId, source, said });
  const send = async (files: FileList | null) => {
    const file = files?.[0];
    if (file === undefined) return;
    setShare(0);
    await sendSoundFile(ask, personId, said, file, setShare);
    setShare(null);
  };
  const { roomSeconds, talkSeconds, movementSeconds } = person.everyday;
  const anyKept = (motion ? movementSeconds : roomSeconds + talkSeconds) > 0;
  const hears = soak.state === "listening";
  const mood = hears ? "hearing" : soak.state === "reading" ? "waiting" : "paused";
  return (
    <section className={`stage stage-soak ${hears ? "stage-hearing" : ""}`} aria-labelledby="soak-state">
      <Disc mood={mood} levelDb={hears && !motion ? (microphone?.levelDb ?? -96) : -96} />
      <div className="stage-words">
        <h2 id="soak-state" className="big">
          {share === null ? words.states[soak.state] : words.sending}
        </h2>
        {soak.state === "reading" && <p>{words.soFar(lengthInWords(soak.doneSeconds / 3600, text))}</p>}
      </div>
      {soak.state === "reading" && soak.ofSeconds !== null && soak.ofSeconds > 0 && (
        <ProgressBar label={words.progress} share={Math.min(1, soak.doneSeconds / soak.ofSeconds)} />
      )}
      {share !== null && <ProgressBar label={words.sending} share={share} />}
      {(live || off) && !motion && (
        <div role="group" aria-labelledby="soak-said" className="row chips">
          <span id="soak-said">{words.whatNow}</span>
          {soakSaid.options.map((kind) => (
            <Button key={kind} aria-pressed={kind === said} onPress={() => say(kind)}>
              {words.said[kind]}
            </Button>
          ))}
        </div>
      )}
      {off && (
        <>
          <div className="row">
            <Button look="primary" onPress={() => listen("live")}>
              {words.start}
            </Button>
            {anyKept && <Button onPress={() => listen("kept")}>{words.kept}</Button>}
            {!motion && (
              <FileTrigger
                acceptedFileTypes={["audio/*", ".wav", ".flac", ".opus", ".ogg"]}
                onSelect={(files) => void send(files)}
              >
                <Button>{words.file}</Button>
              </FileTrigger>
            )}
          </div>
          <p className="hint">{words.startHint}</p>
          {!motion && <p className="hint">{words.fileHint}</p>}
        </>
      )}
      {!off && soak.state !== "elsewhere" && share === null && (
        <div className="row">
          <Button look="primary" onPress={() => void ask("soak.stop", {})}>
            {words.stop}
          </Button>
        </div>
      )}
      {fault && <FaultBox fault={fault} />}
      {live && !motion && soak.state !== "off" && <MicrophoneBar microphone={microphone} />}
    </section>
  );
}
