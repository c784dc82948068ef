import { useState } from "react";
import type { ComparisonView, LearningView } from "../../main/contract/learning-values.ts";
import type { PersonView, Step } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Comparison } from "../parts/comparison.tsx";
import { Button, ProgressBar } from "../parts/controls.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";

/** What daily life taught: a new result beside the old one, how each command fares, and the way back. */
export function Learn({
  person,
  onGo,
  onRecord,
}: {
  person: PersonView;
  onGo: (step: Step) => void;
  onRecord: (commandId: string) => void;
}) {
  const text = useText();
  const words = text.learn;
  const learning = useFeed("learning", { personId: person.personId });
  const isOnWearable = person.model !== null && person.verifiedModelId === person.model.modelId;
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      foot={
        isOnWearable ? (
          <Button look="primary" onPress={() => onGo("live")}>
            {words.toLive}
          </Button>
        ) : (
          <Button look="primary" onPress={() => onGo("send")}>
            {words.toSend}
          </Button>
        )
      }
    >
      {learning ? (
        <>
          {person.model !== null && !isOnWearable && <p className="good-news">{words.accepted}</p>}
          {learning.offered ? (
            <Offer person={person} offered={learning.offered} />
          ) : (
            <News person={person} learning={learning} />
          )}
          <Drift person={person} learning={learning} onRecord={onRecord} />
          <Older person={person} learning={learning} />
        </>
      ) : (
        <p>{text.common.loading}</p>
      )}
    </Screen>
  );
}

/** What is new to learn from, and the training that learns it. */
function News({ person, learning }: { person: PersonView; learning: LearningView }) {
  const text = useText();
  const words = text.learn;
  const { personId } = person;
  const { takes, mistakes } = learning.marked;
  const training = useFeed("training", {});
  const mine = training?.personId === personId ? training : undefined;
  const { ask, fault } = useAsking();
  const trouble = fault ?? (mine?.state === "failed" ? mine.fault : null);
  useSaidFault(trouble);
  return (
    <section aria-labelledby="news-title">
      <h2 id="news-title">{words.news}</h2>
      {takes + mistakes === 0 && <p>{words.newNothing}</p>}
      <ul className="plain-list">
        {takes > 0 && <li>{words.newTakes(takes)}</li>}
        {mistakes > 0 && <li>{words.newMistakes(mistakes)}</li>}
      </ul>
      {learning.worthTraining && <p className="good-news">{words.worth}</p>}
      {mine?.state === "running" ? (
        <div className="stack">
          <ProgressBar label={text.train.stages[mine.stage]} share={mine.progress} />
          <div className="row">
            <Button onPress={() => void ask("training.cancel", {})}>{text.train.cancel}</Button>
          </div>
        </div>
      ) : (
        <div className="row">
          <Button
            look={learning.worthTraining ? "primary" : "plain"}
            onPress={() => void ask("training.start", { personId, ask: true })}
          >
            {words.again}
          </Button>
        </div>
      )}
      {trouble && <FaultBox fault={trouble} />}
    </section>
  );
}

function Offer({ person, offered }: { person: PersonView; offered: NonNullable<LearningView["offered"]> }) {
  const words = useText().learn;
  const { personId } = person;
  const { ask, fault, busy } = useAsking();
  useSaidFault(fault);
  useSaid(offered.modelKey, `${words.waiting} ${words.verdicts[offered.comparison.verdict]}`);
  return (
    <section className="panel" aria-labelledby="offer-title">
      <h2 id="offer-title">{words.waiting}</h2>
      <Comparison comparison={offered.comparison} />
      <Choice
        comparison={offered.comparison}
        yes={words.accept}
        yesWorse={words.acceptWorse}
        no={words.decline}
        busy={busy}
        onYes={(overrule) => void ask("models.use", { personId, modelKey: offered.modelKey, overrule })}
        onNo={() => void ask("models.decline", { personId })}
      />
      {fault && <FaultBox fault={fault} />}
    </section>
  );
}

