import { simulateBurst } from "../../testing/load/simulate-burst";
import { BATCH_LIMITS, simulateLoad, type SimulatedLoad } from "../../testing/load/simulate-load";

/** One tenth of the executions of `npm run bench:load`, with one tenth of its wait: the same calls per second. */
const LOAD: SimulatedLoad = { executions: 100, waitTimeSeconds: 6, jobSeconds: 150 };
const FINISHED = { ends: { SUCCEEDED: 100 }, jobs: 100, duplicates: 0, lost: 0 };

it("spreads the polls of executions started at the same time, and stays below the limit of Batch", async () => {
  // No limit on SubmitJob, because it would already spread the executions.
  const callsPerSecond = { DescribeJobs: 50 };

  const { rates, ...figures } = await simulateLoad({ ...LOAD, callsPerSecond });

  expect(figures).toMatchObject(FINISHED);
  expect(rates.countRefused("DescribeJobs")).toBe(0);
  expect(rates.peakPerSecond("DescribeJobs")).toBeLessThan(50);
  // One poll per wait_time of the job's run time, and at most one more.
  expect(figures.polls).toBeLessThanOrEqual(100 * (Math.ceil(figures.seconds / LOAD.waitTimeSeconds) + 1));
});

it.each<[string, Partial<SimulatedLoad>]>([
  ["when executions poll four times as often as Batch allows", { waitTimeSeconds: 1 }],
  [
    "when all jobs have the same name and the limits are low",
    { sameName: true, callsPerSecond: { ...BATCH_LIMITS, SubmitJob: 5 } },
  ],
])("runs each job exactly once %s", async (_, load) => {
  const { rates, ...figures } = await simulateLoad({ ...LOAD, jobSeconds: 60, ...load });

  expect(figures).toMatchObject(FINISHED);
  expect(rates.countRefused("SubmitJob") + rates.countRefused("DescribeJobs")).toBeGreaterThan(100);
});

it("returns the same figures on every run", async () => {
  const measure = async () => {
    const { rates, ...figures } = await simulateLoad({ ...LOAD, executions: 30 });
    return { ...figures, peak: rates.peakPerSecond("DescribeJobs"), refused: rates.countRefused("SubmitJob") };
  };

  const figures = await measure();

  expect(await measure()).toEqual(figures);
});

it("notices jobs that end at the same moment as fast as Batch describes them", async () => {
  const burst = { executions: 150, integration: "events", waitTimeSeconds: 86_400 } as const;

  const { refused, lastSeconds, medianSeconds, ...figures } = await simulateBurst(burst);

  expect(figures).toMatchObject({ ends: { SUCCEEDED: 150 }, jobs: 150, duplicates: 0, lost: 0 });
  expect(refused["DescribeJobs"]).toBeGreaterThanOrEqual(100);
  // 2 s until the first polls, and 3 s for 150 of them at 50 a second.
  expect(medianSeconds).toBeLessThanOrEqual(5);
  expect(lastSeconds).toBeLessThanOrEqual(10);
}, 60_000);
