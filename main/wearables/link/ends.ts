/** How a session with a wearable can end, and what that is called for the person. */
import { machineError, type BeckonError } from "../../../common/errors.ts";
import type { PipeEnd } from "../byte-pipe.ts";

/** `silent`: the pipe is open, nobody speaks. `restarted`: the wearable started anew, with nothing armed. */
export type SessionEnd = PipeEnd | { readonly kind: "silent" } | { readonly kind: "restarted" };

/** @param name the wearable as the person knows it. */
export function endError(name: string, end: SessionEnd): BeckonError {
  switch (end.kind) {
    case "closed":
      return machineError("device-closed", name, "the connection was closed.", "Open it again.");
    case "gone":
      return machineError(
        "device-gone",
        name,
        `the connection ended${end.detail === "" ? "" : ` (${end.detail})`}.`,
        "Plug the wearable in again; `beckon devices` lists what is connected.",
      );
    case "silent":
      return machineError(
        "device-silent",
        name,
        "nothing answers that speaks Beckon's language.",
        "Check that the board carries Beckon's firmware (`beckon flash`), that this is its port, and that it has power.",
      );
    case "restarted":
      return machineError(
        "device-restarted",
        name,
        "it started anew in the middle.",
        "Try again; check its battery and cable.",
      );
  }
}
