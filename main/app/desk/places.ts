/** Where things lie on this computer. */
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder for Beckon's own data, as each system wants it. */
export function dataFolder(
  env: Readonly<NodeJS.ProcessEnv>,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env.HOME ?? homedir();
  if (platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "Beckon");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Beckon");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "beckon");
}
