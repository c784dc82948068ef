/** Which takes a model was trained on, in one word. */
import { createHash } from "node:crypto";

export interface LearnedCommand {
  readonly label: string;
  readonly held?: boolean;
  readonly takes: readonly { readonly id: string; readonly live: boolean }[];
}

/** Changes whenever a command or a recorded take comes, goes or is renamed, or a command becomes a held one; daily life's takes are offered apart. */
export function learnedFrom({ commands }: { readonly commands: readonly LearnedCommand[] }): string {
  const takes = commands.flatMap(({ label, held, takes }) => {
    const recorded = takes.filter(({ live }) => !live).map(({ id }) => id);
    return recorded.length === 0 ? [] : [[label, ...(held ? ["held"] : []), ...recorded.sort()]];
  });
  return createHash("sha256").update(JSON.stringify(takes.sort())).digest("hex");
}
