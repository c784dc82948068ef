/**
 * Tells a wearable how it sits today, so that it turns what it feels to how it sat when the
 * person's movements were recorded. It forgets this when it starts anew, so each session tells it.
 */
import { FLAG_WORN, type ToHost } from "./link/messages.ts";
import type { Session } from "./link/session.ts";

/**
 * @param rotationQ14 row by row, from the sensor's axes to those of the takes, 16384 = 1; undefined where
 *   nothing is known, so that it forgets what somebody else may have told it.
 * @throws BeckonError `device-no-wear` if it has no movement sensor or an older firmware, `device-armed`.
 */
export async function tellWear(session: Session, rotationQ14: Int16Array | undefined): Promise<void> {
  const wanted = rotationQ14 === undefined ? 0 : FLAG_WORN;
  await session.request(
    { name: "wear", link: session.info.link, rotationQ14: rotationQ14 ?? new Int16Array(9) },
    (answer: ToHost) =>
      answer.name === "status" && (answer.flags & FLAG_WORN) === wanted ? true : undefined,
  );
}
