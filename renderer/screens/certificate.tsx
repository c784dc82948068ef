import type { Certificate, CertifiedTake } from "../../main/contract/certificate-values.ts";
import { useFeed } from "../client/client-context.tsx";
import { byCommand, differencesIn } from "../parts/certified.ts";
import { Button } from "../parts/controls.tsx";
import { Disclosed } from "../parts/disclosed.tsx";
import { Screen } from "../parts/screen.tsx";
import { momentInWords } from "../parts/sizes.ts";
import { nameOfWearable } from "../parts/wearable-fault.tsx";
import { useText } from "../text/text-context.tsx";
import type { CareProps } from "./care-screen.tsx";

/** Half a page that a person can read and print: the wearable decides as the app does, or where it does not; each take where it is asked for. */
export function CertificatePage({ person, onCare, onGo }: CareProps) {
  const text = useText();
  const words = text.care.certificate;
  const { personId, name, model } = person;
  const view = useFeed("certificate", { personId });
  const made = view?.certificate ?? null;
  return (
    <Screen
      title={words.title(name)}
      foot={
        <>
          <Button onPress={() => onCare("care")}>{text.care.backTo(name)}</Button>
          {made !== null && (
            <Button look="primary" onPress={() => window.print()}>
              {text.care.card.print}
            </Button>
          )}
        </>
      }
    >
      <p className="lead no-print">{words.lead}</p>
      {view === undefined && <p>{text.common.loading}</p>}
      {view !== undefined && made === null && <p>{words.none}</p>}
      {made !== null && <Page made={made} wearable={person.wearable} />}
      {view?.holds === false && model !== null && (
        <div className="stack no-print">
          {made !== null && <p className="tag tag-wait">{words.isOld}</p>}
          <div className="row">
            <Button look="primary" onPress={() => onGo("send")}>
              {text.care.health.putOn}
            </Button>
          </div>
        </div>
      )}
    </Screen>
  );
}

function Page({ made, wearable }: { made: Certificate; wearable: string }) {
  const text = useText();
  const words = text.care.certificate;
  const wearables = useFeed("wearables", {});
  const { takes, at, modelId, imageId, board } = made;
  const differing = takes.filter(({ differs }) => differs !== null);
  const rounded = takes.filter(({ float, app }) => float !== undefined && float !== app);
  const hasTwin = takes.some(({ float }) => float !== undefined);
  const name = made.wearable === wearable ? nameOfWearable(wearable, wearables, text) : made.wearable;
  return (
    <article className="print-card certificate">
      <p className={differing.length === 0 ? "good-news" : "trouble-problem"}>
        {differing.length === 0
          ? words.equal(takes.length, name)
          : words.differs(differing.length, takes.length)}
      </p>
      <p>{hasTwin ? words.rounding(rounded.length, takes.length) : words.noTwin}</p>
      <Commands takes={takes} hasTwin={hasTwin} />
      <Differences takes={takes} />
      <dl className="facts certificate-ids">
        <dt>{words.made}</dt>
        <dd>{momentInWords(at, text)}</dd>
        <dt>{words.there}</dt>
        <dd>{name === board ? name : `${name} (${board})`}</dd>
        <dt>{words.model}</dt>
        <dd className="certificate-id">{modelId}</dd>
      </dl>
      <Disclosed title={words.all(takes.length)} level={2} className="certificate-all">
        <div className="scroll" role="region" aria-label={words.takes} tabIndex={0}>
          <table className="certificate-takes">
            <caption className="unseen">{words.takes}</caption>
            <thead>
              <tr>
                <th scope="col">{words.take}</th>
                <th scope="col">{words.exact}</th>
                <th scope="col">{words.here}</th>
                <th scope="col">{words.there}</th>
              </tr>
            </thead>
            <tbody>
              {takes.map((take) => (
                <Row key={`${take.label} ${take.number}`} take={take} />
              ))}
            </tbody>
          </table>
        </div>
        <dl className="facts certificate-ids">
          <dt>{words.image}</dt>
          <dd className="certificate-id">{imageId}</dd>
        </dl>
      </Disclosed>
    </article>
  );
}

function Commands({ takes, hasTwin }: { takes: readonly CertifiedTake[]; hasTwin: boolean }) {
  const words = useText().care.certificate;
  return (
    <table>
      <caption>{words.commands}</caption>
      <thead>
        <tr>
          <th scope="col">{words.command}</th>
          {hasTwin && <th scope="col">{words.exact}</th>}
          <th scope="col">{words.there}</th>
        </tr>
      </thead>
      <tbody>
        {byCommand(takes).map(({ label, takes: count, exactly, onWearable }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {hasTwin && <td>{words.ofTakes(exactly ?? 0, count)}</td>}
            <td>{words.ofTakes(onWearable, count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Differences({ takes }: { takes: readonly CertifiedTake[] }) {
  const words = useText().care.certificate;
  const found = differencesIn(takes);
  if (found.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="differences">
      <h2 id="differences">{words.differences}</h2>
      <ul>
        {found.map(({ label, numbers, how }) => {
          const where = words.inTakes(label, numbers.join(", "), numbers.length);
          const what = "stage" in how ? words.how[how.stage] : words.rounded(how.exact, how.here);
          return <li key={`${where} ${what}`}>{`${where}: ${what}`}</li>;
        })}
      </ul>
    </section>
  );
}

function Row({ take }: { take: CertifiedTake }) {
  const words = useText().care.certificate;
  const { label, number, hash, app, float, differs } = take;
  const heard = (command: string | null): string => command ?? words.nothing;
  return (
    <tr>
      <th scope="row">
        {words.takeOf(label, number)} <span className="hint certificate-hash">{hash}</span>
      </th>
      <td>{float === undefined ? "–" : heard(float)}</td>
      <td>{heard(app)}</td>
      <td>{differs === null ? words.same : words.stages[differs]}</td>
    </tr>
  );
}
