import type { DemoFigures } from "../app/demo.ts";

/** What the main process tells the window. */
export type FromShell =
  | { readonly kind: "progress"; readonly name: string; readonly share: number }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "figures"; readonly figures: DemoFigures };
