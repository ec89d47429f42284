import { createSimulatedRunner, VirtualClock } from "local-aws";
import { givenWorkflow, INPUT, type HistoryEvent, type WorkflowOptions } from "./workflow-fixture";

/** Usage of a run, from its history and the endpoint. */
export interface CountedRun {
  readonly status: string;
  readonly jobId: string;
  readonly polls: number;
  readonly transitions: number;
  readonly historyEvents: number;
  readonly lambdaCalls: number;
  /** From the job's end to the execution's, in seconds; below 0 when the execution ended first. */
  readonly delaySeconds: number;
}

/** No time in the queue: a job's age is then its run time. */
export const NO_QUEUE = { submittedMs: 0, pendingMs: 0, runnableMs: 0, startingMs: 0, resourceChangeMs: 0 };

const JOB_ID = "876da822-4198-45f2-a252-6cea32512ea8";

/**
 * Runs a job on the local endpoints, in virtual time, and counts.
 * @param runTimeSeconds - time from submission to end; the job ends half a second earlier, so that no poll coincides
 */
export async function countRun(
  runTimeSeconds: number,
  waitTimeSeconds: number,
  options: Partial<WorkflowOptions> = {},
): Promise<CountedRun> {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const runsForMs = runTimeSeconds * 1_000 - 500;
  const workflow = await givenWorkflow({
    clock,
    runner: createSimulatedRunner(clock, () => ({ runsForMs, exitCode: 0 })),
    batch: { newJobId: () => JOB_ID, lifeCycle: NO_QUEUE },
    ...options,
  });
  try {
    const { status, events } = await workflow.run({ ...INPUT, wait_time: waitTimeSeconds });
    const count = (pattern: RegExp): number => events.filter(({ type }) => pattern.test(type)).length;
    const endedAtMs = (events.at(-1)?.timestamp ?? NaN) * 1_000;
    return {
      status,
      jobId: JOB_ID,
      polls: countVisits(events, "Get Job Status"),
      transitions: count(/StateEntered$/),
      historyEvents: events.length,
      lambdaCalls: count(/^LambdaFunctionScheduled$/),
      delaySeconds: (endedAtMs - startedAt - runsForMs) / 1_000,
    };
  } finally {
    await workflow.close();
  }
}

const countVisits = (events: readonly HistoryEvent[], name: string): number =>
  events.filter(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === name).length;
