import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import type { NamedBoard } from "./drive.ts";
import { programVolume, type BoardReport, type VolumeJob } from "./volume.ts";

const DRIVE_PROGRAM = fileURLToPath(new URL("fake-drive.ts", import.meta.url));
const V1: NamedBoard = {
  id: "microbit-v1",
  name: "micro:bit V1",
  drive: { daplinkIds: ["9900", "9901"], uf2Ids: [] },
};
const V2: NamedBoard = {
  id: "microbit-v2",
  name: "micro:bit V2",
  drive: { daplinkIds: ["9903", "9904", "9905", "9906"], uf2Ids: [] },
};
const PICO: NamedBoard = {
  id: "pico",
  name: "Raspberry Pi Pico",
  drive: { daplinkIds: [], uf2Ids: ["RPI-RP2"] },
};
const BOARDS = [V1, V2, PICO];

const FIRMWARE = Buffer.from(":00000001FF\n".repeat(20_000)); // 240 KB, more than a pipe holds
const MODEL = "0123456789abcdef";
const TIMES = { leaveMs: 2_000, returnMs: 400, pollMs: 5 };

const details = (id: string, mode = "Interface") =>
  `# DAPLink Firmware - see https://mbed.com/daplink\r\nUnique ID: ${id}000051864e45003e700f0000004400000000\r\n` +
  `HIC ID: 97969901\r\nDaplink Mode: ${mode}\r\n${mode} Version: 0257\r\n`;

interface Drive {
  readonly job: VolumeJob;
  readonly volume: string;
  /** One word per copy that the drive saw. */
  readonly copies: string[];
}

/** A folder with `files`, played by a process when `outcomes` are given; the board runs what was programmed. */
async function plug(t: TestContext, files: Record<string, string>, outcomes: string[] = []): Promise<Drive> {
  const place = fs.mkdtempSync(join(tmpdir(), "beckon-drive-"));
  const volume = join(place, "MICROBIT");
  const programmed = join(place, "programmed");
  fs.mkdirSync(volume);
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(volume, name), text);
  const copies: string[] = [];
  if (outcomes.length > 0) {
    const args = [DRIVE_PROGRAM, volume, "BECKON.HEX", String(FIRMWARE.length), programmed, ...outcomes];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.on("data", (line) =>
      copies.push(
        ...String(line)
          .trim()
          .split("\n")
          .map((text) => JSON.parse(text)),
      ),
    );
    t.after(() => child.kill("SIGKILL"));
    await new Promise((resolve) => setTimeout(resolve, 300)); // a cut needs its pipe in place
  }
  t.after(() => fs.rmSync(place, { recursive: true, force: true }));

  const ask = async (): Promise<BoardReport> => {
    const runs = fs.existsSync(programmed) && fs.readFileSync(programmed).equals(FIRMWARE);
    return { boardId: "microbit-v1", modelId: runs ? MODEL : undefined };
  };
  const job = { volume, board: V1, boards: BOARDS, fileName: "BECKON.HEX", bytes: FIRMWARE, modelId: MODEL };
  return { volume, copies, job: { ...job, ask, times: TIMES } };
}

async function faultOf(work: Promise<unknown>) {
  const error = await work.then(
    () => assert.fail("it was taken"),
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof BeckonError, String(error));
  return error.fault;
}

test("a drive that programs and comes back is done after one copy", async (t) => {
  const { job, copies } = await plug(t, { "DETAILS.TXT": details("9900") }, ["ok"]);
  assert.deepEqual(await programVolume(job), {
    tries: 1,
    report: { boardId: "microbit-v1", modelId: MODEL },
  });
  assert.deepEqual(copies, ["ok"]);
});

test("a drive that stays away is done when its board reports the model", async (t) => {
  const { job } = await plug(t, { "DETAILS.TXT": details("9901") }, ["gone"]);
  assert.equal((await programVolume(job)).tries, 1);
});

test("B09: a passing trouble is tried again, twice at most, and the words are made plain", async (t) => {
  const timeout = "fail:error: The transfer timed out.\r\ntype: transient, user\r\n";
  const twice = await plug(t, { "DETAILS.TXT": details("9900") }, [timeout, timeout, "ok"]);
  assert.equal((await programVolume(twice.job)).tries, 3);

  const always = await plug(t, { "DETAILS.TXT": details("9900") }, [timeout]);
  const fault = await faultOf(programVolume(always.job));
  assert.deepEqual([fault.code, fault.exit, always.copies.length], ["drive-refused", 3, 3]);
  assert.match(fault.problem, /too long/);
  assert.match(fault.problem, /The transfer timed out\./);
  assert.match(fault.remedy, /beckon push/);
});

