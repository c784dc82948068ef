import { useEffect, useState } from "react";
import type { MicrophoneView } from "../../main/contract/values.ts";
import { useAsking } from "../client/client-context.tsx";
import { listMicrophones } from "../capture/capture.ts";
import { useMicrophoneAgain } from "../capture/capture-context.tsx";
import { useText } from "../text/text-context.tsx";
import { Button, CardButton } from "./controls.tsx";
import { Dialog } from "./dialog.tsx";
import { FaultBox, TroubleBox } from "./fault.tsx";
import { useSettings } from "./settings-context.tsx";
import { useSaid, useSaidFault } from "./use-said.ts";

/** Which microphone is heard, or what is wrong with it and what to do. */
export function MicrophoneBar({ microphone }: { microphone: MicrophoneView | undefined }) {
  const text = useText();
  const again = useMicrophoneAgain();
  const [choosing, setChoosing] = useState(false);
  const state = microphone?.state;
  const trouble =
    state === "none" || state === "refused" || state === "silent" || state === "lost" ? state : null;
  useSaid(
    state,
    trouble === null ? "" : `${text.microphone.states[trouble]} ${text.microphone.remedies[trouble]}`,
  );
  const isQuiet = state === "working" && microphone?.veryQuiet === true;
  useSaid(String(isQuiet), isQuiet ? text.microphone.veryQuiet : "");
  const choose = () => setChoosing(true);
  const { ask, fault } = useAsking();
  useSaidFault(fault);
  const page = { label: text.microphone.openPage, onPress: () => void ask("microphone.openPage", {}) };
  return (
    <>
      {trouble !== null ? (
        <TroubleBox
          problem={text.microphone.states[trouble]}
          remedy={text.microphone.remedies[trouble]}
          remedies={[
            { label: text.common.again, onPress: again },
            { label: text.microphone.choose, onPress: choose },
            page,
          ]}
        />
      ) : (
        <div className="row microphone-bar">
          <span>
            {state === "working"
              ? text.microphone.uses(microphone?.name ?? text.microphone.system)
              : text.microphone.states[state ?? "off"]}
          </span>
          {isQuiet && <span>{text.microphone.veryQuiet}</span>}
          <Button look="quiet" onPress={choose}>
            {text.microphone.choose}
          </Button>
          {isQuiet && (
            <Button look="quiet" onPress={page.onPress}>
              {page.label}
            </Button>
          )}
        </div>
      )}
      {fault && <FaultBox fault={fault} />}
      <MicrophoneChooser open={choosing} onClose={() => setChoosing(false)} onChosen={again} />
    </>
  );
}

function MicrophoneChooser({
  open,
  onClose,
  onChosen,
}: {
  open: boolean;
  onClose: () => void;
  onChosen: () => void;
}) {
  const text = useText();
  const { settings, change } = useSettings();
  const [found, setFound] = useState<readonly { deviceId: string; name: string }[]>([]);
  useEffect(() => {
    if (open) listMicrophones().then(setFound, () => setFound([]));
  }, [open]);
  const choose = (microphone: { deviceId: string; name: string } | null) => {
    change({ microphone });
    onClose();
    // After the setting has become the present one.
    setTimeout(onChosen);
  };
  const chosen = settings.microphone?.deviceId;
  return (
    <Dialog title={text.microphone.choose} open={open} onClose={onClose}>
      <div className="cards cards-one">
        <CardButton
          title={text.microphone.system}
          chosen={chosen === undefined}
          onPress={() => choose(null)}
        />
        {found.map((microphone, i) => (
          <CardButton
            key={microphone.deviceId}
            title={microphone.name || text.microphone.unnamed(i + 1)}
            chosen={chosen === microphone.deviceId}
            onPress={() => choose(microphone)}
          />
        ))}
      </div>
    </Dialog>
  );
}
