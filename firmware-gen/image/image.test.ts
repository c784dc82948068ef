import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import { createEngine } from "../engine/engine.ts";
import { sampleImages, splitImages } from "../vectors/sample-images.ts";
import { backboneIdOf, backboneNeededBy, buildBackbone } from "./backbone.ts";
import { buildImage, type ImageSpec } from "./build.ts";
import { sectionOf, writeContainer } from "./container.ts";
import { crc32 } from "./crc32.ts";
import { fits, mustFit } from "./fits.ts";
import { MAGIC } from "./format.ts";
import { describeNetwork } from "./network-description.ts";
import { readImage } from "./read.ts";
import { PLAIN_TEMPLATES } from "./settings.ts";
import { shippedBackbone } from "./shipped-backbones.ts";

const specs = sampleImages();
const template = specFor("motion-template-spread");
const image = buildImage(template);

function specFor(name: string): ImageSpec {
  const found = specs.find((sample) => sample.name === name);
  assert.ok(found);
  return found.spec;
}

/** A copy with bytes changed from `at` on, and a right CRC if asked for. */
function changed(bytes: Uint8Array, at: number, values: readonly number[], mend = true): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  if (mend)
    new DataView(copy.buffer).setUint32(12, crc32(copy.subarray(16), crc32(copy.subarray(0, 12))), true);
  return copy;
}

describe("image: what is built is read back", () => {
  for (const { name, spec } of specs) {
    it(name, () => {
      const bytes = buildImage(spec);
      const read = readImage(bytes);
      assert.equal(read.bytes, bytes.length);
      assert.equal(read.signal, spec.signal);
      assert.equal(read.family, "generic");
      assert.equal(read.imageId, read.modelId, "the generic image names its own model");
      assert.deepEqual(read.gate, spec.gate);
      assert.equal(read.head.kind, spec.head.kind);
      if (spec.head.kind === "template" && read.head.kind === "template") {
        assert.deepEqual(read.head.settings, spec.head.settings);
        assert.equal(read.head.templates, spec.head.templates.length);
      }
      assert.deepEqual(
        read.classes.map(({ label, command, threshold, held }) => ({ label, command, threshold, held })),
        spec.classes.map((one) => ({ held: false, ...one })),
      );
      assert.deepEqual(read.hold, spec.hold ?? null);
      assert.deepEqual(read.meta, spec.meta);
      assert.deepEqual(read.rotationQ14, spec.signal === "motion" ? spec.rotationQ14 : null);
      assert.equal(read.network?.layers.length ?? 0, spec.network?.ops.length ?? 0);
      const weights = spec.network?.ops.reduce(
        (sum, op) => sum + ("weights" in op ? op.weights.length : 0),
        0,
      );
      assert.equal(read.network?.weights ?? 0, weights ?? 0);
      assert.ok(read.arenaBytes > 0);
    });
  }

  it("the same specification gives the same bytes, whatever the order of what is told in META", () => {
    const one = buildImage({ ...template, meta: { takes: 5, head: "template", list: [1, "a", null] } });
    const other = buildImage({ ...template, meta: { list: [1, "a", null], head: "template", takes: 5 } });
    assert.deepEqual(one, other);
  });

  it("compares with the room only what is a frame's", () => {
    const spec = specFor("sound-template-on-both");
    assert.ok(spec.head.kind === "template");
    const { settings, templates } = spec.head;
    const withSettings = (changes: Partial<typeof settings>): Uint8Array =>
      buildImage({ ...spec, head: { kind: "template", settings: { ...settings, ...changes }, templates } });
    const refused = (error: unknown): boolean =>
      error instanceof BeckonError && error.fault.code === "image-unbuildable";
    assert.ok(readImage(withSettings({})).head.kind === "template");
    assert.throws(() => readImage(withSettings({ direction: settings.direction - 1 })), refused);
    assert.throws(() => readImage(withSettings({ euclid: false })), refused);
    assert.throws(() => readImage(withSettings({ level: false })), refused);
    assert.throws(() => readImage(withSettings({ channel: true })), refused);
  });

  it("another threshold gives another id", () => {
    const classes = template.classes.map((one) => ({ ...one, threshold: 5 }));
    assert.notEqual(readImage(buildImage({ ...template, classes })).imageId, readImage(image).imageId);
  });

  it("labels come back byte for byte (case B34)", () => {
    const labels = [
      "on/off",
      "..",
      'say "hi"',
      "C:\\up",
      "a,b",
      "=1+1",
      "손 들기",
      "👍🏽",
      "%C3%A9",
      "two\nlines",
    ];
    const classes = labels.map((label) => ({ label, command: true, threshold: 0 }));
    const read = readImage(buildImage({ ...template, classes }));
    assert.deepEqual(
      read.classes.map(({ label }) => label),
      labels,
    );
  });
});

