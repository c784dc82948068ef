import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Take } from "../../../common/street.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import type { Certificate, CertificateView } from "../../contract/certificate-values.ts";
import { openVault } from "../../vault/vault.ts";
import { withQuietAfter } from "../recording.ts";
import { certify, createCertificates, keepCertificate } from "./certificate.ts";
import { createPeople } from "./people.ts";
import { samplesOf } from "./signals.ts";
import { preparePerson } from "./testing/prepared.ts";

const ACTIONS = {
  "scroll down": { do: "keys", keys: "PageDown", harm: "harmless" },
  "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
} as const;
const fail = (error: unknown): never => {
  throw error;
};

test("a certificate tells each take's hearing, holds for what was compared, and no longer once it differs", {
  timeout: 60_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-certificate-"));
  const { personId, image } = await preparePerson(folder, ACTIONS);
  const vault = await openVault({ folder, useKeyRing: false });
  t.after(async () => {
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const people = createPeople(vault, fail);
  const certificates = createCertificates(vault, people, fail);
  let seen: CertificateView | undefined;
  /** What is told once it is the certificate of that moment, which may take a question or two. */
  const told = async (at: number | null, holds: boolean): Promise<CertificateView> => {
    while (seen === undefined || (seen.certificate?.at ?? null) !== at || seen.holds !== holds)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return seen;
  };
  certificates.of(personId).subscribe((view) => (seen = view));
  await told(null, false);

  const takes = (await vault.takesOf(personId)).map(
    ({ id, label, signal, pcm }): Take => ({
      path: id,
      person: personId,
      label,
      session: 1,
      source: "test",
      samples: withQuietAfter(samplesOf(signal, pcm)),
      warnings: [],
    }),
  );
  const compared = { wearable: "virtual", board: "virtual", image, takes, differences: [] };
  const engine = await createEngine();
  const made = certify(engine, compared, 5);
  assert.equal(made.takes.length, 10);
  assert.deepEqual(made.takes.map(({ label, number }) => `${label} ${number}`).slice(4, 6), [
    "scroll down 5",
    "page up 1",
  ]);
  assert.equal(new Set(made.takes.map(({ hash }) => hash)).size, 10, "no two takes are the same recording");
  for (const take of made.takes) {
    assert.equal(take.app, take.label, "what trained is heard");
    assert.equal(take.float, take.label, "and with all the digits too");
    assert.equal(take.differs, null);
  }
  await keepAndTell(made);
  assert.deepEqual((await told(5, true)).certificate, made);

  const differences = [{ take: takes[3]!.path, stage: "network" as const, detail: "" }];
  const other = certify(engine, { ...compared, differences }, 6);
  assert.equal(other.takes[3]!.differs, "network");
  await keepAndTell(other);
  assert.deepEqual((await told(6, false)).certificate, other);
  assert.equal((await people.whole(personId)).verified, null, "and so nobody goes live with it");

  await keepAndTell({ ...made, at: 7 });
  await told(7, true);
  await people.chooseWearable(personId, "serial:/dev/ttyACM0");
  await told(7, false); // it is about another wearable

  async function keepAndTell(one: Certificate): Promise<void> {
    await keepCertificate(vault, personId, one);
    people.changed(personId);
  }
});
