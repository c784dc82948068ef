/** A person with something in every table, for tests of what takes a whole person along. */
import { randomUUID } from "node:crypto";
import { learnedFrom } from "../learned-from.ts";
import type { Vault } from "../vault.ts";

export interface FullPerson {
  readonly person: string;
  readonly take: string;
  readonly recording: string;
}

const WAVEFORM = new Uint8Array(64).fill(9);

export function soundOf(samples: number, seed: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) => ((i * (seed + 7)) % 60_000) - 30_000);
}

/** @param everydayPieces of ten seconds. */
export async function addFullPerson(vault: Vault, everydayPieces = 3): Promise<FullPerson> {
  const person = await vault.addPerson(
    {
      name: "Mina",
      carer: true,
      language: "ko",
      ability: "word",
      wearable: "virtual",
      sample: false,
      profile: { name: "Mina", actions: { 다음: { do: "keys", keys: "PageDown" } } },
    },
    1,
  );
  await vault.changePerson(person, { helper: "Juna 010-0000-0000", keepsMoments: true });
  const take = randomUUID();
  const row = { durationMs: 900, verdict: "good" as const, waveform: WAVEFORM, live: false };
  for (const label of ["다음", "위로"]) {
    const command = await vault.addCommand(person, label, 2);
    const id = label === "다음" ? take : randomUUID();
    await vault.addTake(person, command, { ...row, id, recorded: 3 }, soundOf(170_000, 1));
    await vault.addTake(person, command, { ...row, id: randomUUID(), recorded: 4 }, soundOf(9000, 2));
  }
  // A hand was tried once: its takes and its everyday movement are kept beside the words.
  await vault.changePerson(person, { ability: "hand" });
  const [{ id: moved } = { id: "" }] = (await vault.person(person))!.commands;
  await vault.addTake(person, moved, { ...row, id: randomUUID(), recorded: 4 }, soundOf(150, 3));
  const movement = await vault.beginRecording(person, "movement", 5);
  await vault.addToRecording(person, movement, 0, soundOf(1500, 6));
  await vault.changePerson(person, { ability: "word" });
  const recording = await vault.beginRecording(person, "talk", 5);
  for (let number = 0; number < everydayPieces; number++)
    await vault.addToRecording(person, recording, number, soundOf(160_000, number));
  const whole = (await vault.person(person))!;
  const view = {
    modelId: "5f2c9a7e01d4b386",
    trainedAt: 6,
    head: "template",
    imageBytes: 5,
    arenaBytes: 7,
    trainSeconds: 1,
    commands: [],
    labels: ["다음", "위로"],
    confusion: [],
    everyday: { hours: 0, wrong: 0, upperPerHour: null },
    warnings: [],
  };
  const model = { view, learnedFrom: learnedFrom(whole), image: Uint8Array.of(1, 2, 3), comparison: null };
  await vault.addModel(person, { ...model, heard: [] }, true);
  await vault.addModel(person, { ...model, heard: [], image: Uint8Array.of(4, 5, 6) }, true);
  await vault.changePerson(person, { verified: view.modelId });
  const run = await vault.beginSoak(person, {
    scoring: "s1",
    signal: "sound",
    source: "kept",
    origin: recording,
    started: 7,
  });
  const candidate = { label: "다음", score: 1, lead: 2, decidedMs: 3, at: 8, sound: soundOf(3000, 4) };
  await vault.addToSoak(person, run.id, [{ kind: "talk", samples: 160_000, candidates: [candidate] }]);
  await vault.addReceipt(person, 9, "verified", view.modelId, { takes: 4 });
  const entry = await vault.addToJournal(person, {
    at: 10,
    command: "다음",
    score: 0.5,
    outcome: "done",
    action: { do: "keys", keys: "PageDown" },
  });
  await vault.addMoment(person, entry.entryId, 10, soundOf(20_000, 5));
  return { person, take, recording };
}

/** All that a person has, without what differs on purpose: names of rows, keys, and what holds for one computer. */
export async function everythingOf(vault: Vault, person: string): Promise<unknown> {
  const { tables, pieces } = await vault.belongings(person);
  const own = /^(id|person|command|owner|run|moment|current_model|offered_model|origin|learned_from)$/;
  const local = /^(name|created|verified|sample|arriving)$/;
  const sounds = [];
  for (const piece of pieces) sounds.push([piece.table, piece.number, await vault.pieceOf(person, piece)]);
  return {
    rows: tables.map(({ name, rows }) => [
      name,
      rows.map((row) =>
        Object.entries(row).filter(
          ([column]) =>
            (name === "journal" && column === "command") ||
            !(own.test(column) || (name === "people" && local.test(column))),
        ),
      ),
    ]),
    sounds,
  };
}
