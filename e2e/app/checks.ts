/** What every screen must keep, whatever it shows. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Smallest side of what can be pressed, CSS pixels. */
const LEAST_TARGET = 44;

/** What axe finds against WCAG 2.2 A and AA and its own good practice, one line each. */
export async function findViolations(page: Page): Promise<string[]> {
  const look = async (): Promise<string[]> => {
    // A colour on its way to another one is no colour of the screen.
    await page.evaluate(async () => {
      const ending = document
        .getAnimations()
        .filter((one) => one.effect?.getTiming().iterations !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${help} (${target.join(" ")}) ${failureSummary ?? ""}`,
      ),
    );
  };
  // What an answer from main's side changed while axe was reading is looked at once more.
  return (await look()).length === 0 ? [] : look();
}

/**
 * What is cut off, or stands outside of the window so that one has to scroll
 * sideways. A table that scrolls by itself may be wider (WCAG 1.4.10).
 */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // What only a screen reader gets is one pixel wide on purpose.
    const isSeen = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (at.clientWidth <= 1 && getComputedStyle(at).overflowX === "hidden") return false;
      }
      return element.getClientRects().length > 0 && element.closest(".skip, svg") === null;
    };
    const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const isInScroller = (element: Element): boolean => {
      for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
        if (scrolls(at)) return true;
      }
      return false;
    };
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (!isSeen(element) || isInScroller(element)) continue;
      const name = `<${element.tagName.toLowerCase()} class="${element.className}"> "${element.textContent.trim().slice(0, 40)}"`;
      const { left, right } = element.getBoundingClientRect();
      if (right > width + 1 || left < -1) found.push(`${name} reaches from ${left} to ${right} of ${width}`);
      const cuts = !/visible|auto|scroll/.test(getComputedStyle(element).overflowX);
      if (cuts && element.scrollWidth > element.clientWidth + 1) found.push(`${name} is cut off`);
    }
    return found;
  });
}

/** What can be pressed but is too small for an unsteady hand. */
export function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const found: string[] = [];
    for (const element of document.body.querySelectorAll("button, a[href], input, [role=slider]")) {
      const seen = element instanceof HTMLInputElement ? (element.closest("label") ?? element) : element;
      const parent = element.parentElement;
      const isUnseen =
        parent !== null && parent.clientWidth <= 1 && getComputedStyle(parent).overflowX === "hidden";
      if ((isUnseen && seen === element) || element.closest(".skip") !== null) continue;
      if (seen.getClientRects().length === 0) continue;
      const { width, height } = seen.getBoundingClientRect();
      if (width < least - 0.5 || height < least - 0.5) {
        found.push(`"${element.getAttribute("aria-label") ?? seen.textContent}" is ${width} × ${height}`);
      }
    }
    return found;
  }, LEAST_TARGET);
}

/**
 * Pictures made of backgrounds, such as bars and switches, that are gone where the system chooses the colours: seen
 * before, and then neither their background nor an edge tells them from what is behind them.
 */
export async function findVanished(page: Page): Promise<string[]> {
  const look = (): Promise<[name: string, isSeen: boolean][]> =>
    page.evaluate(() => {
      const shownOn = (element: Element | null): string => {
        for (let at = element; at !== null; at = at.parentElement) {
          const { backgroundColor: colour, backgroundImage } = getComputedStyle(at);
          if (backgroundImage !== "none") return backgroundImage;
          if (!/^rgba\(.*, 0\)$/.test(colour)) return colour;
        }
        return "rgb(255, 255, 255)";
      };
      const empty = [...document.body.querySelectorAll("span, div, b, i")].filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return element.childNodes.length === 0 && width >= 2 && height >= 2;
      });
      return empty.flatMap((element): [string, boolean][] =>
        [undefined, "::before"].flatMap((part): [string, boolean][] => {
          const style = getComputedStyle(element, part);
          if (part !== undefined && style.content === "none") return [];
          const { backgroundColor: colour, backgroundImage: image, borderTopWidth, borderTopColor } = style;
          const behind = shownOn(part === undefined ? element.parentElement : element);
          const own = image !== "none" ? image : /^rgba\(.*, 0\)$/.test(colour) ? behind : colour;
          const hasEdge = borderTopWidth !== "0px" && borderTopColor !== behind;
          return [[`${element.className}${part ?? ""}`, own !== behind || hasEdge]];
        }),
      );
    });
  const before = await look();
  await page.emulateMedia({ forcedColors: "active" });
  const now = await look();
  await page.emulateMedia({ forcedColors: "none" });
  return before.flatMap(([name, wasSeen], i) =>
    wasSeen && now[i]?.[1] === false ? [`${name} is gone`] : [],
  );
}
