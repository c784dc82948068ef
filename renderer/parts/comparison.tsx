import type { ComparisonView } from "../../main/contract/learning-values.ts";
import { useText } from "../text/text-context.tsx";
import { lengthInWords } from "./rates.ts";

/** Two results side by side, on everything kept; `back`: the other one is an earlier one. */
export function Comparison({ comparison, back = false }: { comparison: ComparisonView; back?: boolean }) {
  const text = useText();
  const words = text.learn;
  const { verdict, commands, mistakes, everyday } = comparison;
  const sum = (of: (change: (typeof commands)[number]) => number): number =>
    commands.reduce((total, change) => total + of(change), 0);
  return (
    <div className={`comparison comparison-${verdict}`}>
      <p className="comparison-verdict">
        <span aria-hidden="true">{SIGNS[verdict]}</span>{" "}
        {(back ? words.verdictsBack : words.verdicts)[verdict]}
      </p>
      <p>
        {words.sum(
          sum(({ before }) => before),
          sum(({ now }) => now),
          sum(({ tested }) => tested),
        )}
      </p>
      <div className="scroll" tabIndex={0} role="group" aria-label={words.comparison}>
        <table className="comparison-table">
          <caption className="unseen">{words.comparison}</caption>
          <thead>
            <tr>
              <th scope="col">{words.command}</th>
              <th scope="col">{words.before}</th>
              <th scope="col">{words.now}</th>
            </tr>
          </thead>
          <tbody>
            {commands.map(({ label, tested, before, now, lost }) => (
              <tr key={label} className={lost ? "is-lost" : ""}>
                <th scope="row">{label}</th>
                <td>{words.ofTested(before, tested)}</td>
                <td>
                  {words.ofTested(now, tested)}
                  {lost && <span className="tag tag-wait">{words.lost}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mistakes.kept > 0 && <p>{words.mistakes(mistakes.before, mistakes.now, mistakes.kept)}</p>}
      {mistakes.returned > 0 && <p>{words.returned(mistakes.returned)}</p>}
      {everyday.hours > 0 && (
        <p>{words.everyday(everyday.before, everyday.now, lengthInWords(everyday.hours, text))}</p>
      )}
      <p className="hint">{words.fair}</p>
    </div>
  );
}

/** They differ in shape, not in colour alone. */
const SIGNS = { better: "▲", alike: "＝", worse: "▼" } as const;
