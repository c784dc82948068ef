/** What a certificate says in half a page: command by command, and what differs in words of its own. */
import type { CertifiedTake } from "../../main/contract/certificate-values.ts";

export interface CertifiedCommand {
  readonly label: string;
  readonly takes: number;
  /** Heard with all the digits as here; undefined: there is nothing exact to compare with. */
  readonly exactly: number | undefined;
  /** Computed on the wearable as here, to the last bit. */
  readonly onWearable: number;
}

/** Takes of one command that differ in the same way stand together, so that the page stays short. */
export interface NamedDifference {
  readonly label: string;
  readonly numbers: readonly number[];
  readonly how:
    | { readonly stage: NonNullable<CertifiedTake["differs"]> }
    | { readonly exact: string | null; readonly here: string | null };
}

export function byCommand(takes: readonly CertifiedTake[]): readonly CertifiedCommand[] {
  return [...Map.groupBy(takes, ({ label }) => label)].map(([label, own]) => ({
    label,
    takes: own.length,
    exactly: own.some(({ float }) => float !== undefined)
      ? own.filter(({ float, app }) => float === app).length
      : undefined,
    onWearable: own.filter(({ differs }) => differs === null).length,
  }));
}

/** Those of the wearable first: they forbid its use. */
export function differencesIn(takes: readonly CertifiedTake[]): readonly NamedDifference[] {
  const found = [
    ...takes.flatMap((take) => (take.differs === null ? [] : [named(take, { stage: take.differs })])),
    ...takes.flatMap((take) =>
      take.float === undefined || take.float === take.app
        ? []
        : [named(take, { exact: take.float, here: take.app })],
    ),
  ];
  const alike = Map.groupBy(found, ({ label, how }) => JSON.stringify([label, how]));
  return [...alike.values()].map((group) => ({
    ...group[0]!,
    numbers: group.flatMap(({ numbers }) => numbers),
  }));
}

const named = ({ label, number }: CertifiedTake, how: NamedDifference["how"]): NamedDifference => ({
  label,
  numbers: [number],
  how,
});
