/** Child of carrying.test.ts: saves everybody of a vault, or brings a file back, and says how far it is, until it is killed. */
import { openVault } from "../../../vault/vault.ts";
import { createCarrying } from "../carrying.ts";
import { createPeople } from "../people.ts";

const [folder = "", places = "", what = ""] = process.argv.slice(2);
const vault = await openVault({ folder, useKeyRing: false });
const log = (error: unknown): void => console.error(error);
const people = createPeople(vault, log);
const place = { id: "computer", kind: "computer", name: "here", folder: places } as const;
const carrying = createCarrying({ vault, people, listPlaces: () => [place], log });
carrying.view.subscribe(({ state, progress }) => process.stdout.write(`${state} ${progress}\n`));
const [first] = await vault.people();
if (what === "save") await carrying.save(first!.id, "computer", "long enough");
else await carrying.restore("computer", what, "long enough");
