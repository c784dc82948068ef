import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import type { Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { backboneNeededBy } from "../../firmware-gen/image/backbone.ts";
import { randomNetwork } from "../../firmware-gen/network/testing/random-network.ts";
import { loadBackbone } from "../../models/backbone/backbone.ts";
import type { Message } from "./link/messages.ts";
import type { Session } from "./link/session.ts";
import { pushImage } from "./push.ts";
import { replaySamples } from "./replay.ts";
import { COMMANDS, sampleImage, sampleImageOver, sampleTake } from "./testing/sample-model.ts";
import { tamper, type Tampering, type TamperedPipe } from "./testing/tampered-pipe.ts";
import { watch } from "./testing/watched.ts";
import { openVirtual, type VirtualWearable } from "./transport/virtual.ts";
import { compareRuns, runOwn, verifyTakes } from "./verify.ts";

const images = { sound: await sampleImage("sound"), motion: await sampleImage("motion") };
const engine = await createEngine();
const idOf = (image: Uint8Array): string => Buffer.from(image.subarray(16, 24)).toString("hex");
const fails = (code: string) => (error: unknown) => error instanceof BeckonError && error.fault.code === code;

interface Bench {
  readonly session: () => Session;
  readonly pipe: TamperedPipe;
  readonly virtual: VirtualWearable;
}

async function bench(
  t: TestContext,
  image: Uint8Array | undefined,
  tampering: Tampering = {},
): Promise<Bench> {
  const virtual = openVirtual({ image });
  t.after(() => virtual.pipe.close());
  const pipe = tamper(virtual.pipe, tampering);
  const { wearable } = await watch("virtual", async () => pipe);
  t.after(() => wearable.close());
  return { session: () => wearable.session(), pipe, virtual };
}

/** A cable that loses some messages of push and replay, by chance. */
function lossy(seed: number, share: number): Tampering {
  const random = createRandom(seed);
  const lost = new Set<Message["name"]>(["credit", "pushData", "replayData", "replayEvent", "replayDone"]);
  const pass = (message: Message): Message[] =>
    lost.has(message.name) && random.next() < share ? [] : [message];
  return { toHost: pass, toDevice: pass };
}

function takes(signal: "sound" | "motion", seeds: readonly number[]): Take[] {
  return COMMANDS.flatMap((label) =>
    seeds.map((seed) => ({
      ...{ path: `${label}-${seed}`, person: "sample", label, session: 1, source: "", warnings: [] },
      samples: sampleTake(signal, label, seed),
    })),
  );
}

describe("push: success is what the wearable reports", () => {
  it("makes an image the active one, with its labels, in the other slot each time", async (t) => {
    const { session } = await bench(t, undefined);
    const shares: number[] = [];
    const first = await pushImage(session(), images.sound, { progress: ({ bytes }) => shares.push(bytes) });
    assert.equal(first.imageId, idOf(images.sound));
    assert.deepEqual(
      session().labels.map(({ text }) => text),
      [...COMMANDS, "_background"],
    );
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.equal(shares.at(-1), images.sound.length);
    const second = await pushImage(session(), images.motion);
    assert.equal(session().info.signal, 1);
    assert.notEqual(second.slot, first.slot);
  });

  it("arrives whole over a cable that loses one message in five", { timeout: 60_000 }, async (t) => {
    const { session } = await bench(t, undefined, lossy(5, 0.2));
    assert.equal((await pushImage(session(), images.sound)).imageId, idOf(images.sound));
  });

  it("disarms first", async (t) => {
    const { session } = await bench(t, images.sound);
    await session().arm(session().info.modelId);
    await pushImage(session(), images.motion);
    assert.equal(session().armed, false);
  });

  it("does not believe a wearable that reports another image afterwards", async (t) => {
    const { session } = await bench(t, images.motion, {
      toHost: (message) =>
        message.name === "info" ? [{ ...message, imageId: idOf(images.motion) }] : [message],
    });
    await assert.rejects(pushImage(session(), images.sound), fails("push-not-taken"));
  });
});

describe("push: whatever goes wrong, the old image stays", () => {
  const stays = async (session: Session): Promise<void> => {
    await session.refresh();
    assert.equal(session.info.imageId, idOf(images.sound));
    await session.arm(session.info.modelId);
  };

  it("when the person ends it, and the next push goes through", async (t) => {
    const { session } = await bench(t, images.sound);
    const stop = new AbortController();
    const push = pushImage(session(), images.motion, { progress: () => stop.abort(), signal: stop.signal });
    await assert.rejects(push, { name: "AbortError" });
    await stays(session());
    assert.equal((await pushImage(session(), images.motion)).imageId, idOf(images.motion));
  });

  it("when one bit of the image is wrong", async (t) => {
    const { session } = await bench(t, images.sound);
    const bent = images.motion.slice();
    bent[300]! ^= 4;
    await assert.rejects(pushImage(session(), bent), fails("image-refused"));
    await stays(session());
  });

  it("when it is cut short, or no image at all", async (t) => {
    const { session } = await bench(t, images.sound);
    await assert.rejects(pushImage(session(), images.motion.subarray(0, 400)), fails("image-refused"));
    await assert.rejects(pushImage(session(), new Uint8Array(500).fill(7)), fails("image-refused"));
    await assert.rejects(pushImage(session(), new Uint8Array(10)), RangeError);
    await stays(session());
  });

  it("when it is larger than the slot", async (t) => {
    const { session } = await bench(t, images.sound);
    await assert.rejects(pushImage(session(), new Uint8Array(2 ** 20)), fails("image-too-large"));
    await stays(session());
  });

  it("when the data change on the way behind the frame's own check", async (t) => {
    const { session } = await bench(t, images.sound, {
      toDevice: (message) =>
        message.name === "pushData"
          ? [{ ...message, bytes: message.bytes.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) }]
          : [message],
    });
    await assert.rejects(pushImage(session(), images.motion), fails("push-damaged"));
    await stays(session());
  });

  it("when the wearable restarts in the middle: the push ends at once, with that reason", async (t) => {
    const { session, virtual } = await bench(t, images.sound);
    await assert.rejects(
      pushImage(session(), images.motion, { progress: () => virtual.restart() }),
      fails("device-restarted"),
    );
  });

  it("when its connection ends in the middle", async (t) => {
    const { session, virtual } = await bench(t, images.sound);
    const push = pushImage(session(), images.motion, { progress: () => void virtual.pipe.close() });
    await assert.rejects(push, fails("device-closed"));
  });
});

