import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import type { Certificate, CertifiedTake } from "../../main/contract/certificate-values.ts";
import { useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { Screen } from "../parts/screen.tsx";
import { momentInWords } from "../parts/sizes.ts";
import { nameOfWearable } from "../parts/wearable-fault.tsx";
import { useText } from "../text/text-context.tsx";
import type { CareProps } from "./care-screen.tsx";

type Words = ReturnType<typeof useText>["care"]["certificate"];

/** Half a page that a person can read and print: the wearable decides as the app does, take by take, or where it does not. */
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
      <ul className="plain-list">
        {[...Map.groupBy(takes, ({ label }) => label)].map(([label, own]) => (
          <li key={label}>
            {words.ofCommand(label, own.filter((take) => isAlike(take)).length, own.length)}
            {own
              .filter((take) => !isAlike(take))
              .map((take) => (
                <span key={take.number} className="hint certificate-difference">
                  {differenceOf(take, words)}
                </span>
              ))}
          </li>
        ))}
      </ul>
      <dl className="facts certificate-ids">
        <dt>{words.model}</dt>
        <dd>{modelId}</dd>
        <dt>{words.image}</dt>
        <dd>{imageId}</dd>
        <dt>{words.board}</dt>
        <dd>{board}</dd>
      </dl>
      <p className="print-date">{text.care.card.asOf(momentInWords(at, text))}</p>
      <Disclosure>
        <AriaButton slot="trigger" className="button button-quiet no-print">
          {words.takes}
        </AriaButton>
        <DisclosurePanel>
          <Takes takes={takes} />
        </DisclosurePanel>
      </Disclosure>
    </article>
  );
}

/** Exactly, here and on the wearable. */
function isAlike({ float, app, differs }: CertifiedTake): boolean {
  return differs === null && (float === undefined || float === app);
}

function differenceOf({ label, number, app, float, differs }: CertifiedTake, words: Words): string {
  const take = words.takeOf(label, number);
  const heard = (command: string | null): string => command ?? words.nothing;
  const rounded =
    float !== undefined && float !== app
      ? [`${words.exact}: ${heard(float)}, ${words.here}: ${heard(app)}`]
      : [];
  const there = differs === null ? [] : [`${words.there}: ${words.stages[differs]}`];
  return `${take} – ${[...rounded, ...there].join("; ")}`;
}

function Takes({ takes }: { takes: readonly CertifiedTake[] }) {
  const words = useText().care.certificate;
  return (
    <table>
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
