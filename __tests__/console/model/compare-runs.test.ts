import { compareRuns } from "../../../console/model/compare-runs";
import { after, FAILED_RESULT } from "../../../testing/console/given-history";

const run = (seconds: number, input: object, job = {}) => ({
  startedAt: after(0),
  endedAt: after(seconds),
  input: JSON.stringify(input),
  job: { ...FAILED_RESULT, queuedSeconds: 17, runSeconds: 20, ...job },
});

it("compares the durations and the attempts", () => {
  const rows = compareRuns(run(90, {}), { ...run(60, {}, { attempts: [], runSeconds: null }) });

  expect(rows).toEqual([
    { name: "Duration", now: "1 min 30 s", before: "1 min" },
    { name: "Job queued", now: "17 s", before: "17 s" },
    { name: "Job ran", now: "20 s", before: "–" },
    { name: "Attempts", now: "1", before: "0" },
  ]);
});

it("lists the fields of the input that differ", () => {
  const now = { wait_time: 60, jobName: "import", containerOverrides: { command: ["a"], x: 1 }, jobQueue: "new" };
  const before = { wait_time: 30, jobName: "import", containerOverrides: { command: ["b"], x: 1 } };

  expect(compareRuns(run(1, now), run(1, before)).slice(4)).toEqual([
    { name: "wait_time", now: "60", before: "30" },
    { name: "containerOverrides.command", now: '["a"]', before: '["b"]' },
    { name: "jobQueue", now: "new", before: "–" },
  ]);
});

it("compares inputs that are not objects, and an execution without a job", () => {
  const rows = compareRuns({ ...run(1, {}), input: "no JSON", job: undefined }, run(1, {}));

  expect(rows.slice(3)).toEqual([
    { name: "Attempts", now: "–", before: "1" },
    { name: "Input", now: "–", before: "{}" },
  ]);
});
