import * as z from "zod";
import { WATCH } from "../../testing/console/given-history";
import { createScaledClock, createSimulatedRunner } from "local-aws";
import type { JobWatch } from "../../workflow/result/job-watch";
import { ACCOUNT_ID, givenWorkflow, INPUT, REGION } from "../../testing/workflow/workflow-fixture";

const NOW = "2026-01-01T00:00:00.000Z";
const STATE = { EnteredTime: NOW, RetryCount: 0 };

/** Local endpoints with a job, and the event for the function. */
export interface LambdaBench {
  readonly env: Readonly<Record<string, string>>;
  readonly event: unknown;
  close(): Promise<void>;
}

export const FUNCTION_NAMES = ["submit-job", "check-job", "terminate-job"] as const;
type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Creates separate endpoints for a function, because terminate-job would read all jobs that submit-job created. */
export async function givenLambdaBench(functionName: FunctionName): Promise<LambdaBench> {
  const clock = createScaledClock(1);
  const runner = createSimulatedRunner(clock, () => ({ runsForMs: Infinity }));
  const { batch, stepFunctions, stateMachineArn, ...workflow } = await givenWorkflow({ clock, runner });
  const { jobId } = z.object({ jobId: z.string() }).parse((await batch.call("SubmitJob", INPUT)).body);
  const Id = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:bench`;
  const events: Readonly<Record<FunctionName, unknown>> = {
    "submit-job": { execution: { Id, Input: INPUT, StartTime: NOW, RedriveCount: 0 }, state: STATE },
    "check-job": { watch: makeWatch(jobId, Id), state: STATE },
    "terminate-job": { source: "aws.events", "detail-type": "Scheduled Event", time: NOW },
  };
  return {
    event: events[functionName],
    env: {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ACCOUNT_ID: ACCOUNT_ID,
      AWS_ENDPOINT_URL_BATCH: batch.url,
      AWS_ENDPOINT_URL_SFN: stepFunctions.url,
      STATE_MACHINE_ARN: stateMachineArn,
      JOB_QUEUES: INPUT.jobQueue,
    },
    close: () => workflow.close(),
  };
}

const makeWatch = (jobId: string, executionArn: string): JobWatch => ({
  ...WATCH,
  jobId,
  jobName: INPUT.jobName,
  executionArn,
  executionStartedAt: NOW,
  lastSeenAt: NOW,
});
