import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button, ProgressBar } from "../parts/controls.tsx";
import { TroubleBox } from "../parts/fault.tsx";
import { RoomPicture } from "../parts/room-picture.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { isDone } from "../parts/way.ts";
import { nameOfWearable, WearableFault } from "../parts/wearable-fault.tsx";
import { useText } from "../text/text-context.tsx";
import type { StepProps } from "./step-props.ts";

/** A smaller model is one with fewer commands. */
const TOO_BIG = ["image-board", "image-too-large", "image-needs-memory"];

export function Send({ person, onGo }: StepProps) {
  const text = useText();
  const words = text.send;
  const transfer = useFeed("transfer", {});
  const wearables = useFeed("wearables", {});
  const { ask, fault } = useAsking();
  const name = nameOfWearable(person.wearable, wearables, text);
  const room = wearables?.find(({ dev }) => dev === person.wearable)?.room;
  const running = transfer?.state === "sending" || transfer?.state === "verifying";
  const verified = isDone(person, "send");
  const ended = transfer?.state === "done" ? transfer : undefined;
  const differs = ended !== undefined && ended.equal < ended.compared;
  const outcome =
    ended === undefined
      ? words.verified
      : differs
        ? words.differ(ended.equal, ended.compared)
        : words.compared(ended.compared);
  const trouble = fault ?? transfer?.fault ?? null;
  useSaidFault(trouble);
  useSaid(
    transfer?.state,
    transfer?.state === "done" ? outcome : running ? words[transfer.state as "sending"] : "",
  );
  const start = () => void ask("wearables.send", { personId: person.personId });
  return (
    <Screen
      title={words.title}
      lead={words.lead(name)}
      foot={
        <>
          <Button onPress={() => onGo("actions")}>{text.common.back}</Button>
          <Button look={verified ? "primary" : "plain"} isDisabled={!verified} onPress={() => onGo("live")}>
            {text.common.next}
          </Button>
        </>
      }
    >
      {room && person.model && <RoomPicture model={person.model} room={room} />}
      {running ? (
        <ProgressBar label={words[transfer.state as "sending"]} share={transfer.progress} />
      ) : (
        <div className="stack">
          {verified && !differs && <p className="good-news">✓ {outcome}</p>}
          {differs && <TroubleBox problem={outcome} remedy={words.differRemedy} remedies={[]} />}
          <div className="row">
            <Button look={verified ? "plain" : "primary"} onPress={start}>
              {verified ? words.again : words.start}
            </Button>
          </div>
        </div>
      )}
      {trouble && !running && (
        <WearableFault
          fault={trouble}
          dev={person.wearable}
          remedies={[
            { label: text.common.again, onPress: start },
            { label: text.steps.wearable, onPress: () => onGo("wearable") },
            ...(TOO_BIG.includes(trouble.code)
              ? [{ label: text.record.choose, onPress: () => onGo("record") }]
              : []),
          ]}
        />
      )}
    </Screen>
  );
}
