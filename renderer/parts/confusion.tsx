import type { CSSProperties } from "react";
import type { ModelView } from "../../main/contract/values.ts";
import { useText } from "../text/text-context.tsx";

/** What was said by what was heard: a table, for reading, and shaded, for looking. */
export function Confusion({ model }: { model: ModelView }) {
  const text = useText();
  const columns = [...model.labels, text.result.notHeard];
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={text.result.picture}>
      <table className="confusion">
        <caption className="unseen">{text.result.picture}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{text.result.said}</span>
            </th>
            {columns.map((label, column) => (
              <th key={column} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {model.labels.map((label, row) => {
            const counts = model.confusion[row] ?? [];
            const sum = Math.max(
              1,
              counts.reduce((all, count) => all + count, 0),
            );
            return (
              <tr key={label}>
                <th scope="row">{label}</th>
                {columns.map((_, column) => {
                  const count = counts[column] ?? 0;
                  const kind = count === 0 ? "none" : column === row ? "right" : "wrong";
                  const style = { "--share": count / sum } as CSSProperties;
                  return (
                    <td key={column} className={`cell cell-${kind}`} style={style}>
                      {count}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
