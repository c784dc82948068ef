/** From whatever was thrown to what the window shows. */
import { BeckonError } from "../../../common/errors.ts";
import type { FaultView } from "../../contract/values.ts";

/** A fault of the program itself is told without its inner words; those go to the log. */
export function faultView(error: unknown): FaultView {
  if (error instanceof BeckonError) {
    const { code, thing, problem, remedy } = error.fault;
    return { code, thing, problem, remedy };
  }
  return {
    code: "unexpected",
    thing: "Beckon",
    problem: "met a fault of its own.",
    remedy: "Try again; if it comes back, start Beckon anew.",
  };
}
