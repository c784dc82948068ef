/** `npm run bench [-- --full …]`: all that `beckon bench` measures, then how quick the window is (e2e/app/speed.ts). */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const parts = [["../main/cli/beckon.ts", "bench", ...process.argv.slice(2)], ["../e2e/app/speed.ts"]];
const codes = parts.map(([path = "", ...args]) => {
  const file = fileURLToPath(new URL(path, import.meta.url));
  const line = ["--disable-warning=ExperimentalWarning", file, ...args];
  return spawnSync(process.execPath, line, { stdio: "inherit" }).status ?? 3;
});
process.exit(Math.max(...codes));