describe("image: what is refused says the thing, the problem and the remedy", () => {
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ["an empty file", new Uint8Array(0), "image-magic"],
    ["a picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), "image-magic"],
    ["an image of four bytes", image.slice(0, 4), "image-truncated"],
    ["a truncated image", image.slice(0, -1), "image-truncated"],
    ["a flipped bit in a template", changed(image, 200, [(image[200] ?? 0) ^ 4], false), "image-crc"],
    ["bytes after the end", Uint8Array.from([...image, 0]), "image-crc"],
    ["content that is not that of the id", changed(image, image.length - 30, [1, 2, 3]), "image-crc"],
    ["a newer version", changed(image, 4, [2]), "image-version"],
    ["a family from a later version", changed(image, 6, [9]), "image-version"],
  ];
  for (const [what, bytes, code] of cases) {
    it(what, () => {
      assert.throws(
        () => readImage(bytes, "my.bkn"),
        (error) => {
          assert.ok(error instanceof BeckonError);
          assert.equal(error.fault.code, code);
          assert.equal(error.fault.exit, 1);
          assert.equal(error.fault.thing, "my.bkn");
          assert.match(error.fault.problem, /^[A-Z].*\.$/);
          assert.match(error.fault.remedy, /^[A-Z].*\.$/);
          return true;
        },
      );
    });
  }

  it("ten thousand times damaged, it is refused as an input's fault, or read", () => {
    const random = createRandom(11);
    for (let trial = 0; trial < 10_000; trial++) {
      const bytes = changed(image, random.integer(image.length), [random.integer(256)], random.next() < 0.8);
      try {
        readImage(random.next() < 0.1 ? bytes.slice(0, random.integer(bytes.length)) : bytes);
      } catch (error) {
        assert.ok(error instanceof BeckonError && error.fault.exit === 1, String(error));
      }
    }
  });
});

describe("image: which board takes it", () => {
  const board = {
    name: "A board",
    signals: ["motion" as const],
    kernelFamily: "m0" as const,
    slotBytes: 16384,
    backbone: null,
    arenaBytes: 4096,
  };
  const read = readImage(image);

  it("tells what is free where it fits, slot record included", () => {
    const fit = fits(read, board);
    assert.deepEqual(fit.reasons, []);
    assert.ok(fit.fits);
    assert.equal(fit.flashFreeBytes, 16384 - 32 - image.length);
    assert.equal(fit.arenaFreeBytes, 4096 - read.arenaBytes);
    mustFit(read, board);
  });

  it("gives every reason at once where it does not", () => {
    const small = { ...board, signals: ["sound" as const], slotBytes: 64, arenaBytes: 8 };
    assert.equal(fits({ ...read, family: "m4" }, small).reasons.length, 4);
    assert.throws(
      () => mustFit(read, small, "my.bkn"),
      /my\.bkn.*does not run on A board.*Choose another board/s,
    );
  });

  it("takes its own family and the generic one", () => {
    assert.ok(fits({ ...read, family: "m0" }, board).fits);
    assert.ok(!fits({ ...read, family: "avr" }, board).fits);
  });

  it("reads an image of another family, for another board is not a fault of the file", () => {
    assert.equal(readImage(changed(image, 6, [3])).family, "avr");
  });
});

describe("image: what the builder refuses", () => {
  const cases: readonly (readonly [string, ImageSpec, RegExp])[] = [
    ["no class", { ...template, classes: [] }, /0 classes/],
    [
      "too long a label",
      { ...template, classes: [{ label: "x".repeat(201), command: true, threshold: 0 }] },
      /201 bytes/,
    ],
    [
      "a gate that never closes",
      { ...template, gate: { ...template.gate, pauseFrames: 0 } },
      /pauseFrames = 0/,
    ],
    [
      "a threshold that is no int16",
      { ...template, classes: [{ label: "a", command: true, threshold: 1e6 }] },
      /1000000/,
    ],
    ["a rotation of eight numbers", { ...template, rotationQ14: [1, 2, 3, 4, 5, 6, 7, 8] }, /nine/],
    ["a dense head without a network", { ...template, head: { kind: "dense" } }, /network/],
  ];
  for (const [what, spec, words] of cases) {
    it(what, () => {
      assert.throws(
        () => buildImage(spec),
        (error) => error instanceof BeckonError && words.test(error.message),
      );
    });
  }
});

