import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { feedMicrophone, feedStream, findRecorder, play } from "./sources.ts";
import { sampleImage, sampleTake } from "./testing/sample-model.ts";
import { watch } from "./testing/watched.ts";
import { openVirtual } from "./transport/virtual.ts";

const folder = mkdtempSync(join(tmpdir(), "beckon-sources-"));
after(() => rmSync(folder, { recursive: true }));

const fails = (code: string, exit: number) => (error: unknown) =>
  error instanceof BeckonError && error.fault.code === code && error.fault.exit === exit;

describe("virtual wearable: hears a recording as a sensor would bring it", () => {
  it("takes the recording's own time, and tells what it heard", async (t) => {
    const virtual = openVirtual({ image: await sampleImage("motion") });
    t.after(() => virtual.pipe.close());
    const { wearable, events } = await watch("virtual", async () => virtual.pipe);
    t.after(() => wearable.close());
    await wearable.session().arm(wearable.session().info.modelId);
    const startMs = performance.now();
    await play(sampleTake("motion", "rise", 71), virtual.feed, "real-time");
    assert.ok(performance.now() - startMs >= 2500, "2.6 s of movement");
    assert.deepEqual(
      events.map(({ command }) => command),
      ["rise"],
    );
  });

  it("refuses an image that does not fit its slot", () => {
    assert.throws(() => openVirtual({ image: new Uint8Array(2 ** 20) }), fails("image-too-large", 1));
  });
});

describe("sources: what a virtual wearable hears", () => {
  const collect = () => {
    const heard: number[] = [];
    return { heard, feed: async (samples: Int16Array) => void heard.push(...samples) };
  };

  it("raw PCM, however the stream cuts its bytes", async () => {
    const { heard, feed } = collect();
    const bytes = Buffer.from(Int16Array.of(1, -2, 300, -32768, 7).buffer);
    await feedStream(Readable.from([bytes.subarray(0, 3), bytes.subarray(3, 4), bytes.subarray(4)]), feed);
    assert.deepEqual(heard, [1, -2, 300, -32768, 7]);
  });

  it("says so when the stream breaks off", async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error("pulled"));
      },
    });
    await assert.rejects(feedStream(broken, collect().feed), fails("sound-stream-failed", 3));
  });

  it("a recording, whole and once, and only until it is stopped", async () => {
    const { heard, feed } = collect();
    const take = sampleTake("sound", "rise", 1);
    await play(take, feed, "fast");
    assert.deepEqual(heard, [...(take.signal === "sound" ? take.pcm : [])]);
    const stopped = collect();
    await play(take, stopped.feed, "fast", AbortSignal.abort());
    assert.equal(stopped.heard.length, 0);
  });

  // Recording programs need a sound system, which this machine may lack: a script stands in for the
  // program here, and e2e/ has a real PulseAudio source.
  const withRecorder = (name: string, script: string): string => {
    const bin = join(folder, name);
    mkdirSync(bin);
    writeFileSync(join(bin, "parec"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return bin;
  };
  const withPath = async (path: string, work: () => Promise<void>): Promise<void> => {
    const before = process.env.PATH;
    process.env.PATH = path;
    try {
      await work();
    } finally {
      process.env.PATH = before;
    }
  };

  it("the microphone, by the first recording program that is installed, until it is stopped", async () => {
    const bin = withRecorder(
      "good",
      'printf "\\001\\000\\002\\000"; echo "$@" >"$0.args"; exec /bin/sleep 30',
    );
    assert.equal(findRecorder(`/nowhere:${bin}`), "parec");
    const stop = new AbortController();
    const heard: number[] = [];
    await withPath(bin, () =>
      feedMicrophone(
        async (samples) => {
          heard.push(...samples);
          stop.abort();
        },
        "bkmic",
        stop.signal,
      ),
    );
    assert.deepEqual(heard, [1, 2]);
  });

  it("says why recording ended by itself", async () => {
    const bin = withRecorder("bad", 'echo "pa_context_connect() failed: Connection refused" >&2; exit 1');
    await withPath(bin, async () => {
      const heard = feedMicrophone(collect().feed, "bkmic", new AbortController().signal);
      await assert.rejects(
        heard,
        (error) => fails("microphone-failed", 3)(error) && /Connection refused/.test(String(error)),
      );
    });
  });

  it("says what to install where nothing records", async () => {
    await withPath(folder, async () => {
      const heard = feedMicrophone(collect().feed, undefined, new AbortController().signal);
      await assert.rejects(heard, fails("no-recorder", 3));
    });
  });
});
