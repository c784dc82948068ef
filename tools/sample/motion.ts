/** The sample person's movement: four gestures, five takes of each on two days, and everyday movement. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../common/random.ts";
import { BACKGROUND_LABEL } from "../../common/street.ts";
import { everydayPath, gesturePath, GESTURES } from "./gestures.ts";
import type { ManifestLine } from "./manifest.ts";
import { createSensor, MOTION_RATE_HZ, record } from "./wrist.ts";

const PERSON = "sample";
const TAKES_A_DAY = 5;
const EVERYDAY_FILES = 4;
const EVERYDAY_SECONDS = 75;

export async function makeMotion(dir: string, random: Random): Promise<ManifestLine[]> {
  const lines: ManifestLine[] = [];
  const worn = createSensor(random.fork("sensor"));
  // The same board on both days, strapped on anew.
  const sensors = [worn, { ...worn, strap: worn.strap + 0.1 * random.fork("strap").normal() }] as const;
  for (let take = 1; take <= 2 * TAKES_A_DAY; take++) {
    const session = take <= TAKES_A_DAY ? 1 : 2;
    for (const label of Object.keys(GESTURES)) {
      const path = `${label}-${String(take).padStart(2, "0")}.csv`;
      const chance = random.fork(path);
      const gesture = gesturePath(label, chance);
      writeFileSync(
        join(dir, path),
        csv(record(gesture.path, gesture.seconds, sensors[session - 1]!, chance)),
      );
      lines.push({ path, kind: "motion", person: PERSON, label, session });
    }
  }
  for (let file = 1; file <= EVERYDAY_FILES; file++) {
    const path = `everyday/day-${file}.csv`;
    const chance = random.fork(path);
    const session = file <= EVERYDAY_FILES / 2 ? 1 : 2;
    writeFileSync(
      join(dir, path),
      csv(record(everydayPath(chance, EVERYDAY_SECONDS), EVERYDAY_SECONDS, sensors[session - 1]!, chance)),
    );
    lines.push({ path, kind: "motion", person: PERSON, label: BACKGROUND_LABEL, session });
  }
  return lines;
}

function csv(rows: readonly (readonly [number, number, number])[]): string {
  const lines = rows.map((row, i) =>
    [(i / MOTION_RATE_HZ).toFixed(2), ...row.map((value) => value.toFixed(3))].join(","),
  );
  return ["t,ax,ay,az", ...lines, ""].join("\n");
}
