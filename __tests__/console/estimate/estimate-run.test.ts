import { countPolls, estimatePoll, estimateSync, findBetterWaitTime } from "../../../console/estimate/estimate-run";

const DAY_SECONDS = 86_400;

it("prices a run at USD 0.025 for 1,000 transitions, plus one Lambda call for each poll", () => {
  const { polls, transitions, lambdaCalls, dollars } = estimatePoll({ runTimeSeconds: 3_600, waitTimeSeconds: 60 });

  expect({ polls, transitions, lambdaCalls }).toEqual({ polls: 61, transitions: 185, lambdaCalls: 62 });
  // 185 transitions, 62 requests, 62 times 0.2 s of 0.25 GB.
  expect(dollars).toBeCloseTo(185 * 0.000025 + 62 * 0.0000002 + 62 * 0.05 * 0.0000133334, 9);
});

it.each([
  [1, 3_601],
  [60, 3_660],
])("starts with the first wait of %d s for the job's ID and polls until the job has ended, at %d s", (first, at) => {
  const { noticedAtSeconds } = countPolls({ runTimeSeconds: 3_601, waitTimeSeconds: 60, firstWaitSeconds: first });

  expect(noticedAtSeconds).toBe(at);
});

it("limits the delay to wait_time, and to 1 % of the job's age after 1,200 polls", () => {
  const after = (runTimeSeconds: number) => estimatePoll({ runTimeSeconds, waitTimeSeconds: 10 }).worstDelaySeconds;

  expect(after(3_600)).toBe(10);
  expect(after(DAY_SECONDS)).toBe(864);
});

it.each([
  [3_600, 60, 30],
  [DAY_SECONDS, 73, 36],
  [1, 900, 450],
])(
  "has a median delay of half the pause at the job's end: %d s at wait_time %d",
  (runTimeSeconds, waitTimeSeconds, half) => {
    const { medianDelaySeconds } = estimatePoll({ runTimeSeconds, waitTimeSeconds });

    expect(Math.abs((medianDelaySeconds ?? NaN) - half)).toBeLessThanOrEqual(1);
  },
);

it("has a median delay below the maximum where the pace follows the elapsed time", () => {
  const { medianDelaySeconds, worstDelaySeconds } = estimatePoll({ runTimeSeconds: DAY_SECONDS, waitTimeSeconds: 60 });

  expect(medianDelaySeconds).toBeGreaterThan(60);
  expect(medianDelaySeconds).toBeLessThan(worstDelaySeconds ?? NaN);
});

it("reports that the history fits a run of a year at wait_time 1, but not of 50 years", () => {
  const fits = (days: number) => estimatePoll({ runTimeSeconds: days * DAY_SECONDS, waitTimeSeconds: 1 }).fitsHistory;

  expect(fits(365)).toBe(true);
  expect(fits(365 * 50)).toBe(false);
});

it("estimates a constant price and no maximum delay for submitJob.sync", () => {
  expect(estimateSync()).toMatchObject({ polls: 0, lambdaCalls: 0, worstDelaySeconds: null, medianDelaySeconds: null });
  expect(estimateSync().dollars).toBeCloseTo(0.00005, 9);
});

it.each([1, 10, 60])(
  "suggests a cheaper wait_time with a shorter delay for a day at wait_time %d",
  (waitTimeSeconds) => {
    const run = { runTimeSeconds: DAY_SECONDS, waitTimeSeconds };
    const better = { ...run, waitTimeSeconds: findBetterWaitTime(run) ?? NaN };

    expect(estimatePoll(better).dollars).toBeLessThan(estimatePoll(run).dollars);
    expect(estimatePoll(better).worstDelaySeconds).toBeLessThan(estimatePoll(run).worstDelaySeconds ?? NaN);
  },
);

it.each([
  [3_600, 60],
  [DAY_SECONDS, 900],
])(
  "suggests no other wait_time for %d s at wait_time %d, where the interval is constant",
  (runTimeSeconds, waitTimeSeconds) => {
    expect(findBetterWaitTime({ runTimeSeconds, waitTimeSeconds })).toBeUndefined();
  },
);
