/**
 * `npm run screens [-- WORD…]`: pictures of every story (or those whose name holds one of the
 * words) in both languages, light, dark and high contrast, wide and narrow, and one contact sheet
 * for each of these, into build/screens/.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LANGUAGES, LOOKS, NARROW, openStories, type StoryBook, WIDE } from "./stories.ts";

const OUT = fileURLToPath(new URL("../../build/screens", import.meta.url));
const SIZES = { wide: WIDE, narrow: NARROW } as const;
/** Width of one picture on the sheet, pixels, and how many stand side by side. */
const SHEET = { wide: { picture: 420, columns: 4 }, narrow: { picture: 220, columns: 8 } } as const;

const words = process.argv.slice(2);
const book = await openStories();
try {
  await takeAll();
} finally {
  await book.close();
}

async function takeAll(): Promise<void> {
  const names = book.names.filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  for (const size of ["wide", "narrow"] as const) {
    const page = await book.newPage(SIZES[size]);
    for (const language of LANGUAGES) {
      for (const look of LOOKS) {
        const pictures: Picture[] = [];
        for (const story of names) {
          await book.show(page, { story, language, look });
          const file = join(OUT, `${story}-${language}-${look}-${size}.png`);
          await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
          pictures.push({ story, file });
        }
        const sheet = join(OUT, `sheet-${language}-${look}-${size}.png`);
        await makeSheet(book, pictures, size, sheet);
        console.log(sheet);
      }
    }
    await page.context().close();
  }
}

interface Picture {
  readonly story: string;
  readonly file: string;
}

async function makeSheet(
  book: StoryBook,
  pictures: readonly Picture[],
  size: keyof typeof SHEET,
  file: string,
): Promise<void> {
  const { picture, columns } = SHEET[size];
  const figures = await Promise.all(
    pictures.map(async ({ story, file }) => {
      const data = (await readFile(file)).toString("base64");
      return `<figure><img width="${picture}" src="data:image/png;base64,${data}"><figcaption>${story}</figcaption></figure>`;
    }),
  );
  const style = `body{margin:8px;background:#777;columns:${columns};column-gap:8px;font:12px sans-serif}
    figure{margin:0 0 8px;break-inside:avoid;background:#fff}img{display:block}figcaption{padding:2px 4px}`;
  const html = `${file}.html`;
  await writeFile(html, `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join("")}`);
  const page = await book.newPage({ width: columns * (picture + 8) + 16, height: 800 });
  await page.goto(`file://${html}`);
  await page.screenshot({ path: file, fullPage: true });
  await page.context().close();
  await rm(html);
}
