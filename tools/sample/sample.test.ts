import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { BACKGROUND_LABEL } from "../../common/street.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { COMMANDS, REMARKS, SENTENCES } from "./text.ts";
import { record, smooth, type Sensor } from "./wrist.ts";

const SAMPLE = join(import.meta.dirname, "../../models/sample");

describe("the bundled sample person", () => {
  for (const [signal, commands] of [
    ["sound", 6],
    ["motion", 4],
  ] as const) {
    it(`has ten readable takes of ${commands} commands and some minutes of everyday ${signal}`, async () => {
      const { takes, warnings } = await readFolder(join(SAMPLE, signal));
      assert.deepEqual(warnings, []);
      const labels = new Set(takes.map((take) => take.label));
      labels.delete(BACKGROUND_LABEL);
      assert.equal(labels.size, commands);
      for (const label of labels) {
        const sessions = takes.filter((take) => take.label === label).map((take) => take.session);
        assert.deepEqual(sessions, [1, 1, 1, 1, 1, 2, 2, 2, 2, 2], label);
      }
      const seconds = takes
        .filter((take) => take.label === BACKGROUND_LABEL)
        .reduce(
          (sum, { samples }) =>
            sum +
            (samples.signal === "sound"
              ? samples.pcm.length / 16000
              : samples.milliG.length / 3 / samples.rateHz),
          0,
        );
      assert.ok(seconds > 4 * 60, `${seconds} s of everyday recordings`);
    });
  }

  it("says no command in its everyday talk", () => {
    const words = COMMANDS.flatMap((command) => command.split(" "));
    for (const text of [...SENTENCES, ...REMARKS]) {
      for (const word of words) assert.doesNotMatch(text, new RegExp(`\\b${word}\\b`, "i"));
    }
  });

  it("takes less than 3 MB", () => {
    const bytes = readdirSync(SAMPLE, { recursive: true, encoding: "utf8" }).reduce(
      (sum, name) => sum + statSync(join(SAMPLE, name)).size,
      0,
    );
    assert.ok(bytes < 3e6, `${bytes} bytes`);
  });

  const missing = ["espeak-ng", "opusenc"].filter((program) => spawnSync(program, ["--version"]).error);
  const wanted = process.env.BECKON_FULL === "1" && missing.length === 0;
  it("comes out of the script byte for byte", {
    skip: wanted ? false : "only in test:full, with espeak-ng 1.51 and opusenc 0.2",
  }, () => {
    const copy = mkdtempSync(join(tmpdir(), "beckon-sample-"));
    try {
      execFileSync(process.execPath, [join(import.meta.dirname, "make.ts"), copy]);
      for (const signal of ["sound", "motion"]) {
        for (const name of readdirSync(join(SAMPLE, signal), { recursive: true, encoding: "utf8" })) {
          const was = join(SAMPLE, signal, name);
          if (statSync(was).isFile())
            assert.deepEqual(readFileSync(join(copy, signal, name)), readFileSync(was), name);
        }
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});

describe("the simulated wrist", () => {
  const quiet: Sensor = { bias: [0, 0, 0], strap: 0, noiseG: 0 };
  const still = { normal: () => 0 } as never;

  it("shows gravity on the axis that points up, at rest in any attitude", () => {
    const right = Math.PI / 2;
    const attitudes = [
      [{ roll: 0, pitch: 0, yaw: 1 }, [0, 0, 1]],
      [{ roll: right, pitch: 0, yaw: 2 }, [0, 1, 0]],
      [{ roll: 0, pitch: right, yaw: 3 }, [1, 0, 0]],
      [{ roll: 2 * right, pitch: 0, yaw: 0 }, [0, 0, -1]],
    ] as const;
    for (const [pose, gravity] of attitudes) {
      const row = record(() => ({ ...pose, elbow: [1, 2, 3] }), 0.1, quiet, still)[2]!;
      row.forEach((value, axis) =>
        assert.ok(
          Math.abs(value - gravity[axis]!) < 0.003,
          `${row} at roll ${pose.roll}, pitch ${pose.pitch}`,
        ),
      );
    }
  });

  it("feels the pull of a steady turn towards the elbow", () => {
    const speed = 4; // rad/s; 0.26 m × 16 / 9.81 = 0.424 g
    const row = record(
      (t) => ({ roll: 0, pitch: 0, yaw: speed * t, elbow: [0, 0, 0] }),
      0.1,
      quiet,
      still,
    )[2]!;
    assert.ok(Math.abs(row[0] + 0.424) < 0.004, `${row}`);
  });

  it("moves from rest to rest", () => {
    assert.deepEqual([smooth(-1), smooth(0), smooth(0.5), smooth(1), smooth(2)], [0, 0, 0.5, 1, 1]);
  });
});
