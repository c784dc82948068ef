/**
 * The one kind of error that a person may see. It names the thing, says what is
 * wrong with it and what to do, so that no caller has to guess at a remedy.
 */

/** DESIGN §9: 1 the input is at fault, 2 wrong use, 3 the machine or a device is at fault. */
export type ExitCode = 1 | 2 | 3;

export interface Fault {
  /** Stable name of the kind of fault, such as `"wav-truncated"`; screens translate by it. */
  readonly code: string;
  readonly exit: ExitCode;
  /** What is at fault, as the person knows it: a file, a command, a port. */
  readonly thing: string;
  readonly problem: string;
  readonly remedy: string;
}

export class BeckonError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, options?: ErrorOptions) {
    super(`${fault.thing}: ${fault.problem} ${fault.remedy}`, options);
    this.name = "BeckonError";
    this.fault = fault;
  }
}

type FaultWords = readonly [code: string, thing: string, problem: string, remedy: string];

/** The input (a recording, an image, a profile) is at fault. */
export function inputError(...words: FaultWords): BeckonError {
  return make(1, words);
}

/** The program was called in a way it does not know. */
export function usageError(...words: FaultWords): BeckonError {
  return make(2, words);
}

/** The machine or a device is at fault. */
export function machineError(...words: FaultWords): BeckonError {
  return make(3, words);
}

function make(exit: ExitCode, [code, thing, problem, remedy]: FaultWords): BeckonError {
  return new BeckonError({ code, exit, thing, problem, remedy });
}
