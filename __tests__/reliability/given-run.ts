import { createSimulatedRunner, type JobStateChange, VirtualClock } from "local-aws";
import { createLambdas, givenWorkflow, type Workflow } from "../../testing/workflow/workflow-fixture";
import { FaultyLambdas, lambdaFaultSchema } from "./faulty-lambdas";
import { givenRandom } from "./given-random";

export interface RunOptions {
  /** Run time of each job, in seconds. */
  readonly jobSeconds: number;
  /** Seed of the jitter, at least 1. */
  readonly seed: number;
  /** @default job-1, job-2 and so on */
  readonly newJobId?: () => string;
}

export interface GivenRun {
  readonly clock: VirtualClock;
  readonly workflow: Workflow;
  /** Status changes of all jobs. */
  readonly changes: readonly JobStateChange[];
  /** Loads faults for Batch calls and Lambda functions. Their windows begin now. */
  load(faults: readonly object[], lambdaFaults?: readonly object[]): void;
}

/** Calls `use` with an in-process workflow on a virtual clock, and closes the workflow. */
export async function withRun<T>(
  { jobSeconds, seed, newJobId }: RunOptions,
  use: (given: GivenRun) => Promise<T>,
): Promise<T> {
  const clock = new VirtualClock();
  const changes: JobStateChange[] = [];
  const faulty = new FaultyLambdas(clock);
  let jobs = 0;
  const workflow = await givenWorkflow({
    clock,
    runner: createSimulatedRunner(clock, () => ({ exitCode: 0, runsForMs: jobSeconds * 1_000 })),
    batch: { onEvent: (change) => changes.push(change), newJobId: newJobId ?? (() => `job-${(jobs += 1)}`) },
    lambdas: (batch) => faulty.around(createLambdas(batch, clock)),
    stepFunctions: { random: givenRandom(seed) },
  });
  const load = (faults: readonly object[], lambdaFaults: readonly object[] = []): void => {
    workflow.batch.faults.load({ faults });
    faulty.load(lambdaFaults.map((fault) => lambdaFaultSchema.parse(fault)));
  };
  try {
    return await use({ clock, workflow, changes, load });
  } finally {
    await workflow.close();
  }
}
