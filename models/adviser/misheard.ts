/** What the cross-validation tells the person about their commands. */
import type { Confusion } from "../training/confusion.ts";
import type { Advice, AdviceOf } from "./advice.ts";
import { misheard as sentence } from "./sentences.ts";

/** A command that missed or confused at least this share of its own takes is worth a word. */
const WORTH_SAYING = 0.3;
const LEAST = 2;

/**
 * Worst command first.
 *
 * @param told a command of which it was already told why it is hard to hear is left out.
 */
export function misheard({ labels, heardAs }: Confusion, told: readonly Advice[]): AdviceOf<"misheard">[] {
  const explained = told.filter(({ kind }) => kind === "alike" || kind === "unsteady");
  const isExplained = (label: string): boolean =>
    explained.some(({ commands }) => commands.some((command) => command === label));
  return labels
    .map((label, i) => {
      const row = heardAs[i]!;
      const tested = row.reduce((sum, takes) => sum + takes, 0);
      const confused = row.map((takes, j) => (j === i || j === labels.length ? 0 : takes));
      const most = Math.max(...confused);
      const allConfused = confused.reduce((sum, takes) => sum + takes, 0);
      const wrong = tested - row[i]!;
      const mostlyOther = allConfused > wrong - allConfused;
      return {
        label,
        tested,
        wrong,
        other: mostlyOther ? labels[confused.indexOf(most)] : undefined,
        allConfused,
      };
    })
    .filter(
      ({ label, tested, wrong }) => wrong >= LEAST && wrong / tested >= WORTH_SAYING && !isExplained(label),
    )
    .sort((a, b) => b.wrong / b.tested - a.wrong / a.tested)
    .map(({ label, tested, wrong, other, allConfused }) => {
      const shown = other === undefined ? wrong : allConfused;
      return {
        kind: "misheard",
        commands: other === undefined ? [label] : [label, other],
        takes: [],
        figures: { wrong: shown, tested },
        sentence: sentence(label, other, shown, tested),
      };
    });
}
