import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { WANTED_NODE } from "../../tools/node24.mjs";
import { sampleImage } from "../wearables/testing/sample-model.ts";
import { COMMANDS } from "./commands.ts";
import { parseCall } from "./options.ts";
import { createOutput } from "./output.ts";

const SHIM = fileURLToPath(new URL("beckon.mjs", import.meta.url));

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "beckon-cli-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function beckon(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SHIM, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("every file of commands/ is in the table, and every command says how it is called", async () => {
  const files = readdirSync(new URL("commands/", import.meta.url)).map((name) => name.replace(/\.ts$/, ""));
  assert.deepEqual(Object.keys(COMMANDS).sort(), files.filter((name) => !name.endsWith(".test")).sort());
  for (const [name, entry] of Object.entries(COMMANDS)) {
    const command = await entry.load();
    assert.ok(command.about.length > 40, name);
    for (const option of Object.keys(command.options)) {
      assert.match(`${command.usage} ${command.about}`, new RegExp(`--${option}\\b`), `${name} --${option}`);
    }
  }
});

const CALLS: readonly (readonly [args: string[], exit: number, says: RegExp])[] = [
  [["--help"], 0, /^usage: beckon COMMAND/],
  [[], 2, /^usage: beckon COMMAND/],
  [["image", "--help"], 0, /^usage: beckon image FILE\.bkn/],
  [["sing"], 2, /^beckon: sing: is no command of Beckon\./],
  [["toString"], 2, /^beckon: toString: is no command of Beckon\./],
  [["image"], 2, /^beckon image: needs a file/],
  [["image", "a", "b"], 2, /^beckon: b: is one argument too many\./],
  [["image", "--colour", "a"], 2, /^beckon image: Unknown option '--colour'\./],
  [["image", "--seed", "1.5", "a"], 2, /^beckon: --seed: is no whole number\./],
  [
    ["train", "--out", "a", "--recordings", "b", "--enrol", "1.5"],
    2,
    /^beckon: --enrol: is no whole number\./,
  ],
  [["push", "--image", "a"], 2, /^beckon: --device: is missing\./],
  [
    ["push", "--image", "a", "--device", "carrier:pigeon"],
    2,
    /"carrier:pigeon": is not a way to name a wearable/,
  ],
  [["replay", "--device", "emulated:toaster", "a"], 2, /toaster.*microbit-v1/],
  [["replay", "a"], 2, /^beckon replay: needs either --image or --device/],
  [["image", "/nowhere/x.bkn"], 1, /^beckon: \/nowhere\/x\.bkn: There is no such file/],
  [["flash", "--board", "toaster", "--image", "a", "--out", "a.hex"], 2, /toaster.*not known/],
  [["flash", "--board", "microbit-v1", "--image", "a", "--out", "a.txt"], 2, /\.hex or \.uf2/],
];
for (const [args, exit, says] of CALLS) {
  test(`beckon ${args.join(" ")} exits with ${exit} and says why`, () => {
    const { status, stdout, stderr } = beckon(...args);
    assert.deepEqual([status, (stdout + stderr).split("\n").length > 1], [exit, true]);
    assert.match(stdout + stderr, says);
    // Results and only results on standard output.
    if (exit !== 0 && args.length > 0) assert.equal(stdout, "");
  });
}

test("with --json an error is one JSON object on standard error", () => {
  const { status, stdout, stderr } = beckon("image", "/nowhere", "--json");
  assert.equal(status, 1);
  assert.equal(stdout, "");
  const { error } = JSON.parse(stderr);
  assert.deepEqual(Object.keys(error), ["code", "thing", "problem", "remedy"]);
});

test("a file that is no image is the input's fault, and is named", () => {
  const path = join(folder, "letter.bkn");
  writeFileSync(path, "Dear reader");
  const { status, stderr } = beckon("image", path);
  assert.equal(status, 1);
  assert.match(stderr, /letter\.bkn: This is not a Beckon image\./);
});

