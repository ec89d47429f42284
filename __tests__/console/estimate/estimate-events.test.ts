import { countWaits, estimateEvents } from "../../../console/estimate/estimate-events";
import { estimatePoll } from "../../../console/estimate/estimate-run";

const DAY_SECONDS = 86_400;

it("takes 25 polls and less than $0.002 for a day at wait_time 3,600", () => {
  const { polls, dollars, medianDelaySeconds, worstDelaySeconds } = estimateEvents({
    runTimeSeconds: DAY_SECONDS,
    waitTimeSeconds: 3_600,
  });

  expect(polls).toBe(25);
  expect(dollars).toBeLessThan(0.002);
  expect({ medianDelaySeconds, worstDelaySeconds }).toEqual({ medianDelaySeconds: 2, worstDelaySeconds: 3_600 });
});

it("takes 2 polls and $0.00023 for a day at wait_time 86,400", () => {
  const { polls, dollars } = estimateEvents({ runTimeSeconds: DAY_SECONDS, waitTimeSeconds: DAY_SECONDS });

  expect(polls).toBe(2);
  expect(dollars).toBeCloseTo(0.000_23, 5);
});

it("counts the 13 history events of a wait for an event, and the 9 of a plain wait", () => {
  const [events, plain] = [900, 60].map((waitTimeSeconds) =>
    estimateEvents({ runTimeSeconds: 3_600, waitTimeSeconds, firstWaitSeconds: waitTimeSeconds }),
  );

  expect(events).toMatchObject({ polls: 4, historyEvents: 11 + 4 * 13, transitions: 15, lambdaCalls: 6 });
  expect(plain).toMatchObject({ polls: 60, historyEvents: 11 + 60 * 9 });
});

it("has the delay of poll at wait_time 60, whose waits are plain", () => {
  const run = { runTimeSeconds: 3_600, waitTimeSeconds: 60 };

  expect(estimateEvents(run).medianDelaySeconds).toBe(estimatePoll(run).medianDelaySeconds);
});

it("never notices the end later than the wait does", () => {
  const run = { runTimeSeconds: 3_599, waitTimeSeconds: 3_600, firstWaitSeconds: 3_600 };

  expect(countWaits(run)).toEqual({ forEvents: 1, plain: 0, noticedAtSeconds: 3_600 });
});

it("fits a run of a year into the history, but not one of 50 years", () => {
  const fits = (days: number) =>
    estimateEvents({ runTimeSeconds: days * DAY_SECONDS, waitTimeSeconds: 61 }).fitsHistory;

  expect(fits(365)).toBe(true);
  expect(fits(365 * 50)).toBe(false);
});
