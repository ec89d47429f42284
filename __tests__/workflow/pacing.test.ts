import fc from "fast-check";
import {
  EVENTS_PER_EVENT_POLL,
  EVENTS_PER_POLL,
  findMaxPolls,
  firstWaitSeconds,
  isPollBudgetSpent,
  MAX_HISTORY_EVENTS,
  MAX_POLLS,
  nextWaitSeconds,
  POLLS_AT_WAIT_TIME,
  spentPolls,
  doubtWaitSeconds,
  EARLY_LOOKS,
  isOutageBudgetSpent,
  isTimeStale,
  MAX_OUTAGE_SECONDS,
  outageWaitSeconds,
  scatterWait,
} from "../../workflow/pacing";

const DAY_SECONDS = 86_400;

/** Waits of the state machine for a job with this run time. */
function waitsOf(jobSeconds: number, waitTimeSeconds: number): number[] {
  const waits = [waitTimeSeconds];
  for (let age = waitTimeSeconds; age < jobSeconds; age += waits.at(-1) ?? 0)
    waits.push(nextWaitSeconds(waitTimeSeconds, age, { polls: waits.length, retries: 0 }));
  return waits;
}

it.each([1, 60, 3_600])("waits exactly wait_time %d before each of the first 1,200 polls", (waitTimeSeconds) => {
  const waits = waitsOf(1_300 * waitTimeSeconds, waitTimeSeconds);

  expect(waits.slice(0, 1_200)).toEqual(Array.from({ length: POLLS_AT_WAIT_TIME }, () => waitTimeSeconds));
  expect(waits[1_200]).toBe(12 * waitTimeSeconds);
});

it("watches a job for a year at wait_time 1 within the history", () => {
  const waits = waitsOf(365 * DAY_SECONDS, 1);

  expect(waits.length).toBeGreaterThan(2_000);
  expect(waits.length).toBeLessThan(MAX_POLLS);
  // ExecutionStarted, Submit Job (5 events), Get Final Job Status (2), ExecutionSucceeded.
  expect(waits.length * EVENTS_PER_POLL + 9).toBeLessThan(MAX_HISTORY_EVENTS);
});

it("notices the end of a job no later than the greater of wait_time and 1 % of its age", () => {
  let age = 0;
  for (const wait of waitsOf(30 * DAY_SECONDS, 5)) {
    expect(wait).toBeLessThanOrEqual(Math.max(5, Math.ceil(age / 100)));
    age += wait;
  }
});

it("keeps a wait_time that is longer than 1 % of the job's age", () => {
  expect(nextWaitSeconds(600, 59_999, { polls: 1_200, retries: 0 })).toBe(600);
  expect(nextWaitSeconds(600, 60_001, { polls: 1_200, retries: 0 })).toBe(601);
});

it("waits at least a second before the first poll, and never longer than wait_time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 86_400 }), fc.string(), (waitTimeSeconds, jobId) => {
      const waitSeconds = firstWaitSeconds(waitTimeSeconds, jobId);

      return Number.isInteger(waitSeconds) && waitSeconds >= 1 && waitSeconds <= waitTimeSeconds;
    }),
  );
});

it("returns the same first wait for the same job", () => {
  const jobId = "876da822-4198-45f2-a252-6cea32512ea8";

  expect(firstWaitSeconds(60, jobId)).toBe(5);
  expect(firstWaitSeconds(60, jobId)).toBe(5);
});

it("spreads the first polls of 1,000 jobs over the whole of wait_time", () => {
  const counts = new Map<number, number>();
  for (let job = 0; job < 1_000; job += 1) {
    const waitSeconds = firstWaitSeconds(60, `876da822-4198-45f2-a252-${String(job).padStart(12, "0")}`);
    counts.set(waitSeconds, (counts.get(waitSeconds) ?? 0) + 1);
  }

  expect(counts.size).toBe(60);
  // AWS Batch's limit is 50 a second; evenly spread it would be 17.
  expect(Math.max(...counts.values())).toBeLessThan(35);
});

it.each([
  [{ polls: 10, retries: 0 }, 10],
  [{ polls: 10, retries: 1 }, 11],
  [{ polls: 10, retries: 3 }, 11],
  [{ polls: 10, retries: 4 }, 12],
])("counts the three events of each retry against the polls: %j", (usage, expected) => {
  expect(spentPolls(usage)).toBe(expected);
});

describe("with events", () => {
  it("counts the 13 history events of a wait that an event can end", () => {
    expect(spentPolls({ polls: 9, retries: 0, integration: "events" })).toBe(13);
    expect(findMaxPolls("poll")).toBe(MAX_POLLS);
    expect(findMaxPolls("events")).toBe(1_661);
    expect(isPollBudgetSpent({ polls: findMaxPolls("events") - 1, retries: 0, integration: "events" })).toBe(false);
    expect(isPollBudgetSpent({ polls: findMaxPolls("events"), retries: 0, integration: "events" })).toBe(true);
  });

  it("watches a job for a year at wait_time 61 within the history", () => {
    const waits = [61];
    for (let age = 61; age < 365 * DAY_SECONDS; age += waits.at(-1) ?? 0)
      waits.push(nextWaitSeconds(61, age, { polls: waits.length, retries: 0, integration: "events" }));

    expect(waits.length).toBeLessThan(findMaxPolls("events"));
    expect(waits.length * EVENTS_PER_EVENT_POLL + 9).toBeLessThan(MAX_HISTORY_EVENTS);
    expect(outageWaitSeconds(0, { polls: waits.length, retries: 0, integration: "events" }, false)).toBeGreaterThan(0);
  });
});

