import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { LABEL_FAULTS } from "../../common/label.ts";
import { RECORDING_FAULTS, type RecordingFault } from "./faults.ts";
import { readFolder } from "./folder.ts";
import { readSound } from "./sound-file.ts";
import { makeFolder, manifest, MANIFEST_HEAD, type Files } from "./test-folder.ts";
import { dataPiece, formatPiece, riff, tone, wavFile } from "./test-wav.ts";

const SOUND = tone(440, 0.1);
const ROWS = Array.from({ length: 50 }, (_, i) => `${i / 50},0.0${i % 7},0,1`);

const sound = (content: Uint8Array): Files => ({
  "manifest.csv": manifest("a.wav,sound,p1,up,1,"),
  "a.wav": content,
});
const motion = (...lines: readonly string[]): Files => ({
  "manifest.csv": manifest("a.csv,motion,p1,up,1,"),
  "a.csv": lines.join("\n"),
});
const list = (...rows: readonly string[]): Files => ({
  "manifest.csv": manifest(...rows),
  "a.wav": wavFile(SOUND),
  "b.wav": wavFile(SOUND),
});

/** A folder for each fault; the type makes sure that none is forgotten. */
const FOLDERS: Record<RecordingFault, Files> = {
  "folder-missing": {},
  "manifest-missing": { "a.wav": wavFile(SOUND) },
  "manifest-encoding": { "manifest.csv": Buffer.from(manifest("a.wav,sound,p1,é,1,"), "latin1") },
  "manifest-columns": { "manifest.csv": "file,word\na.wav,up\n" },
  "manifest-row": list("a.wav,sound"),
  "manifest-quote": list('a.wav,sound,p1,"up,1,'),
  "manifest-kind": list("a.wav,video,p1,up,1,"),
  "manifest-session": list("a.wav,sound,p1,up,monday,"),
  "manifest-outside": list("../a.wav,sound,p1,up,1,"),
  "manifest-twice": list("a.wav,sound,p1,up,1,", "a.wav,sound,p1,up,1,"),
  "manifest-empty": { "manifest.csv": MANIFEST_HEAD },
  "manifest-person": list("a.wav,sound,,up,1,"),
  "file-missing": list("c.wav,sound,p1,up,1,"),
  "file-unreadable": list("sub,sound,p1,up,1,"),
  "file-empty": sound(new Uint8Array(0)),
  "sound-unknown": sound(Buffer.from("ID3 an MP3 file, say")),
  "sound-rate": sound(wavFile(SOUND, { rateHz: 4000 })),
  "sound-channels": sound(wavFile(SOUND, { channels: 200 })),
  "sound-empty": sound(wavFile([])),
  "sound-silent": sound(wavFile(new Int16Array(48000))),
  "sound-long": sound(wavFile(SOUND)),
  "wav-truncated": sound(wavFile(SOUND).slice(0, 40)),
  "wav-no-format": sound(riff([dataPiece(SOUND)])),
  "wav-coding": sound(riff([formatPiece({ tag: 2, bits: 4, block: 256 }), dataPiece(SOUND)])),
  "flac-damaged": sound(Buffer.from("fLaC")),
  "opus-damaged": sound(Buffer.from("OggS".padEnd(300, "\0"))),
  "motion-encoding": { ...motion(), "a.csv": wavFile(SOUND) },
  "motion-columns": motion("time,weight", "1,2"),
  "motion-row": motion("t,ax,ay,az", "0,0,0", ...ROWS),
  "motion-number": motion("t,ax,ay,az", "0,0,x,1", ...ROWS),
  "motion-time": motion("t,ax,ay,az", ...ROWS.map((row) => row.replace(/^[^,]*/, "3"))),
  "motion-short": motion("t,ax,ay,az", ...ROWS.slice(0, 3)),
  "motion-rate": motion("t,ax,ay,az", ...ROWS.map((row, i) => row.replace(/^[^,]*/, String(i)))),
  "motion-range": motion("t,ax,ay,az", ...ROWS.map((row) => row.replace(/1$/, "100"))),
  "motion-still": motion("t,ax,ay,az", ...ROWS.map((_, i) => `${i / 50},0,0,1`)),
};

async function faultOf(code: RecordingFault): Promise<BeckonError["fault"]> {
  const dir = makeFolder(FOLDERS[code]);
  mkdirSync(join(dir, "sub"));
  try {
    if (code === "sound-long") await readSound(join(dir, "a.wav"), "a.wav", 0.05);
    else await readFolder(code === "folder-missing" ? join(dir, "nothing") : dir);
  } catch (error) {
    if (error instanceof BeckonError) return error.fault;
    throw error;
  }
  assert.fail("no fault was found");
}

describe("faults of a recordings folder", () => {
  for (const code of RECORDING_FAULTS) {
    it(`${code}: names the thing, the problem and the remedy`, async () => {
      const fault = await faultOf(code);
      assert.equal(fault.code, code);
      assert.equal(fault.exit, 1);
      assert.ok(fault.thing.length > 0);
      for (const sentence of [fault.problem, fault.remedy]) assert.match(sentence, /^[A-Z"].{8,}[.?]$/s);
    });
  }

  it("are listed in full: no code in this folder's source is missing, none is listed in vain", () => {
    const source = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith(".ts") && !name.includes("test") && name !== "faults.ts")
      .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
      .concat(readFileSync(join(import.meta.dirname, "faults.ts"), "utf8").split("] as const")[1]!)
      .join("\n");
    const used = new Set(
      [...source.matchAll(/(?:recordingError|fail)\(\s*"([a-z-]+)"/g)].map((match) => match[1]),
    );
    assert.deepEqual([...used].sort(), [...RECORDING_FAULTS].sort());
    assert.equal(
      LABEL_FAULTS.some((code) => (RECORDING_FAULTS as readonly string[]).includes(code)),
      false,
    );
  });
});
