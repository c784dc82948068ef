import { createContext, use } from "react";
import { type Announcer, createAnnouncer, writeToRegion } from "./announcer.ts";

const pageAnnouncer = createAnnouncer({
  write: writeToRegion,
  now: () => performance.now(),
  later: (run, ms) => setTimeout(run, ms),
});

const AnnounceContext = createContext<Announcer>(pageAnnouncer);

export function useAnnouncer(): Announcer {
  return use(AnnounceContext);
}
