/** What on the page can be chosen, in groups as they are marked by `data-scan-group`. */
import { MOST_FLAT } from "./scan.ts";

const CHOOSABLE = "button:not([disabled]), input[type=checkbox]:not([disabled])";
/** Lower ones are not for looking at. */
const LEAST_PIXELS = 12;
/** Walked last: they stand on every screen. */
const LAST_GROUPS = ["rail", "header"];

export interface TargetGroup {
  readonly name: string;
  readonly items: readonly HTMLElement[];
}

/**
 * An open dialog hides everything else, for scanning too. Text fields are left out: everything goes without typing.
 *
 * @param part selector of the parts that alone are to be walked, as long as one is there.
 */
export function findTargets(root: Document, part: string | null = null): readonly TargetGroup[] {
  const dialogs = root.querySelectorAll<HTMLElement>("[role=dialog], [role=alertdialog]");
  const only = part === null ? [] : [...root.querySelectorAll<HTMLElement>(part)];
  const dialog = dialogs[dialogs.length - 1];
  const within: readonly ParentNode[] = dialog ? [dialog] : only.length > 0 ? only : [root];
  const items = within.flatMap((one) => [...one.querySelectorAll<HTMLElement>(CHOOSABLE)]).filter(isThere);
  if (items.length === 0) return [];
  if (items.length <= MOST_FLAT) return [{ name: "all", items }];
  const groups = new Map<string, HTMLElement[]>();
  for (const item of items) {
    const name = item.closest<HTMLElement>("[data-scan-group]")?.dataset.scanGroup ?? "main";
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups]
    .map(([name, items]) => ({ name, items }))
    .sort((a, b) => LAST_GROUPS.indexOf(a.name) - LAST_GROUPS.indexOf(b.name));
}

function isThere(element: HTMLElement): boolean {
  if (element.closest("[inert], [aria-hidden=true], [hidden]") !== null) return false;
  if (element.getAttribute("aria-disabled") === "true") return false;
  // React Aria hides a way out of each dialog for screen readers: a few pixels, nothing to light.
  return visiblePart(element).getBoundingClientRect().height >= LEAST_PIXELS;
}

/** A checkbox itself is invisible: its label is what is seen. */
export function visiblePart(element: HTMLElement): HTMLElement {
  return element instanceof HTMLInputElement ? (element.closest("label") ?? element) : element;
}
