/** `npm run bench [-- --full …]`: all that `beckon bench` measures, then how quick the window is (e2e/app/speed.ts). */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const node = [process.execPath, "--disable-warning=ExperimentalWarning"] as const;
const parts = [
  [here("../main/cli/beckon.ts"), "bench", ...process.argv.slice(2)],
  [here("../e2e/app/speed.ts")],
];
const codes = parts.map(([file, ...args]) => {
  const done = spawnSync(node[0], [node[1], file!, ...args], { stdio: "inherit" });
  return done.status ?? 3;
});
process.exit(Math.max(...codes));
