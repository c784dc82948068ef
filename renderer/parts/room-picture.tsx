import { useText } from "../text/text-context.tsx";
import { bytesInWords } from "./sizes.ts";

/** How much of a board's memory a model takes: what is kept there, and what it works with. */
export function RoomPicture({
  model,
  room,
}: {
  model: { readonly imageBytes: number; readonly arenaBytes: number };
  room: { readonly modelBytes: number; readonly workBytes: number };
}) {
  const text = useText();
  const words = text.send.room;
  const rows = [
    { name: words.model, used: model.imageBytes, of: room.modelBytes },
    { name: words.work, used: model.arenaBytes, of: room.workBytes },
  ];
  return (
    <dl className="rooms">
      {rows.map(({ name, used, of }) => (
        <div key={name} className={used > of ? "is-over" : ""}>
          <dt>{name}</dt>
          <dd>
            <span className="room-bar" aria-hidden="true">
              <span style={{ inlineSize: `${Math.min(100, (100 * used) / of)}%` }} />
            </span>
            {(used > of ? words.tooMuch : words.of)(bytesInWords(used, text), bytesInWords(of, text))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
