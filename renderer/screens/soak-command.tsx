import { useState } from "react";
import { Label, Slider, SliderThumb, SliderTrack } from "react-aria-components";
import type { PersonView } from "../../main/contract/values.ts";
import { type SoakCommandView, soakKind } from "../../main/contract/soak-values.ts";
import { useAsking } from "../client/client-context.tsx";
import { useAnnouncer } from "../parts/announce-context.tsx";
import { BoundPicture } from "../parts/bound-picture.tsx";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { lengthInWords, rateInWords } from "../parts/rates.ts";
import type { Text } from "../text/en.ts";
import { useSignalText } from "../text/use-signal-text.ts";

const TAGS = { proved: "tag-good", unproved: "tag-wait", over: "tag-bad" } as const;

/** How often one command would have acted by mistake, whether that is little enough, and what to change. */
export function SoakCommand({
  person,
  command,
  hours,
  onWords,
}: {
  person: PersonView;
  command: SoakCommandView;
  hours: number;
  onWords: () => void;
}) {
  const text = useSignalText(person);
  const words = text.soak;
  const announcer = useAnnouncer();
  const { ask, fault, busy } = useAsking();
  const { personId } = person;
  const { label, limitPerHour, step, learnedStep, steps, advice } = command;
  /** Where the slider is, before it is used. */
  const [moved, setMoved] = useState<number | null>(null);
  const shown = moved ?? step;
  const { wrong, upperPerHour, standing } = steps[shown]!;
  const now = steps[step]!;
  const limit = rateInWords(limitPerHour, text);
  const last = steps.length - 1;
  const use = async (next: number) => {
    if ((await ask("soak.setSureness", { personId, steps: { [label]: next } })) === undefined) return;
    setMoved(null);
    announcer.say(words.used(label));
  };
  const valueText = `${words.step(shown)}${shown === learnedStep ? `, ${words.learned}` : ""}`;
  const kinds = soakKind.options.filter((kind) => (command.wrongByKind[kind] ?? 0) > 0);
  return (
    <article className="panel soak-command" aria-label={label} data-scan-group={`soak ${label}`}>
      <div className="soak-head">
        <h3>{label}</h3>
        <span className={`tag ${TAGS[now.standing]}`}>{words.standings[now.standing]}</span>
      </div>
      {upperPerHour === null ? (
        <p>{words.nothingYet(limit)}</p>
      ) : (
        <>
          <p>
            {moved === null ? words.seen(wrong, lengthInWords(hours, text)) : words.wouldBe(wrong)}{" "}
            {words.most(rateInWords(upperPerHour, text), limit)}
            {standing === "over" && ` ${words.overWhy}`}
          </p>
          <BoundPicture seen={wrong / hours} most={upperPerHour} limit={limitPerHour} />
          {moved === null && kinds.length > 0 && (
            <p className="hint">
              {kinds
                .map((kind) => words.byKind(words.kinds[kind], command.wrongByKind[kind] ?? 0))
                .join(" · ")}
            </p>
          )}
        </>
      )}
      {hours > 0 && moved === null && (
        <p className="soak-advice">
          {adviceInWords(advice, text)}
          {advice.kind === "surer" && (
            <Button isDisabled={busy} onPress={() => void use(advice.step)}>
              {words.makeSurer(advice.step)}
            </Button>
          )}
          {advice.kind === "otherWord" && <Button onPress={onWords}>{words.chooseWord}</Button>}
        </p>
      )}
      <Slider
        className="slider"
        value={shown}
        minValue={0}
        maxValue={last}
        step={1}
        onChange={(next) => setMoved(next === step ? null : next)}
      >
        <Label className="slider-label">
          {words.sure}
          <span className="unseen">: {label}</span>
        </Label>
        <span className="slider-value">{valueText}</span>
        <div className="slider-row">
          <Button
            aria-label={words.less(label)}
            isDisabled={shown === 0}
            onPress={() => setMoved(shown - 1 === step ? null : shown - 1)}
          >
            <span aria-hidden="true">−</span>
          </Button>
          <SliderTrack className="slider-track">
            <SliderThumb className="slider-thumb" />
          </SliderTrack>
          <Button
            aria-label={words.more(label)}
            isDisabled={shown === last}
            onPress={() => setMoved(shown + 1 === step ? null : shown + 1)}
          >
            <span aria-hidden="true">+</span>
          </Button>
        </div>
      </Slider>
      {moved !== null && (
        <div className="row">
          <Button look="primary" isDisabled={busy} onPress={() => void use(moved)}>
            {words.use}
          </Button>
          <Button onPress={() => setMoved(null)}>{text.common.cancel}</Button>
        </div>
      )}
      {fault && <FaultBox fault={fault} />}
    </article>
  );
}

function adviceInWords(advice: SoakCommandView["advice"], text: Text): string {
  const words = text.soak.advice;
  switch (advice.kind) {
    case "none":
      return words.none;
    case "listen":
      return words.listen(lengthInWords(advice.hours, text));
    case "surer":
      return advice.hours === 0
        ? words.surer(advice.step)
        : words.surerThen(advice.step, lengthInWords(advice.hours, text));
    case "otherWord":
      return words.otherWord;
  }
}
