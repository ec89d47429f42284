import { BATCH_LIMITS, simulateLoad, type SimulatedLoad } from "./simulate-load";

/** A fifth of what `npm run bench:load` runs, and of its waits: the same number of calls a second. */
const LOAD: SimulatedLoad = { executions: 200, waitTimeSeconds: 12, jobSeconds: 300 };
const FINISHED = { ends: { SUCCEEDED: 200 }, jobs: 200, duplicates: 0, lost: 0 };

it("executions that are started together do not poll together, and stay below Batch's limit", async () => {
  // Without a limit on SubmitJob, which would part them already.
  const callsPerSecond = { DescribeJobs: 50 };

  const { rates, ...figures } = await simulateLoad({ ...LOAD, callsPerSecond });

  expect(figures).toMatchObject(FINISHED);
  expect(rates.countRefused("DescribeJobs")).toBe(0);
  expect(rates.peakPerSecond("DescribeJobs")).toBeLessThan(50);
  // One for every wait_time of a job's time, and at most one more.
  expect(figures.polls).toBeLessThanOrEqual(200 * (Math.ceil(figures.seconds / LOAD.waitTimeSeconds) + 1));
});

it.each<[string, Partial<SimulatedLoad>]>([
  ["when four times as many polls are asked for as Batch takes", { waitTimeSeconds: 1 }],
  [
    "when all jobs have one name and the limits are low",
    { sameName: true, callsPerSecond: { ...BATCH_LIMITS, SubmitJob: 5 } },
  ],
])("nothing is lost or done twice %s", async (_, load) => {
  const { rates, ...figures } = await simulateLoad({ ...LOAD, jobSeconds: 60, ...load });

  expect(figures).toMatchObject(FINISHED);
  expect(rates.countRefused("SubmitJob") + rates.countRefused("DescribeJobs")).toBeGreaterThan(200);
});

it("measures the same every time", async () => {
  const measure = async () => {
    const { rates, ...figures } = await simulateLoad({ ...LOAD, executions: 60 });
    return { ...figures, peak: rates.peakPerSecond("DescribeJobs"), refused: rates.countRefused("SubmitJob") };
  };

  const figures = await measure();

  expect(await measure()).toEqual(figures);
});
