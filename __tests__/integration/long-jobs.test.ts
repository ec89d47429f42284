import * as z from "zod";
import type { BatchEndpoint } from "../../local/batch/batch-endpoint";
import { createSimulatedRunner } from "../../local/batch/simulated-runner";
import { VirtualClock } from "../../local/clock";
import { createInProcessLambdas } from "../../local/lambda/in-process-lambdas";
import {
  CHECK_JOB_ARN,
  givenWorkflow,
  INPUT,
  SUBMIT_JOB_ARN,
  type HistoryEvent,
  type Workflow,
  type WorkflowOptions,
} from "./workflow-fixture";

const HOUR_MS = 3_600_000;

let workflow: Workflow | undefined;
afterEach(() => workflow?.close());

async function givenJobOf(hours: number, options: Partial<WorkflowOptions> = {}): Promise<Workflow> {
  const clock = new VirtualClock();
  const runner = createSimulatedRunner(clock, () => ({ runsForMs: hours * HOUR_MS, exitCode: 0 }));
  workflow = await givenWorkflow({ clock, runner, ...options });
  return workflow;
}

/** Lengths of the waits in an execution's history, in seconds. */
function findWaits(events: readonly HistoryEvent[]): number[] {
  const entered = events.filter(({ type }) => type === "WaitStateEntered");
  const exited = events.filter(({ type }) => type === "WaitStateExited");
  return exited.map((event, index) => event.timestamp - (entered[index]?.timestamp ?? NaN));
}

it("runs a job of 365 days at wait_time 1 to SUCCEEDED within the history quota", async () => {
  const { run } = await givenJobOf(365 * 24);

  const { status, events } = await run({ ...INPUT, wait_time: 1 });

  expect(status).toBe("SUCCEEDED");
  expect(events.length).toBeLessThan(25_000);
  expect(events.length).toBeGreaterThan(15_000);
});

it("waits at most wait_time once, exactly wait_time until the 1,200th poll, then at most 1 % of the job's age", async () => {
  const { run } = await givenJobOf(100);

  const { status, events } = await run({ ...INPUT, wait_time: 60 });

  const waits = findWaits(events);
  expect(status).toBe("SUCCEEDED");
  expect(waits[0]).toBeLessThanOrEqual(60);
  expect(waits.slice(1, 1_200).every((seconds) => seconds === 60)).toBe(true);
  expect(waits[1_200]).toBeGreaterThan(60);
  expect(Math.max(...waits)).toBeLessThanOrEqual(100 * 36 + 60);
});

it("spends nine history events on a poll", async () => {
  const { run } = await givenJobOf(1);

  const { events, output } = await run({ ...INPUT, wait_time: 60 });

  const polls = events.filter(({ type }) => type === "WaitStateEntered").length;
  // Started, Submit Job 5, nine a poll, Get Final Job Status 2, succeeded.
  expect(events).toHaveLength(1 + 5 + 9 * polls + 2 + 1);
  expect(JSON.parse(output ?? "")).toMatchObject({ polls, status: "SUCCEEDED" });
});

/** AWS's sample as it stands: its functions know only the job's ID, and its loop only wait_time. */
const SAMPLE_DEFINITION = {
  StartAt: "Submit Job",
  States: {
    "Submit Job": { Type: "Task", Resource: SUBMIT_JOB_ARN, ResultPath: "$.guid", Next: "Wait X Seconds" },
    "Wait X Seconds": { Type: "Wait", SecondsPath: "$.wait_time", Next: "Get Job Status" },
    "Get Job Status": {
      Type: "Task",
      Resource: CHECK_JOB_ARN,
      InputPath: "$.guid",
      ResultPath: "$.status",
      Next: "Job Complete?",
    },
    "Job Complete?": {
      Type: "Choice",
      Choices: [
        { Variable: "$.status", StringEquals: "FAILED", Next: "Job Failed" },
        { Variable: "$.status", StringEquals: "SUCCEEDED", Next: "Get Final Job Status" },
      ],
      Default: "Wait X Seconds",
    },
    "Job Failed": { Type: "Fail", Cause: "AWS Batch Job Failed", Error: "DescribeJob returned FAILED" },
    "Get Final Job Status": { Type: "Task", Resource: CHECK_JOB_ARN, InputPath: "$.guid", End: true },
  },
};

const sampleInput = z.object({ jobName: z.string(), jobDefinition: z.string(), jobQueue: z.string() });
const sampleLambdas = (batch: BatchEndpoint) =>
  createInProcessLambdas(
    new Map([
      [
        SUBMIT_JOB_ARN,
        async (event: unknown) =>
          z.object({ jobId: z.string() }).parse((await batch.call("SubmitJob", sampleInput.parse(event))).body).jobId,
      ],
      [
        CHECK_JOB_ARN,
        async (jobId: unknown) =>
          z
            .object({ jobs: z.tuple([z.object({ status: z.string() })]) })
            .parse((await batch.call("DescribeJobs", { jobs: [jobId] })).body).jobs[0].status,
      ],
    ]),
  );

it("outlives the sample's own fixed loop, which dies of its history after 2,776 polls", async () => {
  const { run } = await givenJobOf(100, { definition: SAMPLE_DEFINITION, lambdas: sampleLambdas });

  const { status, error, cause, events } = await run({ ...INPUT, wait_time: 60 });

  expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
  expect(cause).toContain("25000");
  expect(events).toHaveLength(25_000);
  expect(events.filter(({ type }) => type === "WaitStateExited").length).toBeLessThanOrEqual(2_777);
});