describe("image: over a backbone", () => {
  const split = splitImages();

  for (const { name, spec, backbone } of split) {
    it(`${name}: is read with the network that lies beside it`, () => {
      const carried = readImage(buildImage(specFor(name)));
      const bytes = buildImage(spec);
      const read = readImage(bytes, "my.bkn", backbone);
      assert.deepEqual(read.network, carried.network);
      assert.equal(read.arenaBytes, carried.arenaBytes);
      assert.deepEqual(read.backbone, { id: backboneIdOf(backbone), name: null, bytes: backbone.length });
      assert.equal(backboneNeededBy(bytes), backboneIdOf(backbone));
      assert.equal(carried.backbone, null);
      assert.deepEqual(
        read.sections.map(({ type }) => type),
        ["FRNT", "BACK", "HEAD", "DECI", "LABL", "META"],
      );
      // The same head over another backbone is another model.
      assert.notEqual(read.modelId, carried.modelId);
    });

    it(`${name}: is refused in words where that is not there`, async () => {
      const words = (error: unknown): boolean =>
        error instanceof BeckonError &&
        error.fault.code === "image-backbone" &&
        error.fault.thing === "my.bkn";
      const engine = await createEngine();
      assert.throws(() => readImage(buildImage(spec), "my.bkn"), words);
      assert.throws(() => engine.open(buildImage(spec), {}, "my.bkn"), words);
    });
  }

  it("damaged, it is refused as an input's fault, or read", () => {
    const random = createRandom(12);
    const { spec, backbone } = split.find(({ spec: { signal } }) => signal === "motion")!;
    const whole = buildImage(spec);
    const refused = new Set<string>();
    for (let trial = 0; trial < 2000; trial++) {
      const [from, other] = trial % 2 === 0 ? [whole, backbone] : [backbone, whole];
      const near = Math.min(from.length, 240);
      const bytes = changed(from, random.integer(near), [random.integer(256)]);
      try {
        if (from === whole) readImage(bytes, "my.bkn", other);
        else readImage(other, "my.bkn", random.next() < 0.1 ? bytes.slice(0, random.integer(near)) : bytes);
      } catch (error) {
        assert.ok(error instanceof BeckonError && error.fault.exit === 1, String(error));
        refused.add(error.fault.code);
      }
    }
    assert.ok(refused.has("image-backbone") && refused.has("image-section"), [...refused].join());
  });

  it("finds a shipped one by itself, for reading and for running", async () => {
    const full = shippedBackbone("full");
    const { spec } = split.find(({ spec: { signal } }) => signal === "sound")!;
    const program = sectionOf(full.bytes, "NETW")!;
    const channels = describeNetwork(
      new DataView(program.buffer, program.byteOffset, program.byteLength),
    ).vectorSize;
    const settings = { ...PLAIN_TEMPLATES, channels, euclid: true };
    const templates = [{ classIndex: 0, data: new Int8Array(4 * channels), spreadQ8: 256 }];
    const head = { kind: "template", settings, templates } as const;
    const bytes = buildImage({ ...spec, head, backbone: full.bytes });
    const read = readImage(bytes);
    assert.deepEqual(read.backbone, { id: full.id, name: "full", bytes: full.bytes.length });
    assert.equal((await createEngine()).open(bytes).arenaBytes, read.arenaBytes);
    assert.ok(bytes.length < 60 * 1024);
    // The whole sound path of the micro:bit V2, and the backbone's own share of it.
    assert.ok(read.arenaBytes <= 40 * 1024, `${read.arenaBytes} bytes`);
    assert.ok((read.network?.memoryBytes ?? 0) <= 24 * 1024, `${read.network?.memoryBytes} bytes`);
  });

  it("needs a board with room for it", () => {
    const { spec, backbone } = split.find(({ spec: { signal } }) => signal === "motion")!;
    const over = readImage(buildImage(spec), "my.bkn", backbone);
    const board = {
      ...{ name: "A board", signals: ["motion" as const], kernelFamily: "m4" as const },
      ...{ slotBytes: 65536, arenaBytes: 65536, backbone: { bytes: backbone.length } },
    };
    assert.ok(fits(over, board).fits);
    assert.match(fits(over, { ...board, backbone: null }).reasons.join(), /no place for it/);
    assert.match(fits(over, { ...board, backbone: { bytes: 100 } }).reasons.join(), /100 are there/);
  });

  it("carries no second network, and names none by half", () => {
    const { spec, backbone } = split[0]!;
    const { network } = specFor(split[0]!.name);
    assert.throws(() => buildImage({ ...spec, network: network! }), /a network and a backbone/);
    for (const sections of [
      [["BACK", new Uint8Array(7)]],
      [
        ["BACK", new Uint8Array(8)],
        ["NETW", new Uint8Array(12)],
        ["WGHT", new Uint8Array(12)],
      ],
    ] as const) {
      const others = (["FRNT", "HEAD", "DECI", "LABL"] as const).map(
        (type) => [type, new Uint8Array(64)] as const,
      );
      const bytes = writeContainer(MAGIC, "sound", 1, [...others, ...sections]);
      assert.throws(
        () => readImage(bytes, "my.bkn", backbone),
        (error) => error instanceof BeckonError && error.fault.code === "image-section",
      );
    }
  });

  it("has no scores of its own in the backbone", () => {
    assert.throws(
      () => buildBackbone("motion", specFor("motion-dense-small").network!),
      /scores classes itself/,
    );
  });
});
