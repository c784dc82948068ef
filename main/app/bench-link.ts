/** From an event's bytes on a pseudo-terminal to the key in a real X client: the way from a cable to a key. */
import { percentile } from "../../models/features/judge.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { isCommand } from "../../models/recordings/manifest.ts";
import { startRecordingClient, startXvfb } from "../actor/x-testing.ts";
import { readProfile } from "../mapping/profile.ts";
import { createFrameDecoder } from "../wearables/link/frame.ts";
import { openVirtual } from "../wearables/transport/virtual.ts";
import { openTerminal } from "../wearables/virtual-pty.ts";
import { goLive } from "./live.ts";
import type { Progress } from "./progress.ts";
import { withQuietAfter } from "./recording.ts";

const EVENT_TYPE = 0x06; // PROTOCOL.md part 2
const CHUNK = 640;

export interface EventToKey {
  readonly events: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/**
 * A virtual wearable writes to a pseudo-terminal; serialport, session, mapping and actor are the ones in use.
 *
 * @param image hears commands of `folder`, a recordings folder of sound.
 * @param count events to measure.
 */
export async function measureEventToKey(
  image: Uint8Array,
  folder: string,
  count: number,
  progress: Progress,
): Promise<EventToKey> {
  const takes = (await readFolder(folder)).takes.filter(isCommand);
  const commands = [...new Set(takes.map(({ label }) => label))];
  const does = { do: "keys", keys: "KeyA", harm: "harmless" };
  const profile = {
    version: 1,
    name: "Bench",
    commands: Object.fromEntries(commands.map((name) => [name, does])),
  };
  const display = await startXvfb("640x480x24");
  const client = await startRecordingClient(display.display);
  const { pipe, feed } = openVirtual({ image });
  const sentNs: bigint[] = [];
  const decoder = createFrameDecoder({
    message(bytes) {
      if (bytes[0] === EVENT_TYPE) sentNs.push(process.hrtime.bigint());
    },
    damaged: () => {},
  });
  pipe.onBytes((bytes) => decoder.push(bytes));
  const terminal = openTerminal(pipe);
  const times: number[] = [];
  try {
    const live = await goLive({
      prepared: {
        dev: `serial:${terminal.path}`,
        address: { kind: "serial", path: terminal.path },
        image: undefined,
        rateHz: undefined,
        feed: async () => {},
      },
      profile: readProfile(Buffer.from(JSON.stringify(profile)), "bench"),
      actor: { kind: "x11", display: display.display },
      trust: "consented",
      onRecord: () => {},
    });
    try {
      await live.arm();
      const isDown = () => client.received.find((each) => each.kind === "key" && each.down);
      for (let turn = 0; times.length < count && turn < 3 * count; turn++) {
        client.clear();
        sentNs.length = 0;
        const samples = withQuietAfter(takes[turn % takes.length]!.samples);
        if (samples.signal !== "sound") throw new Error("the bench hears sound");
        const { pcm } = samples;
        for (let at = 0; at < pcm.length; at += CHUNK) await feed(pcm.slice(at, at + CHUNK));
        if (sentNs[0] === undefined) continue; // a take that was not heard
        await client.until(() => isDown() !== undefined);
        times.push(Number(isDown()!.atNs - sentNs[0]) / 1e6);
        if (times.length % 20 === 0) progress("Event to key", times.length, count);
      }
    } finally {
      await live.close();
    }
  } finally {
    await terminal.close();
    await client.stop();
    await display.stop();
  }
  progress("Event to key", 1, 1);
  return { events: times.length, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}
