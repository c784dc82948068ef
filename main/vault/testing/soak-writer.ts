/** Child of soak.test.ts: adds piece after piece to one soak, says the person after each, until it is killed. */
import { openVault } from "../vault.ts";

const vault = await openVault({ folder: process.argv[2]!, useKeyRing: false });
const known = (await vault.people())[0]?.id;
const person =
  known ??
  (await vault.addPerson(
    {
      name: "Ana",
      carer: false,
      language: "en",
      ability: null,
      wearable: "virtual",
      sample: false,
      profile: { name: "Ana", actions: {} },
    },
    1,
  ));
const run = await vault.beginSoak(person, {
  scoring: "s1",
  signal: "sound",
  source: "live",
  origin: "one",
  started: 1,
});
for (let number = run.samples / 160_000; ; number++) {
  const sound = Int16Array.from({ length: 3000 }, (_, i) => (number % 1000) + (i % 900));
  const candidate = { label: "next", score: 1, lead: 1, decidedMs: number, at: number, sound };
  await vault.addToSoak(person, run.id, [{ kind: "talk", samples: 160_000, candidates: [candidate] }]);
  process.stdout.write(`${person}\n`);
}
