/**
 * Exit code 0 when node_modules holds what package-lock.json asks for, else 1.
 * Contents are compared, not times: a clone, a copy or a touched file must not
 * cost an install, and an old node_modules must not pass. Runs on Node 20.
 */
import { existsSync, readFileSync } from "node:fs";

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.error(`beckon: Node 20 or newer is needed to begin with; this is ${process.version}.`);
  process.exit(1);
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
const packagesOf = (path) => JSON.parse(readFileSync(path, "utf8")).packages;

function isInstalled() {
  if (!existsSync("node_modules/.package-lock.json")) return false;
  const asked = packagesOf("package-lock.json");
  const there = packagesOf("node_modules/.package-lock.json");
  return Object.entries(asked).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const found = there[path];
    // Optional ones are left out where they are for another system.
    return found === undefined ? optional === true : found.version === version && existsSync(path);
  });
}

process.exit(isInstalled() ? 0 : 1);
