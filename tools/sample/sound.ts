/**
 * The sample person's sound: six commands, five takes of each on the first day
 * and five on the second, and everyday recordings.
 */
import { join } from "node:path";
import type { Random } from "../../common/random.ts";
import { BACKGROUND_LABEL, SOUND_RATE_HZ } from "../../common/street.ts";
import { addAt, kitchen } from "./noises.ts";
import { speak, writeOpus, type Voice } from "./programs.ts";
import {
  createRoom,
  floorNoise,
  gain,
  microphone,
  placeInRoom,
  scaleToRms,
  warp,
  type Room,
} from "./room.ts";
import { COMMANDS, REMARKS, SENTENCES } from "./text.ts";
import type { ManifestLine } from "./manifest.ts";

const PERSON = "sample";
const TAKES_A_DAY = 5;
/** The sample person speaks slowly, and not always alike. */
const OWN_VOICE = { name: "en-gb+f3", speed: 120, pitch: 45 };
const OTHER_VOICES: readonly Voice[] = [
  { name: "en-us+m7", speed: 165, pitch: 40 },
  { name: "en-gb-scotland+f2", speed: 150, pitch: 60 },
  { name: "en-029+m3", speed: 155, pitch: 35 },
  { name: "en-us+f5", speed: 175, pitch: 55 },
  { name: "en-gb-x-rp+m1", speed: 145, pitch: 30 },
  { name: "en-us+klatt2", speed: 160, pitch: 50 },
];

export async function makeSound(dir: string, random: Random): Promise<ManifestLine[]> {
  const rooms = [createRoom(random.fork("bedroom"), 0.3), createRoom(random.fork("kitchen"), 0.45)] as const;
  const lines: ManifestLine[] = [];
  let serial = 1;
  for (let take = 1; take <= 2 * TAKES_A_DAY; take++) {
    const session = take <= TAKES_A_DAY ? 1 : 2;
    for (const label of COMMANDS) {
      const path = `${label.replaceAll(" ", "-")}-${String(take).padStart(2, "0")}.opus`;
      const chance = random.fork(path);
      // On the second day every other take is made in the other room.
      const room = rooms[session === 2 && take % 2 === 0 ? 1 : 0];
      await writeOpus(join(dir, path), await oneTake(label, room, chance), serial++);
      lines.push({ path, kind: "sound", person: PERSON, label, session });
    }
  }
  const everyday: readonly [name: string, signal: Promise<Float64Array>][] = [
    [
      "visitors-1",
      talk(OTHER_VOICES.slice(0, 3), SENTENCES.slice(0, 14), rooms[0], 0.08, random.fork("visitors-1")),
    ],
    ["kitchen-1", Promise.resolve(kitchen(random.fork("kitchen-1"), 40))],
    ["own-talk-1", talk([OWN_VOICE], SENTENCES.slice(14, 23), rooms[0], 0.03, random.fork("own-talk-1"))],
    [
      "visitors-2",
      talk(OTHER_VOICES.slice(3), SENTENCES.slice(16, 30), rooms[1], 0.12, random.fork("visitors-2")),
    ],
    ["kitchen-2", Promise.resolve(kitchen(random.fork("kitchen-2"), 40))],
    [
      "own-talk-2",
      talk(
        [OWN_VOICE],
        [...SENTENCES.slice(23), ...SENTENCES.slice(5, 7)],
        rooms[1],
        0.05,
        random.fork("own-talk-2"),
      ),
    ],
  ];
  for (const [name, signal] of everyday) {
    const path = `everyday/${name}.opus`;
    await writeOpus(join(dir, path), await signal, serial++);
    lines.push({
      path,
      kind: "sound",
      person: PERSON,
      label: BACKGROUND_LABEL,
      session: name.endsWith("1") ? 1 : 2,
    });
  }
  return lines;
}

/** One command with room around it: 0.4 to 0.6 s before, about as much after. */
async function oneTake(text: string, room: Room, random: Random): Promise<Float64Array> {
  const voice = {
    name: OWN_VOICE.name,
    speed: Math.round(OWN_VOICE.speed * random.between(0.82, 1.2)),
    pitch: Math.round(OWN_VOICE.pitch + random.between(-9, 9)),
  };
  const speech = warp(await speak(text, voice), random, 0.07);
  const placed = microphone(placeInRoom(speech, room, random.between(0.02, 0.09)));
  const level = gain(random.between(-17, -7));
  const before = Math.round(random.between(0.4, 0.6) * SOUND_RATE_HZ);
  const output = floorNoise(
    random,
    before + placed.length + Math.round(0.2 * SOUND_RATE_HZ),
    gain(random.between(-62, -52)),
  );
  addAt(
    output,
    placed.map((value) => value * level),
    before,
  );
  return output;
}

/** People talking by turns, with pauses and now and then a short remark. */
async function talk(
  voices: readonly Voice[],
  sentences: readonly string[],
  room: Room,
  wet: number,
  random: Random,
): Promise<Float64Array> {
  const parts: { at: number; speech: Float64Array }[] = [];
  let at = Math.round(0.8 * SOUND_RATE_HZ);
  const say = async (text: string, voice: Voice): Promise<void> => {
    const speed = Math.round(voice.speed * random.between(0.9, 1.1));
    const speech = warp(await speak(text, { ...voice, speed }), random, 0.04);
    parts.push({ at, speech: scaleToRms(speech, gain(random.between(-27, -21))) });
    at += speech.length + Math.round(random.between(0.25, 1.3) * SOUND_RATE_HZ);
  };
  for (const sentence of sentences) {
    await say(sentence, voices[random.integer(voices.length)]!);
    if (random.next() < 0.4)
      await say(REMARKS[random.integer(REMARKS.length)]!, voices[random.integer(voices.length)]!);
  }
  const dry = new Float64Array(at + SOUND_RATE_HZ / 2);
  for (const part of parts) addAt(dry, part.speech, part.at);
  const placed = microphone(placeInRoom(dry, room, wet));
  const output = floorNoise(random, placed.length, gain(-56));
  addAt(output, placed, 0);
  return output;
}