for (const type of ["user", "interface", "target", "internal"]) {
  test(`B09: a failure of type "${type}" is not tried again`, async (t) => {
    const text = `fail:error: The hex file cannot be programmed. Logic failure occurred.\r\ntype: ${type}\r\n`;
    const { job, copies } = await plug(t, { "DETAILS.TXT": details("9900") }, [text]);
    assert.equal((await faultOf(programVolume(job))).code, "drive-refused");
    assert.equal(copies.length, 1);
  });
}

test("B09: no advice needs a button", async () => {
  const { readFailText } = await import("./fail-text.ts");
  const messages = [
    "The transfer timed out.",
    "FAILED to initialize the target MCU",
    "Flash algorithm write command",
  ];
  messages.push(
    "In application programming failed",
    "something new",
    "The application file format is unknown",
  );
  for (const message of messages) {
    const { remedy } = readFailText(`error: ${message}\r\ntype: user\r\n`);
    assert.doesNotMatch(remedy, /button|press|hold/i);
  }
});

test("B09: a file still listed after the return is no success; the board's report decides", async (t) => {
  const listed = await plug(t, { "DETAILS.TXT": details("9900") }, ["listed", "ok"]);
  assert.equal((await programVolume(listed.job)).tries, 2);
});

test("a drive that leaves in the middle of the copy is tried again when it is back", async (t) => {
  const { job, copies } = await plug(t, { "DETAILS.TXT": details("9900") }, ["cut", "ok"]);
  assert.equal((await programVolume(job)).tries, 2);
  assert.deepEqual(copies, ["cut", "ok"]);
});

test("a copy without fault is no success when the board cannot be asked, or is another", async (t) => {
  const silent = await plug(t, { "DETAILS.TXT": details("9900") }, ["ok"]);
  const fault = await faultOf(programVolume({ ...silent.job, ask: async () => undefined }));
  assert.deepEqual([fault.code, fault.exit], ["board-unconfirmed", 3]);

  const other = await plug(t, { "DETAILS.TXT": details("9900") }, ["ok"]);
  const answer = async () => ({ boardId: "microbit-v2", modelId: MODEL });
  assert.match((await faultOf(programVolume({ ...other.job, ask: answer }))).problem, /microbit-v2/);
});

const UNTOUCHED: readonly (readonly [
  name: string,
  files: Record<string, string>,
  code: string,
  exit: number,
])[] = [
  ["B11: a V2's drive", { "DETAILS.TXT": details("9904") }, "drive-other-board", 1],
  [
    "B37: an RP2040's drive",
    { "INFO_UF2.TXT": "Model: Pi\r\nBoard-ID: RPI-RP2\r\n" },
    "drive-other-board",
    1,
  ],
  [
    "B37: a SAMD51's drive",
    { "INFO_UF2.TXT": "Model: M4\nBoard-ID: SAMD51J19A-Metro-v0\n" },
    "drive-unknown",
    2,
  ],
  ["B11: an unknown id", { "DETAILS.TXT": details("9999") }, "drive-unknown", 2],
  ["an unknown id in MBED.HTM", { "MBED.HTM": "<a href=https://x/?code=0240>" }, "drive-unknown", 2],
  ["a folder that is no drive", { "letter.txt": "Dear" }, "drive-unknown", 2],
  ["the maintenance drive", { "DETAILS.TXT": details("9900", "Bootloader") }, "drive-maintenance", 3],
];
for (const [name, files, code, exit] of UNTOUCHED) {
  test(`${name} is refused before the first byte`, async (t) => {
    const { job, volume } = await plug(t, files);
    const fault = await faultOf(programVolume(job));
    assert.deepEqual([fault.code, fault.exit], [code, exit]);
    assert.deepEqual(fs.readdirSync(volume), Object.keys(files));
    if (code === "drive-other-board") assert.match(fault.problem, /(micro:bit V2|Pico).*micro:bit V1/);
  });
}

test("what the person says settles an unknown drive, and never a known one", async (t) => {
  const unknown = await plug(t, { "DETAILS.TXT": details("9999") }, ["ok"]);
  assert.equal((await programVolume({ ...unknown.job, said: "microbit-v1" })).tries, 1);
  const known = await plug(t, { "DETAILS.TXT": details("9903") });
  const fault = await faultOf(programVolume({ ...known.job, said: "microbit-v1" }));
  assert.equal(fault.code, "drive-other-board");
});

test("a drive that is not there is the machine's fault", async (t) => {
  const { job } = await plug(t, {});
  const fault = await faultOf(programVolume({ ...job, volume: join(job.volume, "nowhere") }));
  assert.deepEqual([fault.code, fault.exit], ["drive-missing", 3]);
});
