/** The list that goes with a recordings folder. */
import type { Signal } from "../../common/street.ts";

export interface ManifestLine {
  readonly path: string;
  readonly kind: Signal;
  readonly person: string;
  readonly label: string;
  readonly session: number;
}

export function manifestText(lines: readonly ManifestLine[], source: string): string {
  const rows = lines.map(({ path, kind, person, label, session }) =>
    [path, kind, person, label, session, source].join(","),
  );
  return ["path,kind,person,label,session,source", ...rows, ""].join("\n");
}