describe("push: an image over a backbone", () => {
  const shipped = loadBackbone("full").network;
  const other = randomNetwork(createRandom(3), { blocks: 1, channels: 8, frameValues: 40, classes: 0 });

  it("sends the head alone, and the wearable decides as the app does", async (t) => {
    const { session } = await bench(t, images.sound);
    const image = await sampleImageOver(shipped);
    assert.equal(session().info.backboneId, backboneNeededBy(image));
    const { bytes, modelId } = await pushImage(session(), image);
    assert.ok(bytes < 16_384, `${bytes} bytes`);
    assert.equal(session().info.modelId, modelId);
    const verification = await verifyTakes(session(), engine, image, takes("sound", [4, 5]));
    assert.deepEqual(verification.differences, []);
    assert.ok(verification.decisions >= 4);
  });

  it("is refused before anything is sent where another lies there, in plain words", async (t) => {
    const sent: string[] = [];
    const { session } = await bench(t, images.sound, {
      toDevice: (message) => {
        sent.push(message.name);
        return [message];
      },
    });
    const push = pushImage(session(), await sampleImageOver(other));
    await assert.rejects(push, (error) => {
      assert.ok(error instanceof BeckonError);
      assert.equal(error.fault.code, "device-other-backbone");
      assert.match(error.message, /old model stays active.*beckon flash/s);
      return true;
    });
    assert.ok(!sent.includes("pushBegin"));
    await session().arm(session().info.modelId);
  });

  it("is refused by the wearable too, and the old image stays", async (t) => {
    const image = await sampleImageOver(other);
    const backboneId = backboneNeededBy(image)!;
    const { session } = await bench(t, images.sound, {
      toHost: (message) => (message.name === "info" ? [{ ...message, backboneId }] : [message]),
    });
    await assert.rejects(pushImage(session(), image), fails("device-other-backbone"));
    await session().refresh();
    assert.equal(session().info.imageId, idOf(images.sound));
    await session().arm(session().info.modelId);
  });

  it("takes every image again after one was refused", async (t) => {
    const { session } = await bench(t, await sampleImageOver(shipped));
    assert.equal(session().info.signal, 0, "it began with an image over the shipped backbone");
    await assert.rejects(pushImage(session(), await sampleImageOver(other)), fails("device-other-backbone"));
    assert.equal((await pushImage(session(), images.motion)).imageId, idOf(images.motion));
  });
});

