import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { CarryingBox } from "../parts/carrying-box.tsx";
import { Button, CardButton, ProgressBar } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { sendBackupFile } from "../parts/send-file.ts";
import { bytesInWords, momentInWords } from "../parts/sizes.ts";
import { TextEntry } from "../parts/text-entry.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { LEAST_PASSPHRASE, MOST_PASSPHRASE, placeInWords } from "./care-backup.tsx";

type Choice =
  | { readonly placeId: string; readonly name: string }
  /** Not among those that main knows. */
  | { readonly file: File; readonly name: string };

/** A person out of a backup: which file, its passphrase. */
export function Restore({ onBack, onOpen }: { onBack: () => void; onOpen: (personId: string) => void }) {
  const text = useText();
  const words = text.care.restore;
  const places = useFeed("backups", {});
  const running = useFeed("carrying", {})?.state === "running";
  const { ask, fault } = useAsking();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [share, setShare] = useState<number | null>(null);
  useSaidFault(fault);
  const restore = async (chosen: Choice) => {
    if ("placeId" in chosen) {
      await ask("backup.restore", { placeId: chosen.placeId, file: chosen.name, passphrase });
      return;
    }
    setShare(0);
    const sent = await sendBackupFile(ask, chosen.file, setShare);
    setShare(null);
    if (sent) await ask("backup.restoreFile", { passphrase });
  };
  const isChosen = (placeId: string, name: string) =>
    choice !== null && "placeId" in choice && choice.placeId === placeId && choice.name === name;
  const found = (places ?? []).flatMap((place) => place.files.map((file) => ({ place, file })));
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      foot={
        <>
          <Button onPress={onBack}>{text.common.back}</Button>
          <Button
            look="primary"
            isDisabled={choice === null || passphrase.length < LEAST_PASSPHRASE || running || share !== null}
            onPress={() => void (choice && restore(choice))}
          >
            {words.start}
          </Button>
        </>
      }
    >
      <section aria-labelledby="which">
        <h2 id="which">{words.which}</h2>
        {places !== undefined && found.length === 0 && <p>{words.none}</p>}
        <div className="cards cards-one">
          {found.map(({ place, file: { name, at, bytes } }) => (
            <CardButton
              key={`${place.placeId} ${name}`}
              title={name}
              hint={[placeInWords(place, text), momentInWords(at, text), bytesInWords(bytes, text)].join(
                " · ",
              )}
              chosen={isChosen(place.placeId, name)}
              onPress={() => setChoice({ placeId: place.placeId, name })}
            />
          ))}
        </div>
        <div className="row">
          <FileTrigger
            acceptedFileTypes={[".beckon"]}
            onSelect={(files) => {
              const file = files?.[0];
              if (file !== undefined) setChoice({ file, name: file.name });
            }}
          >
            <Button>{words.other}</Button>
          </FileTrigger>
        </div>
        {choice !== null && <p className="kept">{words.chosen(choice.name)}</p>}
      </section>
      <div className="stack">
        <TextEntry
          label={words.passphrase}
          value={passphrase}
          onChange={setPassphrase}
          most={MOST_PASSPHRASE}
        />
      </div>
      {share !== null && <ProgressBar label={words.sending} share={share} />}
      <CarryingBox what="restore" onOpen={onOpen} />
      {fault && <FaultBox fault={fault} />}
    </Screen>
  );
}
