/**
 * The same samples give the same bytes everywhere: WebAssembly, this machine
 * (under the sanitizers), Cortex-M0 and Cortex-M4 in QEMU, and for motion an
 * ATmega328P in simavr. First the vectors of the repository, whose sums are
 * stored; then real recordings, where ../shared/data lies, one against the other.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { bareTools, type BareTarget, buildBare } from "../boards/bare/bare.ts";
import { createEngine } from "../engine/engine.ts";
import { buildImage } from "../image/build.ts";
import { sampleImages, splitImages } from "./sample-images.ts";
import {
  packImages,
  readOutput,
  readVectors,
  type Sums,
  sumsOf,
  type Vector,
  writeInput,
} from "./vectors.ts";

const root = join(import.meta.dirname, "../..");
const here = "firmware-gen/vectors";
const { images, vectors, expected } = readVectors();
const soundImages = sampleImages().filter(({ spec }) => spec.signal === "sound").length;
const recordings = realRecordings();
const all = [...vectors, ...recordings];

/** Images that run over a backbone; `carried` is the one in the set that carries the same network. */
const split = splitImages().map(({ name, spec, backbone }) => ({
  image: buildImage(spec),
  backbone,
  carried: sampleImages().findIndex((sample) => sample.name === name),
}));
/** The vectors of those in the set, for the images that run over a backbone instead. */
const over = split.flatMap(({ carried }, index) =>
  all
    .filter(({ image }) => image === carried)
    .map((vector) => ({ ...vector, name: `${vector.name} over a backbone`, image: images.length + index })),
);
const embedded = {
  images: packImages([...images, ...split.map(({ image }) => image)]),
  backbones: packImages([...images.map(() => new Uint8Array(0)), ...split.map(({ backbone }) => backbone)]),
};

/** One processor: takes vectors, gives sums. */
interface Machine {
  readonly name: string;
  readonly missing: string | false;
  /** Only motion, and no backbone: neither the sound front end nor a large network fits. */
  readonly motionOnly?: boolean;
  run(input: Uint8Array): Uint8Array;
}