describe("push and replay: refused while another one runs", () => {
  it("says that the wearable is busy", async (t) => {
    const { session } = await bench(t, images.sound);
    let second: Promise<unknown> | undefined;
    const first = pushImage(session(), images.motion, {
      progress() {
        second ??= session().request(
          { name: "replayBegin", link: session().info.link, rateCentiHz: 0, values: 320 },
          (answer) => (answer.name === "credit" && answer.received === 0 ? answer : undefined),
        );
        second.catch(() => {});
      },
    });
    await first;
    await assert.rejects(second ?? Promise.resolve(), fails("device-busy"));
  });
});

for (const signal of ["sound", "motion"] as const) {
  describe(`verify: ${signal}`, () => {
    it("finds the wearable equal to the app in every decision and every sum", async (t) => {
      const { session } = await bench(t, images[signal]);
      const result = await verifyTakes(session(), engine, images[signal], takes(signal, [31, 32, 33]));
      assert.deepEqual(result.differences, []);
      assert.equal(result.decisions, 6);
      assert.ok(result.frames > 300);
    });
  });
}

describe("verify: what differs is named", () => {
  const samples = sampleTake("sound", "rise", 41);
  const own = runOwn(engine, images.sound, samples);
  const cases = [
    ["frames", { ...own, sums: { ...own.sums, frames: 1 } }],
    ["frames", { ...own, sums: { ...own.sums, framesCrc: 1, networkCrc: 1 } }],
    ["network", { ...own, sums: { ...own.sums, networkCrc: 1, scoresCrc: 1 } }],
    ["scores", { ...own, sums: { ...own.sums, scoresCrc: 1 }, events: [] }],
    ["decisions", { ...own, events: [] }],
    ["decisions", { ...own, events: own.events.map((event) => ({ ...event, score: event.score + 1 })) }],
  ] as const;
  for (const [stage, device] of cases) {
    it(`the first stage: ${stage}`, () => assert.equal(compareRuns(own, device)?.stage, stage));
  }

  it("nothing, where nothing differs", () => assert.equal(compareRuns(own, own), undefined));

  it("the take, when one of them differs on a real wearable", async (t) => {
    let replay = 0;
    const { session } = await bench(t, images.sound, {
      toHost(message) {
        if (message.name !== "replayDone" || ++replay !== 2) return [message];
        return [{ ...message, scoresCrc: message.scoresCrc ^ 1 }];
      },
    });
    const result = await verifyTakes(session(), engine, images.sound, takes("sound", [42, 43]));
    assert.deepEqual(
      result.differences.map(({ take, stage }) => [take, stage]),
      [["rise-43", "scores"]],
    );
  });

  it("a wearable with another model is not compared", async (t) => {
    const { session } = await bench(t, images.motion);
    await assert.rejects(
      verifyTakes(session(), engine, images.sound, takes("sound", [1])),
      fails("device-other-model"),
    );
    await assert.rejects(verifyTakes(session(), engine, images.motion, []), fails("nothing-to-verify"));
    await assert.rejects(
      verifyTakes(session(), engine, images.motion, takes("sound", [1])),
      fails("wrong-signal"),
    );
  });
});

describe("replay", () => {
  it("gives the same over a cable that loses one message in twenty", { timeout: 60_000 }, async (t) => {
    const { session } = await bench(t, images.motion, lossy(6, 0.05));
    for (const take of takes("motion", [51, 52, 53])) {
      assert.deepEqual(
        await replaySamples(session(), take.samples),
        runOwn(engine, images.motion, take.samples),
      );
    }
  });

  it("reports what was refused, too", async (t) => {
    const { session } = await bench(t, images.sound);
    const noise = sampleTake("sound", "rise", 61);
    if (noise.signal !== "sound") throw new Error("sound was asked for");
    for (let i = 12_000; i < 22_000; i++) noise.pcm[i] = ((i * 7919) % 8000) - 4000;
    const { events } = await replaySamples(session(), noise);
    assert.deepEqual(
      events.map(({ phase }) => phase),
      ["refused"],
    );
  });

  it("never makes an event", async (t) => {
    let events = 0;
    const { session } = await bench(t, images.sound, {
      toHost(message) {
        if (message.name === "event") events++;
        return [message];
      },
    });
    await session().arm(session().info.modelId);
    const { events: decided } = await replaySamples(session(), sampleTake("sound", "rise", 62));
    assert.equal(decided.length, 1);
    assert.equal(events, 0);
    assert.equal(session().armed, false);
  });

  it("is refused where there is no image", async (t) => {
    const { session } = await bench(t, undefined);
    await assert.rejects(replaySamples(session(), sampleTake("sound", "rise", 1)), fails("device-no-image"));
  });
});
