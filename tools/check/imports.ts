/**
 * Which folder may import which (DESIGN: import direction). Alone:
 *   npm run check:imports [-- ROOT]
 * Each wrong import is named with both files. Fails too when it read nothing,
 * or less than what lies there: dependency-cruiser with a TypeScript it does
 * not know reads no module and still reports success.
 */
import { existsSync, globSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import type { CheckResult } from "./program.ts";

const MAIN_PARTS = ["main/wearables", "main/mapping", "main/actor", "main/vault"];

/** Each folder, and the folders of ours that it may import besides itself. Whatever is not listed is refused. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  common: [],
  "firmware-gen": ["common"],
  models: ["common", "firmware-gen"],
  "main/contract": ["common"],
  "main/wearables": ["common", "firmware-gen", "models", "main/contract"],
  "main/mapping": ["common", "main/contract"],
  "main/actor": ["common", "main/contract"],
  "main/vault": ["common", "main/contract"],
  "main/app": ["common", "firmware-gen", "models", "main/contract", ...MAIN_PARTS],
  "main/shell": ["common", "main/contract", "main/app", "main/host"],
  "main/host": ["common", "main/contract", "main/app"],
  "main/cli": ["common", "main/contract", "main/app", "main/host"],
  renderer: ["common", "main/contract"],
  // Journeys look into every room, and nothing may lean on them.
  e2e: ["common", "firmware-gen", "models", "main", "renderer"],
  // Tools build and check everything, and nothing may lean on a tool but on the one that finds the right Node.
  tools: ["common", "firmware-gen", "models", "main"],
};

/** Decisions that must stay free of clock, disk and network. */
const PURE = "^(common|main/contract|main/mapping|renderer)/";

const folders = Object.keys(MAY_IMPORT);
const OURS = `^(${["main", ...folders].join("|")})/`;

const RULES: IFlattenedRuleSet = {
  forbidden: [
    ...folders.flatMap((folder) => {
      const name = `${folder} may import only ${["itself", ...MAY_IMPORT[folder]!].join(", ")}`;
      const allowed = `^tools/node24\\.mjs$|^(${[folder, ...MAY_IMPORT[folder]!].join("|")})/`;
      const tests = `^${folder}/.*\\.test\\.tsx?$`;
      const rule = { name, severity: "error" as const };
      return [
        { ...rule, from: { path: `^${folder}/`, pathNot: tests }, to: { path: OURS, pathNot: allowed } },
        // A test may use what a floor below has made for testing.
        {
          ...rule,
          from: { path: tests },
          to: { path: OURS, pathNot: `${allowed}|^${folder.split("/")[0]}/.*/testing/` },
        },
      ];
    }),
    {
      name: "common imports nothing",
      severity: "error",
      from: { path: "^common/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^common/" },
    },
    {
      name: "pure folders use nothing of Node",
      severity: "error",
      from: { path: PURE, pathNot: "\\.test\\.tsx?$|/vite\\.config\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    // Types alone may look at each other: nothing of them is left when the program runs.
    {
      name: "no import goes round in a circle",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "every import is found", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
};

/** Packages say by `exports` which file an import means. */
const RESOLVE = {
  extensions: [".ts", ".tsx", ".mjs", ".js", ".d.ts"],
  exportsFields: ["exports"],
  conditionNames: ["import", "node", "default", "types"],
};

/** @param root folder that holds common, main and the others. */
export async function checkImports(root: string): Promise<CheckResult> {
  const there = [...new Set(folders.map((folder) => folder.split("/")[0]!))].filter((folder) =>
    existsSync(resolve(root, folder)),
  );
  const sources = there.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: root }));
  if (sources.length === 0) return { ok: false, report: `no source file was found in ${resolve(root)}` };

  const tsConfigFile = fileURLToPath(new URL("../../tsconfig.json", import.meta.url));
  const { output } = await cruise(
    there,
    {
      baseDir: resolve(root),
      ruleSet: RULES,
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
      exclude: { path: "(^|/)node_modules/electron" },
    },
    RESOLVE,
    { tsConfig: extractTSConfig(tsConfigFile) },
  );
  const { modules, summary } = output as ICruiseResult;

  const read = new Set(modules.map(({ source }) => source));
  const unread = sources.filter((path) => !read.has(path.replaceAll("\\", "/")));
  const faults = [
    ...summary.violations.map(({ rule, from, to }) => `${from} → ${to}: ${rule.name}`),
    ...(unread.length > 0 ? [`${unread.length} of ${sources.length} files were not read: ${unread[0]}`] : []),
  ];
  return { ok: faults.length === 0, report: faults.join("\n") };
}

if (import.meta.main) {
  const { ok, report } = await checkImports(process.argv[2] ?? ".");
  console.log(ok ? "check:imports: every import goes the right way" : report);
  process.exit(ok ? 0 : 1);
}