/** A worse one is taken only after one more question. */
function Choice({
  comparison,
  yes,
  yesWorse,
  no,
  busy,
  onYes,
  onNo,
}: {
  comparison: ComparisonView;
  yes: string;
  yesWorse: string;
  no: string;
  busy: boolean;
  onYes: (overrule: boolean) => void;
  onNo: () => void;
}) {
  const words = useText().learn;
  const [asking, setAsking] = useState(false);
  const isWorse = comparison.verdict === "worse";
  return (
    <div className="row">
      {isWorse && (
        <Button look="primary" isDisabled={busy} onPress={onNo}>
          {no}
        </Button>
      )}
      <Button
        look={isWorse ? "plain" : "primary"}
        isDisabled={busy}
        onPress={() => (isWorse ? setAsking(true) : onYes(false))}
      >
        {isWorse ? yesWorse : yes}
      </Button>
      {!isWorse && (
        <Button isDisabled={busy} onPress={onNo}>
          {no}
        </Button>
      )}
      <Confirm
        title={words.worseTitle}
        question={words.worseText}
        yes={words.worseYes}
        open={asking}
        onYes={() => onYes(true)}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}

function Drift({
  person,
  learning,
  onRecord,
}: {
  person: PersonView;
  learning: LearningView;
  onRecord: (commandId: string) => void;
}) {
  const words = useText().learn;
  if (learning.drift.length === 0) return null;
  return (
    <section aria-labelledby="drift-title">
      <h2 id="drift-title">{words.drift}</h2>
      <ul className="plain-list drift">
        {learning.drift.map(({ label, first, recent, sliding }) => {
          const atFirst = words.ofTested(first.heard, first.tested);
          const command = person.commands.find((one) => one.label === label);
          return (
            <li key={label}>
              <span className="entry-command">{label}</span>
              <span>
                {recent.tested === 0
                  ? words.driftFirst(atFirst)
                  : words.driftLine(atFirst, words.ofTested(recent.heard, recent.tested))}
              </span>
              {sliding && <span className="tag tag-wait">{words.sliding}</span>}
              {sliding && command && (
                <Button onPress={() => onRecord(command.commandId)}>{words.moreTakes(label)}</Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The one in use and all earlier ones; each can be compared and brought back. */
function Older({ person, learning }: { person: PersonView; learning: LearningView }) {
  const text = useText();
  const words = text.learn;
  const { personId } = person;
  const [compared, setCompared] = useState<{ modelKey: number; comparison: ComparisonView } | null>(null);
  const { ask, fault, busy } = useAsking();
  useSaidFault(fault);
  const date = new Intl.DateTimeFormat(text.locale, { dateStyle: "medium", timeStyle: "short" });
  const compare = async (modelKey: number) => {
    const comparison = await ask("models.compare", { personId, modelKey });
    setCompared(comparison === undefined ? null : { modelKey, comparison });
  };
  const use = async (modelKey: number, overrule: boolean) => {
    if ((await ask("models.use", { personId, modelKey, overrule })) !== undefined) setCompared(null);
  };
  const { current, older } = learning;
  return (
    <section aria-labelledby="older-title">
      <h2 id="older-title">{words.older}</h2>
      <ul className="plain-list models">
        {current !== null && (
          <li>
            <span>{words.learnedOn(date.format(current.trainedAt))}</span>
            <span>{words.heardOf(current.heard, current.tested)}</span>
            <span className="tag tag-good">{words.inUse}</span>
          </li>
        )}
        {older.map(({ modelKey, trainedAt, heard, tested }) => (
          <li key={modelKey}>
            <span>{words.learnedOn(date.format(trainedAt))}</span>
            <span>{words.heardOf(heard, tested)}</span>
            {compared?.modelKey === modelKey ? (
              <div className="panel">
                <Comparison comparison={compared.comparison} back />
                <Choice
                  comparison={compared.comparison}
                  yes={words.bringBack}
                  yesWorse={words.bringBackWorse}
                  no={words.decline}
                  busy={busy}
                  onYes={(overrule) => void use(modelKey, overrule)}
                  onNo={() => setCompared(null)}
                />
              </div>
            ) : (
              <Button isDisabled={busy} onPress={() => void compare(modelKey)}>
                {busy ? words.comparing : words.compare(date.format(trainedAt))}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {fault && <FaultBox fault={fault} />}
    </section>
  );
}
