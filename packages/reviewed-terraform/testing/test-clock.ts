import type { RetryClock } from "../src/github/github";

/** A clock on which waiting takes no time, and that remembers how long was waited, in milliseconds. */
export function givenClock(): RetryClock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => 1_000_000,
    sleep: (durationMs) => {
      slept.push(durationMs);
      return Promise.resolve();
    },
  };
}
