import { useEffect, useRef } from "react";
import { Switch } from "react-aria-components";
import type { CommandView, PersonView, RecorderView, TakeVerdict } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { useAnnouncer } from "../parts/announce-context.tsx";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Disc } from "../parts/level.tsx";
import { Screen } from "../parts/screen.tsx";
import { SensesBar, SensesPicture, useSenses } from "../parts/senses.tsx";
import { useSettings } from "../parts/settings-context.tsx";
import { TakeRow } from "../parts/take-row.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { goodTakes, mayTrain } from "../parts/way.ts";
import type { Text } from "../text/en.ts";
import { useSignalText } from "../text/use-signal-text.ts";
import { AdviceSection } from "./advice.tsx";
import { whoOf } from "./step-props.ts";

/** Between one command's last take and the next one's first, for reading its name. */
const TURN_MS = 1800;
/** More takes of a command that has all: as many at a time. */
const EXTRA_TAKES = 3;
const MOST_TAKES = 30;

/** Takes of one command after the other, without a click between them. */
export function Recording({
  person,
  command,
  onCommand,
  onWords,
  onNext,
  onWearable,
}: {
  person: PersonView;
  command: CommandView;
  onCommand: (commandId: string) => void;
  onWords: () => void;
  onNext: () => void;
  onWearable: () => void;
}) {
  const text = useSignalText(person);
  const { settings, change } = useSettings();
  const senses = useSenses(person);
  const recorder = useFeed("recorder", {});
  const { ask, fault: asked } = useAsking();
  const fault = asked ?? recorder?.fault ?? null;
  useSaidFault(fault);

  const { personId } = person;
  const mine =
    recorder?.personId === personId && recorder.commandId === command.commandId ? recorder : undefined;
  const phase = mine?.phase ?? "idle";
  const running = phase !== "idle" && phase !== "done";
  const deaf = running && senses.isDeaf;
  const good = goodTakes(command);
  const allDone = person.commands.every((one) => goodTakes(one) >= person.takesWanted);

  // Takes there were when recording began: the recorder counts from there, and tells before the takes themselves come.
  const base = useRef<{ commandId: string; takes: number } | null>(null);
  const start = (which: CommandView) => {
    base.current = { commandId: which.commandId, takes: goodTakes(which) };
    const missing = person.takesWanted - goodTakes(which);
    void ask("recorder.start", {
      personId,
      commandId: which.commandId,
      wanted: Math.min(MOST_TAKES, missing > 0 ? missing : EXTRA_TAKES),
      start: settings.countdown ? "countdown" : "listen",
    });
  };
  const stop = () => void ask("recorder.stop", {});
  const before =
    base.current?.commandId === command.commandId ? base.current.takes : good - (mine?.good ?? 0);
  const wanted = Math.max(person.takesWanted, running ? before + (mine?.wanted ?? 0) : 0);
  useSaidVerdicts(mine, before + (mine?.good ?? 0), wanted, text);
  useTurns(mine, person, command, text, (next) => {
    onCommand(next.commandId);
    start(next);
  });
  // Whoever leaves this screen records no more.
  useEffect(() => () => void ask("recorder.stop", {}), [ask]);

  const verdict = mine?.last ? verdictOf(mine.last.verdict, mine.kept, text) : "";
  const finished = allDone && !running;
  return (
    <Screen
      title={text.record.title(command.label)}
      lead={text.record.lead(whoOf(person))}
      foot={
        <>
          <Button onPress={onWords}>{text.record.choose}</Button>
          <Button look={allDone ? "primary" : "plain"} isDisabled={!mayTrain(person)} onPress={onNext}>
            {text.common.next}
          </Button>
        </>
      }
    >
      <div className={`stage stage-${phase}`}>
        <Disc mood={deaf ? "idle" : moodOf(phase)} levelDb={senses.levelDb} />
        <div className="stage-words">
          <p className="stage-word">{command.label}</p>
          <p className="stage-phase">
            {phase === "countdown" && !deaf
              ? `${text.record.phases.countdown} · ${Math.ceil(mine?.secondsLeft ?? 0)}`
              : text.record.phases[deaf ? "deaf" : phase]}
          </p>
          <p className={`stage-verdict ${finished || mine?.last?.verdict === "good" ? "is-good" : ""}`}>
            {finished ? text.record.allDone : verdict}
          </p>
        </div>
        <SensesPicture senses={senses} />
      </div>
      <TakeRow
        takes={command.takes}
        wanted={wanted}
        personId={personId}
        canPlay={senses.signal === "sound"}
      />
      <div className="row">
        {running ? (
          <Button look="primary" onPress={stop}>
            {text.record.pause}
          </Button>
        ) : (
          <Button look={allDone ? "plain" : "primary"} onPress={() => start(command)}>
            {good === 0 ? text.record.start : text.record.goOn}
          </Button>
        )}
        {mine?.last && !mine.kept && (
          <Button onPress={() => void ask("takes.keepLast", { personId })}>{text.record.keep}</Button>
        )}
        <Switch
          className="switch"
          isSelected={settings.countdown}
          onChange={(countdown) => {
            change({ countdown });
            if (running) stop();
          }}
        >
          <span className="switch-track" aria-hidden="true" />
          {text.record.countdown}
        </Switch>
        {senses.signal === "sound" && (
          <Switch
            className="switch"
            isSelected={command.held}
            onChange={(held) => {
              if (running) stop();
              void ask("commands.setHeld", { personId, commandId: command.commandId, held });
            }}
          >
            <span className="switch-track" aria-hidden="true" />
            {text.record.held}
          </Switch>
        )}
      </div>
      {command.held && senses.signal === "sound" && <p className="hint">{text.record.heldHint}</p>}
      {fault && (
        <FaultBox fault={fault} remedies={[{ label: text.common.again, onPress: () => start(command) }]} />
      )}
      <SensesBar senses={senses} onWearable={onWearable} />
      <AdviceSection
        person={person}
        onRecord={(commandId) => {
          if (running) stop();
          onCommand(commandId);
        }}
        onPlay={running ? stop : undefined}
      />
      <section aria-labelledby="others-title" data-scan-group="commands">
        <h2 id="others-title">{text.record.others}</h2>
        <div className="row chips">
          {person.commands.map((one) => (
            <Button
              key={one.commandId}
              aria-label={text.record.takesOf(one.label, goodTakes(one), person.takesWanted)}
              aria-pressed={one.commandId === command.commandId}
              onPress={() => {
                if (running) stop();
                onCommand(one.commandId);
              }}
            >
              {one.label}
              <span className="count">
                {goodTakes(one)}/{person.takesWanted}
              </span>
            </Button>
          ))}
        </div>
        {!allDone && mayTrain(person) && <p className="hint">{text.record.enough}</p>}
      </section>
    </Screen>
  );
}

