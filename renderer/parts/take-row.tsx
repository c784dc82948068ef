import { useState } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import type { TakeView } from "../../main/contract/values.ts";
import { useAsking } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";
import { FaultBox } from "./fault.tsx";
import { Waveform } from "./level.tsx";
import { playPcm } from "./play.ts";

/** One dot for each take that is wanted, filled with its picture once it is there; below them, each can be heard, if it is a sound, and removed. */
export function TakeRow({
  takes,
  wanted,
  personId,
  canPlay,
}: {
  takes: readonly TakeView[];
  wanted: number;
  personId: string;
  canPlay: boolean;
}) {
  const text = useText();
  const { ask, fault } = useAsking();
  const [playing, setPlaying] = useState<string | null>(null);
  const places = Array.from({ length: Math.max(wanted, takes.length) }, (_, i) => takes[i]);
  const play = async (takeId: string) => {
    const sound = await ask("takes.listen", { personId, takeId });
    if (sound === undefined) return;
    setPlaying(takeId);
    try {
      await playPcm(sound.pcmBase64, sound.rateHz);
    } finally {
      setPlaying(null);
    }
  };
  return (
    <div className="takes">
      <p className="takes-count">{text.record.takes(takes.length, wanted)}</p>
      <ol className="plain-list take-dots">
        {places.map((take, i) => (
          <li
            key={take?.takeId ?? i}
            className={take ? (take.verdict === "good" ? "full" : "full remark") : ""}
          >
            <span className="unseen">
              {text.record.take(i + 1)}: {take ? text.record.remarks[take.verdict] : text.record.missing}
            </span>
            {take && <Waveform peaks={take.waveform} />}
          </li>
        ))}
      </ol>
      {takes.length > 0 && (
        <Disclosure>
          <AriaButton slot="trigger" className="button button-quiet">
            {text.record.look}
          </AriaButton>
          <DisclosurePanel>
            <ul className="plain-list take-list" data-scan-group="takes">
              {takes.map((take, i) => (
                <li key={take.takeId}>
                  <span>{text.record.take(i + 1)}</span>
                  <Waveform peaks={take.waveform} />
                  {canPlay && (
                    <Button
                      aria-label={text.record.play(i + 1)}
                      isDisabled={playing !== null}
                      onPress={() => void play(take.takeId)}
                    >
                      <span aria-hidden="true">▶</span>
                    </Button>
                  )}
                  <Button
                    aria-label={text.record.removeTake(i + 1)}
                    onPress={() => void ask("takes.remove", { personId, takeId: take.takeId })}
                  >
                    <span aria-hidden="true">✕</span>
                  </Button>
                </li>
              ))}
            </ul>
          </DisclosurePanel>
        </Disclosure>
      )}
      {fault && <FaultBox fault={fault} />}
    </div>
  );
}