test("a recording of movement given to an image that hears sound is named", async () => {
  const image = join(folder, "hears.bkn");
  const take = join(folder, "tilt.csv");
  writeFileSync(image, await sampleImage("sound"));
  const rows = Array.from({ length: 100 }, (_, at) => `${at / 50},0,0,1`);
  writeFileSync(take, ["t,ax,ay,az", ...rows, ""].join("\n"));
  for (const args of [
    ["replay", take],
    ["listen", "--device", "virtual", "--file", take],
  ]) {
    const { status, stderr } = beckon(...args, "--image", image);
    assert.equal(status, 1);
    assert.match(stderr, /^beckon: \S+tilt\.csv: It is a recording of motion, and the image is for sound\./);
  }
});

test("a fault of the program itself ends in a plain sentence and a file with the detail", async () => {
  const { runCli } = await import("./run-cli.ts");
  const broken = { summary: "", load: () => Promise.reject(new TypeError("the sky fell")) };
  const table = COMMANDS as Record<string, unknown>;
  table.broken = broken;
  const said: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = (text: string) => said.push(text) > 0;
  try {
    assert.equal(await runCli(["broken"], new AbortController().signal), 3);
  } finally {
    process.stderr.write = write;
    delete table.broken;
  }
  const path = /The detail is in (\S+)\.$/m.exec(said.join(""))?.[1] ?? "";
  assert.match(readFileSync(path, "utf8"), /TypeError: the sky fell\n\s+at /);
  rmSync(path);
});

test("a command ends when it is told to, though whoever sends it sound goes on sending", async () => {
  const image = join(folder, "sound.bkn");
  writeFileSync(image, await sampleImage("sound"));
  const child = spawn(process.execPath, [SHIM, "virtual", "--image", image], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  await once(child.stdout, "data"); // it is ready
  child.kill("SIGTERM");
  const tooLong = setTimeout(() => child.kill("SIGKILL"), 20_000);
  const [code] = await exit;
  clearTimeout(tooLong);
  assert.equal(code, 0);
});

test("the command runs in the one Node, whatever Node started it", () => {
  const file = join(folder, "version.mjs");
  writeFileSync(file, "console.log(process.versions.node)");
  const shim = `import { runWithOurNode } from ${JSON.stringify(new URL("../../tools/node24.mjs", import.meta.url).href)};
    runWithOurNode(${JSON.stringify(file)}, []);`;
  const { stdout } = spawnSync("node", ["--input-type=module", "-e", shim], { encoding: "utf8" });
  assert.equal(stdout.trim(), WANTED_NODE);
});

test("options are read as they are meant", async () => {
  const command = {
    usage: "",
    about: "",
    options: { a: { type: "string", multiple: true } },
    run: async () => undefined,
  };
  const { options, seed, json } = parseCall("x", command as never, [
    "--a",
    "1",
    "--a",
    " p, q,,r ",
    "--json",
  ]);
  assert.deepEqual(options.all("a"), ["1", " p, q,,r "]);
  assert.deepEqual(options.list("a"), ["p", "q", "r"]);
  assert.deepEqual([seed, json, options.flag("json")], [1, true, true]);
  assert.throws(() => options.number("a", 0, 5), /must be a number from 0 to 5/);
});

test("progress is one line per finished piece of work in a log, and is redrawn on a terminal", () => {
  const text = { log: "", terminal: "" };
  const streams = (name: keyof typeof text, isTTY: boolean) => ({
    out: { write: () => true },
    err: { isTTY, write: (more: string) => (text[name] += more) !== "" },
  });
  for (const [name, isTTY] of [
    ["log", false],
    ["terminal", true],
  ] as const) {
    const { progress } = createOutput(false, streams(name, isTTY) as never);
    for (const done of [0, 1, 2]) progress("Training", done, 2);
  }
  assert.match(text.log, /^Training +█{24} 100 %\n$/);
  assert.match(
    text.terminal,
    /^\rTraining +░{24} +0 %\rTraining +█{12}░{12} +50 %\rTraining +█{24} 100 %\n$/,
  );
});