const folder = mkdtempSync(join(tmpdir(), "beckon-conform-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const machines: readonly Machine[] = [
  { name: "this machine, under the sanitizers", missing: missing(["gcc"]), run: runNative },
  emulated("Cortex-M0 in QEMU", "m0"),
  emulated("Cortex-M4 in QEMU", "m4"),
  { ...emulated("ATmega328P in simavr", "avr"), motionOnly: true },
];

describe("conformance", { timeout: 600_000 }, () => {
  it("has at least 200 vectors, 20 of them recordings, and most decide something", () => {
    assert.ok(vectors.length >= 200);
    assert.ok(vectors.filter(({ name }) => !name.startsWith("seed")).length >= 20);
    assert.ok(expected.filter(({ counts }) => counts[1] > 0).length >= 150);
  });

  it("has the images that today's builder makes", () => {
    const digest = (image: Uint8Array): string => createHash("sha256").update(image).digest("hex");
    assert.deepEqual(
      images.map(digest),
      sampleImages().map(({ spec }) => digest(buildImage(spec))),
      "node tools/build-runtime/vectors.ts makes the set anew",
    );
  });

  it("WebAssembly gives the stored sums", async () => {
    const engine = await createEngine();
    vectors.forEach((vector, index) => {
      assert.deepEqual(
        sumsOf(engine, images[vector.image] as Uint8Array, vector),
        expected[index],
        vector.name,
      );
    });
  });

  it("WebAssembly gives over a backbone what it gives with the network inside", async () => {
    const engine = await createEngine();
    assert.ok(over.length >= 40, `${over.length} vectors`);
    for (const vector of over) {
      const { image, backbone, carried } = split[vector.image - images.length]!;
      const inside = sumsOf(engine, images[carried] as Uint8Array, vector);
      assert.deepEqual(sumsOf(engine, image, vector, backbone), inside, vector.name);
      assert.ok(image.length < (images[carried] as Uint8Array).length - backbone.length / 2);
    }
  });

  for (const machine of machines) {
    const skip = machine.missing ? `needs ${machine.missing}` : false;
    const mine = machine.motionOnly ? all.filter(({ rateChz }) => rateChz > 0) : [...all, ...over];
    it(`${machine.name} gives the same for ${mine.length} vectors`, { skip }, async () => {
      const engine = await createEngine();
      const made = readOutput(machine.run(writeInput(mine.map((vector) => renumbered(vector, machine)))));
      mine.forEach((vector, index) => {
        // What runs over a backbone must equal what carries the same network.
        const image = split[vector.image - images.length]?.carried ?? vector.image;
        const wanted: Sums = sumsOf(engine, images[image] as Uint8Array, vector);
        assert.deepEqual(made[index], wanted, vector.name);
      });
      assert.equal(made.length, mine.length);
    });
  }

  it(`hears ${recordings.length} real recordings`, {
    skip: recordings.length === 0 && "needs ../shared/data",
  }, () => {
    assert.ok(recordings.length >= 20);
  });
});

/** Where only images for motion are embedded, they count from 0. */
function renumbered(vector: Vector, machine: Machine): Vector {
  return machine.motionOnly ? { ...vector, image: vector.image - soundImages } : vector;
}

function emulated(name: string, target: BareTarget): Machine {
  const avr = target === "avr";
  const mine = images.slice(soundImages);
  const embed = avr
    ? { images: packImages(mine), backbones: packImages(mine.map(() => new Uint8Array(0))) }
    : embedded;
  return {
    name,
    missing: missing(bareTools(target)),
    run: (input) => {
      const program = buildBare({
        target,
        sources: [`${here}/conform.c`],
        embed,
        defines: avr ? ["CONFORM_ARENA=1200u", "BK_FAMILY_OWN=3"] : [],
      });
      try {
        return program.run(input, { limitMs: 300_000 });
      } finally {
        program.close();
      }
    },
  };
}

function runNative(input: Uint8Array): Uint8Array {
  const program = join(folder, "conform");
  const flags = "-std=c99 -O1 -fsanitize=address,undefined -fno-sanitize-recover=all".split(" ");
  const array = join(folder, "images.c");
  const arrays = Object.entries(embedded).map(
    ([name, bytes]) => `const uint8_t ${name}[] = {${bytes.join(",")}};\n`,
  );
  execFileSync("gcc", [...flags, "-x", "c", "-c", "-o", `${array}.o`, "-"], {
    input: `#include <stdint.h>\n${arrays.join("")}`,
  });
  const runtime = globSync("firmware-gen/runtime/*.c", { cwd: root }).filter(
    (path) => !/_test\.c$|\/link_/.test(path),
  );
  const own = [`${here}/conform.c`, `${here}/bare_stdio.c`];
  const include = ["-I", "firmware-gen/runtime", "-I", "firmware-gen/boards/bare"];
  execFileSync("gcc", [...flags, ...include, ...own, ...runtime, `${array}.o`, "-o", program], { cwd: root });
  const { status, stdout, stderr } = spawnSync(program, [], { input, maxBuffer: 1 << 26 });
  assert.equal(status, 0, String(stderr));
  return new Uint8Array(stdout);
}

function missing(tools: readonly string[]): string | false {
  const absent = tools.filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
  return absent.length > 0 ? absent.join(", ") : false;
}

/** 16 recordings of commands at 16 kHz and 16 of movement, by people; none where the data do not lie. */
function realRecordings(): Vector[] {
  const data = join(root, "../shared/data");
  if (!existsSync(data)) return [];
  const pick = (paths: string[], count: number): string[] => {
    const sorted = paths.sort();
    return sorted.filter((_, index) => index % Math.ceil(sorted.length / count) === 0);
  };
  const sound = pick(globSync("commands/*/*.wav", { cwd: data }), 16).map((path, index): Vector => {
    const bytes = readFileSync(join(data, path));
    const pcm = bytes.subarray(44, 44 + 2 * Math.floor((bytes.length - 44) / 2));
    return {
      name: path,
      image: index % soundImages,
      rateChz: 0,
      samples: new Int16Array(Uint8Array.from(pcm).buffer),
    };
  });
  const motion = pick(globSync("motion/*/*/*.csv", { cwd: data }), 16).map((path, index): Vector => {
    const rows = readFileSync(join(data, path), "utf8").trim().split("\n").slice(1, 251);
    const values = rows.flatMap((row) =>
      row
        .split(",")
        .slice(1, 4)
        .map((text) => Math.round(Number(text) * 1000)),
    );
    return { name: path, image: soundImages + (index % 5), rateChz: 5000, samples: Int16Array.from(values) };
  });
  return [...sound, ...motion];
}
