import type { FeedName, FeedValue } from "../../../contract/contract.ts";
import type { Feed } from "../feed.ts";

/** The first value of a feed that is as wanted: the present one or a later one. */
export function until<N extends FeedName>(
  feed: Feed<FeedValue<N>>,
  wanted: (value: FeedValue<N>) => boolean,
): Promise<FeedValue<N>> {
  return new Promise((resolve) => {
    const ends: (() => void)[] = [];
    let found = false;
    const end = feed.subscribe((value) => {
      if (found || !wanted(value)) return;
      found = true;
      resolve(value);
      // The first value comes before there is anything to end.
      queueMicrotask(() => ends[0]?.());
    });
    ends.push(end);
  });
}
