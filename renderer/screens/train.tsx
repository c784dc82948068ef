import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button, ProgressBar } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { goodTakes } from "../parts/way.ts";
import { useText } from "../text/text-context.tsx";
import { type LearnProps, whoOf } from "./step-props.ts";

/** Progress is said in such steps, percent: more would flood. */
const SAID_PERCENT = 25;

export function Train({ person, onGo, onLearn }: LearnProps) {
  const text = useText();
  const words = text.train;
  const training = useFeed("training", {});
  const learning = useFeed("learning", { personId: person.personId });
  const { ask, fault } = useAsking();
  const { personId, model } = person;
  const mine = training?.personId === personId ? training : undefined;
  const running = mine?.state === "running";
  const ready = model !== null && !person.modelIsStale && !running;
  const percent = Math.floor(((mine?.progress ?? 0) * 100) / SAID_PERCENT) * SAID_PERCENT;
  const wasCancelled = mine?.state === "cancelled";
  const cancelled = model === null ? words.cancelled : words.cancelledAgain;
  const trouble = fault ?? (mine?.state === "failed" ? mine.fault : null);
  useSaidFault(trouble);
  useSaid(running ? percent : undefined, words.running(percent), "progress");
  useSaid(mine?.state, mine?.state === "done" ? words.done : wasCancelled ? cancelled : "");
  const start = () => void ask("training.start", { personId });
  const takes = person.commands.reduce((sum, command) => sum + goodTakes(command), 0);
  return (
    <Screen
      title={words.title(whoOf(person))}
      lead={words.lead}
      foot={
        <>
          <Button onPress={() => onGo("everyday")}>{text.common.back}</Button>
          <Button look={ready ? "primary" : "plain"} isDisabled={!ready} onPress={() => onGo("result")}>
            {words.seeResult}
          </Button>
        </>
      }
    >
      <p className="big">{words.counts(person.commands.length, takes)}</p>
      {running ? (
        <div className="stack">
          <ProgressBar label={words.stages[mine.stage]} share={mine.progress} />
          <div className="row">
            <Button onPress={() => void ask("training.cancel", {})}>{words.cancel}</Button>
          </div>
        </div>
      ) : (
        <div className="stack">
          {ready && !wasCancelled && <p className="good-news">✓ {words.done}</p>}
          {model !== null && person.modelIsStale && <p>{words.stale}</p>}
          {learning?.offered && (
            <>
              <p>{text.learn.waitingWorse}</p>
              <div className="row">
                <Button onPress={onLearn}>{text.learn.see}</Button>
              </div>
            </>
          )}
          {wasCancelled && <p>{cancelled}</p>}
          <div className="row">
            <Button look={ready ? "plain" : "primary"} onPress={start}>
              {model === null ? words.start : words.again}
            </Button>
          </div>
        </div>
      )}
      {trouble && !running && (
        <FaultBox
          fault={trouble}
          remedies={[
            { label: text.common.again, onPress: start },
            { label: text.steps.record, onPress: () => onGo("record") },
          ]}
        />
      )}
    </Screen>
  );
}
