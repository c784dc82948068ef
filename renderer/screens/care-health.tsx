import { useState } from "react";
import { type HealthView, KEEP_DAYS, type KeepDays } from "../../main/contract/care-values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { lengthInWords } from "../parts/rates.ts";
import { Screen } from "../parts/screen.tsx";
import { bytesInWords, dayInWords, momentInWords } from "../parts/sizes.ts";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import type { CareProps } from "./care-screen.tsx";
import { Sealing } from "./care-sealing.tsx";

const CHOICES: readonly KeepDays[] = [...KEEP_DAYS, null];

/** Power, connection, what was checked on the wearable, storage. */
export function HealthPage({ person, onCare, onGo }: CareProps) {
  const text = useText();
  const words = text.care.health;
  const { personId, name } = person;
  const health = useFeed("health", { personId });
  return (
    <Screen
      title={words.title(name)}
      foot={<Button onPress={() => onCare("care")}>{text.care.backTo(name)}</Button>}
    >
      {health === undefined ? (
        <p>{text.common.loading}</p>
      ) : (
        <div className="pair">
          <section className="panel" aria-labelledby="power">
            <h2 id="power">{words.power}</h2>
            <p>{powerInWords(health, text)}</p>
          </section>
          <Link health={health} />
          <section className="panel" aria-labelledby="verified">
            <h2 id="verified">{words.verified}</h2>
            {health.verified === null ? (
              <p>{words.verifiedNone}</p>
            ) : (
              <p>{words.verifiedAt(momentInWords(health.verified.at, text), health.verified.takes)}</p>
            )}
            {health.verified?.isCurrent !== true && person.model !== null && (
              <>
                {health.verified !== null && <p>{words.verifiedOld}</p>}
                <Button onPress={() => onGo("send")}>{words.putOn}</Button>
              </>
            )}
          </section>
          <Storage health={health} />
          <Sealing />
        </div>
      )}
    </Screen>
  );
}

function powerInWords({ battery, wearable }: HealthView, text: ReturnType<typeof useText>): string {
  const words = text.care.health;
  if (battery !== null) return words.battery(battery);
  return wearable === "virtual" ? words.ownPower : words.noBattery;
}

function Link({ health: { link } }: { health: HealthView }) {
  const text = useText();
  const words = text.care.health;
  const count = new Intl.NumberFormat(text.locale);
  return (
    <section className="panel" aria-labelledby="link">
      <h2 id="link">{words.link}</h2>
      {link === null ? (
        <p>{words.linkNone}</p>
      ) : (
        <>
          <p className={link.quality === "good" ? "kept" : ""}>{words.quality[link.quality]}</p>
          <dl className="facts">
            <dt>{words.received}</dt>
            <dd>{count.format(link.received)}</dd>
            <dt>{words.missed}</dt>
            <dd>{count.format(link.missed)}</dd>
            <dt>{words.late}</dt>
            <dd>{count.format(link.late)}</dd>
            <dt>{words.losses}</dt>
            <dd>{count.format(link.losses)}</dd>
          </dl>
          <p className="hint">{link.now ? words.measured.now : words.measured.before}</p>
        </>
      )}
    </section>
  );
}

function Storage({ health: { storage } }: { health: HealthView }) {
  const text = useText();
  const words = text.care.health;
  const { ask, fault } = useAsking();
  const [asked, setAsked] = useState<KeepDays>(null);
  useSaidFault(fault);
  const keep = (days: KeepDays) => void ask("storage.keepEveryday", { days });
  const names = { 30: words.keepDays.d30, 90: words.keepDays.d90, 365: words.keepDays.d365 };
  const nameOf = (days: KeepDays) => (days === null ? words.keepDays.always : names[days]);
  const isShorter = (days: KeepDays) =>
    days !== null && (storage.keepDays === null || days < storage.keepDays);
  return (
    <section className="panel health-storage" aria-labelledby="storage">
      <h2 id="storage">{words.storage}</h2>
      <dl className="facts">
        <dt>{words.vault}</dt>
        <dd>{bytesInWords(storage.vaultBytes, text)}</dd>
        {storage.freeBytes !== null && (
          <>
            <dt>{words.free}</dt>
            <dd>{bytesInWords(storage.freeBytes, text)}</dd>
          </>
        )}
        <dt>{words.takes}</dt>
        <dd>{lengthInWords(storage.takeSeconds / 3600, text)}</dd>
        <dt>{words.everyday}</dt>
        <dd>{lengthInWords(storage.everydaySeconds / 3600, text)}</dd>
        <dt>{words.other}</dt>
        <dd>{lengthInWords(storage.otherSeconds / 3600, text)}</dd>
        {storage.oldestAt !== null && (
          <>
            <dt>{words.oldest}</dt>
            <dd>{dayInWords(storage.oldestAt, text)}</dd>
          </>
        )}
      </dl>
      <div role="group" aria-labelledby="keep" className="stack">
        <h3 id="keep">{words.keep}</h3>
        <div className="row chips">
          {CHOICES.map((days) => (
            <Button
              key={days ?? 0}
              aria-pressed={storage.keepDays === days}
              onPress={() => (isShorter(days) ? setAsked(days) : keep(days))}
            >
              {nameOf(days)}
            </Button>
          ))}
        </div>
        <p className="hint">{words.keepHint}</p>
      </div>
      {fault && <FaultBox fault={fault} />}
      <Confirm
        title={words.keep}
        question={words.keepAsk}
        yes={nameOf(asked)}
        open={asked !== null}
        onYes={() => keep(asked)}
        onClose={() => setAsked(null)}
      />
    </section>
  );
}