function moodOf(phase: RecorderView["phase"]): "idle" | "waiting" | "hearing" {
  if (phase === "hearing" || phase === "judging") return "hearing";
  return phase === "idle" || phase === "done" ? "idle" : "waiting";
}

/** A take that is kept in spite of a remark is the person's way of saying it. */
function verdictOf(verdict: TakeVerdict, kept: boolean, { record }: Text): string {
  return kept && verdict !== "good" ? record.keptSo : record.verdicts[verdict];
}

/** Each judged take is said once; two equal refusals are two. */
function useSaidVerdicts(recorder: RecorderView | undefined, good: number, wanted: number, text: Text): void {
  const announcer = useAnnouncer();
  const seen = useRef<string | null | undefined>(undefined);
  const last = recorder?.last ?? null;
  useEffect(() => {
    if (recorder === undefined) return;
    const before = seen.current;
    seen.current = last?.takeId ?? null;
    if (before === undefined || last === null || before === last.takeId) return;
    const verdict = verdictOf(last.verdict, recorder.kept, text);
    announcer.say(recorder.kept ? text.record.counted(verdict, good, wanted) : verdict);
  }, [recorder, last, good, wanted, text, announcer]);
}

/** Goes on to the next command by itself when the recorder finished this one before our eyes. */
function useTurns(
  recorder: RecorderView | undefined,
  person: PersonView,
  command: CommandView,
  text: Text,
  onTurn: (next: CommandView) => void,
): void {
  const announcer = useAnnouncer();
  const wasRunning = useRef(false);
  const latest = useRef({ person, onTurn });
  latest.current = { person, onTurn };
  const phase = recorder?.phase;
  useEffect(() => {
    const finished = wasRunning.current && phase === "done";
    wasRunning.current = phase !== undefined && phase !== "idle" && phase !== "done";
    if (!finished) return;
    announcer.say(text.record.commandDone(command.label));
    const timer = setTimeout(() => {
      const { person, onTurn } = latest.current;
      const next = person.commands.find(
        (one) => one.commandId !== command.commandId && goodTakes(one) < person.takesWanted,
      );
      announcer.say(next === undefined ? text.record.allDone : text.record.nextCommand(next.label));
      if (next !== undefined) onTurn(next);
    }, TURN_MS);
    return () => clearTimeout(timer);
  }, [phase, command.commandId, command.label, text, announcer]);
}
