import { findRetryDelayMs, type FailedAttempt } from "../../src/github/retry-delay";

const failed = (more: Partial<FailedAttempt>): FailedAttempt => ({
  attempt: 1,
  method: "GET",
  status: 500,
  message: "",
  headers: {},
  nowMs: 1_000_000,
  ...more,
});

describe("the pause before a request is sent again", () => {
  it.each([
    ["grows with each attempt after a server's error", failed({ attempt: 3 }), 4_000],
    ["is what retry-after says", failed({ status: 403, headers: { "retry-after": "7" } }), 7_000],
    [
      "lasts until a used up limit is filled again",
      failed({ status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030" } }),
      30_000,
    ],
    [
      "is at least a second, as clocks differ",
      failed({ status: 429, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "900" } }),
      1_000,
    ],
    [
      "is a minute for a secondary limit that says nothing",
      failed({ status: 403, message: "You have exceeded a secondary rate limit" }),
      60_000,
    ],
    ["is two minutes when that did not help", failed({ status: 429, attempt: 2 }), 120_000],
    ["lasts as long for what makes something: it was not made", failed({ method: "POST", status: 429 }), 60_000],
  ])("%s", (_what, attempt, expected) => {
    expect(findRetryDelayMs(attempt)).toBe(expected);
  });

  it.each([
    ["a right that is missing", failed({ status: 403, message: "Resource not accessible by integration" })],
    ["what is not there", failed({ status: 404 })],
    ["what may have been made although the answer was lost", failed({ method: "POST", status: 502 })],
  ])("there is none for %s", (_what, attempt) => {
    expect(findRetryDelayMs(attempt)).toBeUndefined();
  });
});
