import { useState } from "react";
import type { AdviceView } from "../../main/contract/advice-values.ts";
import type { PersonView } from "../../main/contract/values.ts";
import { useAsking } from "../client/client-context.tsx";
import { adviceReason, adviceTitle, labelOf } from "../parts/advice-words.ts";
import { useAnnouncer } from "../parts/announce-context.tsx";
import { Button } from "../parts/controls.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { playPcm } from "../parts/play.ts";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { ReplaceDialog } from "./replace-dialog.tsx";

/** One piece of advice: what it is, how it sounds, what can be done, and always that it may stay as it is. */
export function AdviceCard({
  advice,
  person,
  onRecord,
  onPlay,
}: {
  advice: AdviceView;
  person: PersonView;
  onRecord: (commandId: string) => void;
  onPlay?: (() => void) | undefined;
}) {
  const text = useText();
  const words = text.advice;
  const announcer = useAnnouncer();
  const { ask, fault } = useAsking();
  useSaidFault(fault);
  const [merging, setMerging] = useState(false);
  const [replacing, setReplacing] = useState<string | null>(null);
  const { personId } = person;
  const { adviceId, kept } = advice;
  const title = adviceTitle(advice, person, text);
  const replaceable = replaceableIn(advice);
  const merge = async ([commandId, fromId]: readonly [string, string]) => {
    const label = labelOf(person, commandId);
    setMerging(false);
    if ((await ask("commands.merge", { personId, commandId, fromId })) !== undefined)
      announcer.say(words.merged(label));
  };
  const keep = async () => {
    if ((await ask("advice.keep", { personId, adviceId, kept: !kept })) === undefined) return;
    if (!kept) announcer.say(words.kept(title));
  };
  return (
    <article className="panel advice-card" aria-label={title} data-scan-group={`advice ${adviceId}`}>
      <h3>{title}</h3>
      <p>{adviceReason(advice, person, text)}</p>
      <Sounds advice={advice} person={person} onPlay={onPlay} />
      <div className="row">
        {advice.kind === "alike" && <Button onPress={() => setMerging(true)}>{words.merge}</Button>}
        {replaceable.map((commandId) => (
          <Button key={commandId} onPress={() => setReplacing(commandId)}>
            {words.replace(labelOf(person, commandId))}
          </Button>
        ))}
        {advice.kind === "badTake" && (
          <Button
            onPress={async () => {
              const removed = await ask("takes.remove", { personId, takeId: advice.takeId });
              if (removed !== undefined) announcer.say(words.takeRemoved);
            }}
          >
            {words.removeTake}
          </Button>
        )}
        <Button onPress={() => void keep()}>{kept ? words.again : words.keep}</Button>
      </div>
      {fault && <FaultBox fault={fault} />}
      {advice.kind === "alike" && (
        <Dialog
          title={words.mergeTitle}
          open={merging}
          onClose={() => setMerging(false)}
          role="alertdialog"
          closeLabel={text.common.cancel}
        >
          <p>
            {words.mergeText(labelOf(person, advice.commandIds[0]), labelOf(person, advice.commandIds[1]))}
          </p>
          <div className="row">
            {[advice.commandIds, [advice.commandIds[1], advice.commandIds[0]] as const].map((pair) => (
              <Button key={pair[0]} onPress={() => void merge(pair)}>
                {words.mergeAs(labelOf(person, pair[0]))}
              </Button>
            ))}
          </div>
        </Dialog>
      )}
      {replacing !== null && (
        <ReplaceDialog
          person={person}
          commandId={replacing}
          onClose={() => setReplacing(null)}
          onReplace={async (label) => {
            const commandId = replacing;
            setReplacing(null);
            if ((await ask("commands.restart", { personId, commandId, label })) !== undefined)
              onRecord(commandId);
          }}
        />
      )}
    </article>
  );
}

/** The commands that could be recorded anew or get another word. */
function replaceableIn(advice: AdviceView): readonly string[] {
  switch (advice.kind) {
    case "alike":
      return advice.commandIds;
    case "unsteady":
    case "likeTalk":
      return [advice.commandId];
    case "badTake":
    case "recording":
      return [];
  }
}

/** What it is about, to be heard: takes side by side, and pieces of talk. */
function Sounds({
  advice,
  person,
  onPlay,
}: {
  advice: AdviceView;
  person: PersonView;
  onPlay: (() => void) | undefined;
}) {
  const text = useText();
  const words = text.advice;
  const { ask, fault } = useAsking();
  const [playing, setPlaying] = useState(false);
  const { personId } = person;
  const play = async (listen: () => Promise<{ pcmBase64: string; rateHz: number } | undefined>) => {
    onPlay?.();
    const sound = await listen();
    if (sound === undefined) return;
    setPlaying(true);
    try {
      await playPcm(sound.pcmBase64, sound.rateHz);
    } finally {
      setPlaying(false);
    }
  };
  const ofTake = (label: string, takeId: string) => ({
    label,
    listen: () => ask("takes.listen", { personId, takeId }),
  });
  const sounds = soundsOf();
  if (sounds.length === 0) return null;
  return (
    <>
      <div className="row">
        {sounds.map(({ label, listen }) => (
          <Button key={label} isDisabled={playing} onPress={() => void play(listen)}>
            <span aria-hidden="true">▶</span> {label}
          </Button>
        ))}
      </div>
      {fault && <FaultBox fault={fault} />}
    </>
  );

  function soundsOf() {
    const numbered = (commandId: string, takeId: string) => {
      const takes = person.commands.find((command) => command.commandId === commandId)?.takes ?? [];
      return ofTake(words.playTake(takes.findIndex((take) => take.takeId === takeId) + 1), takeId);
    };
    switch (advice.kind) {
      case "alike":
        return advice.takeIds.map((takeId) => {
          const command = person.commands.find(({ takes }) => takes.some((take) => take.takeId === takeId));
          return ofTake(words.play(command?.label ?? ""), takeId);
        });
      case "unsteady":
        return advice.takeIds.map((takeId) => numbered(advice.commandId, takeId));
      case "badTake":
        return [numbered(advice.commandId, advice.takeId)];
      case "recording":
        return [];
      case "likeTalk":
        return [
          ofTake(words.play(labelOf(person, advice.commandId)), advice.takeId),
          ...advice.stretches.map((stretch, i) => ({
            label: words.playTalk(i + 1),
            listen: () => ask("everyday.listen", { personId, ...stretch }),
          })),
        ];
    }
  }
}
