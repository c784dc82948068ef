import { useState } from "react";
import type { BackupPlaceView } from "../../main/contract/care-values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { CarryingBox } from "../parts/carrying-box.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { bytesInWords, momentInWords } from "../parts/sizes.ts";
import { TextEntry } from "../parts/text-entry.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import type { CareProps } from "./care-screen.tsx";

/** Shorter ones are guessed too soon. */
export const LEAST_PASSPHRASE = 8;
export const MOST_PASSPHRASE = 200;

/** A person into one sealed file: a passphrase, then a press on the place. */
export function Backup({ person, onCare }: CareProps) {
  const text = useText();
  const words = text.care.backup;
  const places = useFeed("backups", {});
  const running = useFeed("carrying", {})?.state === "running";
  const { ask, fault } = useAsking();
  const [passphrase, setPassphrase] = useState("");
  useSaidFault(fault);
  const { personId, name } = person;
  return (
    <Screen
      title={words.title(name)}
      lead={words.lead}
      foot={<Button onPress={() => onCare("care")}>{text.care.backTo(name)}</Button>}
    >
      <div className="stack">
        <TextEntry
          label={words.passphrase}
          hint={words.passphraseHint}
          value={passphrase}
          onChange={setPassphrase}
          most={MOST_PASSPHRASE}
        />
      </div>
      {places === undefined ? (
        <p>{text.common.loading}</p>
      ) : (
        <section aria-labelledby="where">
          <h2 id="where">{words.where}</h2>
          <div className="cards">
            {places.map((place) => (
              <CardButton
                key={place.placeId}
                title={placeInWords(place, text)}
                hint={
                  place.freeBytes === null
                    ? place.name
                    : `${place.name} · ${words.free(bytesInWords(place.freeBytes, text))}`
                }
                isDisabled={running || passphrase.length < LEAST_PASSPHRASE}
                onPress={() => void ask("backup.save", { personId, placeId: place.placeId, passphrase })}
              />
            ))}
          </div>
          <p className="hint">{words.advice}</p>
        </section>
      )}
      <CarryingBox what="save" />
      {fault && <FaultBox fault={fault} />}
      <Known places={places ?? []} />
    </Screen>
  );
}

export function placeInWords({ kind, name }: BackupPlaceView, { care }: ReturnType<typeof useText>): string {
  return kind === "computer" ? care.backup.computer : care.backup.drive(name);
}

function Known({ places }: { places: readonly BackupPlaceView[] }) {
  const text = useText();
  const words = text.care.backup;
  const files = places.flatMap((place) => place.files.map((file) => ({ place, file })));
  return (
    <section aria-labelledby="known">
      <h2 id="known">{words.there}</h2>
      {files.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul className="plain-list">
          {files.map(({ place, file: { name, at, bytes } }) => (
            <li key={`${place.placeId} ${name}`}>
              {[name, placeInWords(place, text), momentInWords(at, text), bytesInWords(bytes, text)].join(
                " · ",
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
