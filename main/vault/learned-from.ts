/** Which takes a model was trained on, in one word. */
import { createHash } from "node:crypto";

export interface LearnedCommand {
  readonly label: string;
  readonly takes: readonly { readonly id: string; readonly live: boolean }[];
}

/** Changes whenever a command or a recorded take comes, goes or is renamed; daily life's takes are offered apart. */
export function learnedFrom({ commands }: { readonly commands: readonly LearnedCommand[] }): string {
  const takes = commands.flatMap(({ label, takes }) => {
    const recorded = takes.filter(({ live }) => !live).map(({ id }) => id);
    return recorded.length === 0 ? [] : [[label, ...recorded.sort()]];
  });
  return createHash("sha256").update(JSON.stringify(takes.sort())).digest("hex");
}
