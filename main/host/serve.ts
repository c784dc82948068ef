/** Desk and host together: the app as it is served on loopback until it is stopped. */
import { type DeskOptions, openDesk } from "../app/desk/desk.ts";
import { startHost } from "./host.ts";

export interface ServeOptions {
  /** For vault and journal. */
  readonly folder: string;
  /** The built window. */
  readonly pages: string;
  readonly port: number;
  /** Keep the recordings' key in the system's key ring where there is one. */
  readonly useKeyRing: boolean;
  readonly wearables?: DeskOptions["wearables"];
  readonly log: (error: unknown) => void;
}

export interface Served {
  /** A fresh address with a one-time code. */
  address(): string;
  /** False: no keys can be pressed here, actions go to the journal alone. */
  readonly acts: boolean;
  close(): Promise<void>;
}

/** @throws BeckonError when vault or port cannot be had; then nothing is left running. */
export async function serve({ pages, port, log, ...options }: ServeOptions): Promise<Served> {
  const desk = await openDesk({ ...options, log });
  try {
    const host = await startHost({ services: desk, pages, port, log });
    return {
      address: () => host.address(),
      acts: desk.acts,
      async close() {
        await host.close();
        await desk.close();
      },
    };
  } catch (error) {
    await desk.close();
    throw error;
  }
}
