import { createHash } from "node:crypto";
import { type CallsPerSecond, createSimulatedRunner, VirtualClock } from "local-aws";
import { createLambdas, givenWorkflow } from "../workflow/workflow-fixture";
import { CallRates } from "./call-rates";
import { type Load, type LoadEnds, runTogether } from "./run-together";
import { createSeededRandom } from "./seeded-random";

/**
 * Maximum calls per second that AWS Batch accepts from an account. AWS documents the limit of SubmitJob; the others
 * are assumed to be the same.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
 */
export const BATCH_LIMITS: CallsPerSecond = { SubmitJob: 50, DescribeJobs: 50, ListJobs: 50, TerminateJob: 50 };

export interface SimulatedLoad extends Load {
  /** Run time of each job in RUNNING, in seconds. */
  readonly jobSeconds: number;
  /** @default BATCH_LIMITS */
  readonly callsPerSecond?: CallsPerSecond;
  /** Called when all executions have ended, before the endpoints close. */
  readonly onEnded?: () => void;
}

export interface SimulatedFigures extends LoadEnds {
  readonly rates: CallRates;
  /** Time from the first start to the last end, in simulated seconds. */
  readonly seconds: number;
}

/** Runs a load with simulated time and seeded random numbers, so that its figures are reproducible. */
export async function simulateLoad(load: SimulatedLoad): Promise<SimulatedFigures> {
  const clock = new VirtualClock();
  const rates = new CallRates(clock);
  let jobs = 0;
  const workflow = await givenWorkflow({
    clock,
    runner: createSimulatedRunner(clock, () => ({ runsForMs: load.jobSeconds * 1000, exitCode: 0 })),
    lambdas: (batch) => createLambdas({ call: rates.watch((operation, input) => batch.call(operation, input)) }, clock),
    batch: { callsPerSecond: load.callsPerSecond ?? BATCH_LIMITS, newJobId: () => createUuid((jobs += 1)) },
    stepFunctions: { random: createSeededRandom(1) },
  });
  try {
    const startedAt = clock.now();
    const ends = await runTogether(workflow, clock, load, () => jobs);
    load.onEnded?.();
    return { ...ends, rates, seconds: Math.ceil((clock.now() - startedAt) / 1000) };
  } finally {
    await workflow.close();
  }
}

/** Returns the same UUID for the same number. */
export function createUuid(count: number): string {
  const hash = createHash("sha256").update(String(count)).digest("hex");
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