it("increases the waits earlier when retries have used the history", () => {
  expect(nextWaitSeconds(1, 5_000, { polls: 1_199, retries: 0 })).toBe(1);
  expect(nextWaitSeconds(1, 5_000, { polls: 1_199, retries: 1 })).toBe(50);
});

it.each([
  [{ polls: 2_399, retries: 0 }, false],
  [{ polls: 2_400, retries: 0 }, true],
  [{ polls: 2_399, retries: 3 }, true],
])("returns whether the poll budget is spent: %j", (usage, expected) => {
  expect(isPollBudgetSpent(usage)).toBe(expected);
});

it("leaves room in the history for the events after the last poll and its retries", () => {
  expect(MAX_POLLS * EVENTS_PER_POLL).toBeLessThan(MAX_HISTORY_EVENTS - 1_000);
});

describe("an outage", () => {
  /** Waits in an outage that does not end, in seconds. */
  function findWaits(pollsBefore: number, isDue: boolean): number[] {
    const waits: number[] = [];
    let ageSeconds = 0;
    while (ageSeconds < MAX_OUTAGE_SECONDS) {
      const wait = outageWaitSeconds(ageSeconds, { polls: pollsBefore + waits.length, retries: 0 }, isDue);
      waits.push(wait);
      ageSeconds += wait;
    }
    return waits;
  }

  it.each([true, false])("ends after exactly a day, with and without a deadline that is due: %s", (isDue) => {
    expect(findWaits(1, isDue).reduce((sum, wait) => sum + wait)).toBe(MAX_OUTAGE_SECONDS);
    expect(MAX_OUTAGE_SECONDS).toBeLessThan(86_400);
  });

  it("polls at least every 45 s in its first 45 minutes, and while a deadline is due", () => {
    const waits = findWaits(1, false);

    expect(waits.slice(0, 3)).toEqual([2, 2, 2]);
    expect(Math.max(...waits.slice(0, 60))).toBe(45);
    expect(Math.max(...findWaits(400, true))).toBe(45);
  });

  it.each([0, 1_200, 2_000, 2_399, 2_450, 2_499])("ends before the history is full, after %d polls", (polls) => {
    expect(polls + findWaits(polls, true).length).toBeLessThanOrEqual(2_500);
    expect(polls + findWaits(polls, false).length).toBeLessThanOrEqual(2_500);
  });

  it.each([
    [{ polls: 2_499, retries: 0 }, false],
    [{ polls: 2_500, retries: 0 }, true],
  ])("returns whether its budget is spent: %j", (usage, expected) => {
    expect(isOutageBudgetSpent(usage)).toBe(expected);
  });
});

it("limits the wait to Step Functions' maximum for an implausible age", () => {
  expect(nextWaitSeconds(1, 1e20, { polls: 1_200, retries: 0 })).toBe(630_720);
});

it("polls as soon with events as with poll when an outage begins", () => {
  const usage = { polls: 1, retries: 0, integration: "events" } as const;

  expect([0, 60, 180].map((ageSeconds) => outageWaitSeconds(ageSeconds, usage, false))).toEqual([2, 15, 45]);
  expect(outageWaitSeconds(0, usage, true)).toBe(2);
});

it.each([true, false])("lasts for an outage of a day with events, a deadline being due: %s", (isDue) => {
  let ageSeconds = 0;
  let polls = 1;
  for (; ageSeconds < MAX_OUTAGE_SECONDS; polls += 1)
    ageSeconds += outageWaitSeconds(ageSeconds, { polls, retries: 0, integration: "events" }, isDue);

  expect(isOutageBudgetSpent({ polls: polls - 1, retries: 0, integration: "events" })).toBe(false);
});

it("scatters a wait over its second half, and keeps one that spares the history", () => {
  const waits = Array.from({ length: 200 }, (_, index) => scatterWait(45, `job-${index}`));

  expect([Math.min(...waits), Math.max(...waits)]).toEqual([23, 45]);
  expect([1, 46].map((waitSeconds) => scatterWait(waitSeconds, "job"))).toEqual([1, 46]);
});

it.each([
  [null, Infinity],
  [{ looks: 0 }, 10],
  [{ looks: 18 }, 60],
  [{ looks: EARLY_LOOKS }, Infinity],
])("limits the waits while another submission may appear: %j", (doubt, expected) => {
  expect(doubtWaitSeconds(doubt)).toBe(expected);
});

it.each([
  [undefined, false],
  [null, false],
  [3, false],
  [4, true],
])("treats the entry time of a state as outdated after more than three retries: %p", (retries, expected) => {
  expect(isTimeStale(retries)).toBe(expected);
});

it.each([1, 60, 3_600])("allows a run of a year with every second poll failing, at wait_time %d", (waitTime) => {
  let ageSeconds = 0;
  let polls = 0;
  while (ageSeconds < 31_536_000 && polls < MAX_POLLS) {
    ageSeconds += nextWaitSeconds(waitTime, ageSeconds, { polls, retries: 0 });
    polls += 2;
  }

  expect(ageSeconds).toBeGreaterThanOrEqual(31_536_000);
});
