import { estimateEvents } from "../../console/estimate/estimate-events";
import { makeInputFail } from "../commands/make-input-fail";
import { checkExecutionInput } from "../input/read-execution-input";

type Input = Readonly<Record<string, unknown>>;

/** Purpose of an execution of the probe. */
export type ProbeKind = "job" | "array" | "attempts";

/** Execution that the probe starts. */
export interface PlannedProbe {
  readonly kind: ProbeKind;
  readonly name: string;
  readonly input: Input;
}

/** Longest wait, in seconds: nothing but an event ends it while the probe runs. */
const WAIT_SECONDS = 86_400;
/** Children of the array job. */
export const ARRAY_SIZE = 3;
/** Attempts of the job that fails. */
export const ATTEMPTS = 2;

/**
 * Plans the executions: `jobs` single jobs, an array job, and a job that fails in each attempt.
 * @param sample - input that submits a job
 * @throws CliError when the input is invalid or attaches to an existing job
 */
export function planProbes(sample: Input, jobs: number, prefix: string): PlannedProbe[] {
  const input = { ...sample, retryStrategy: undefined, arrayProperties: undefined, wait_time: WAIT_SECONDS };
  const probes: PlannedProbe[] = Array.from({ length: jobs }, (_, index) => ({
    kind: "job",
    name: `${prefix}-job-${index + 1}`,
    input,
  }));
  probes.push({ kind: "array", name: `${prefix}-array`, input: { ...input, arrayProperties: { size: ARRAY_SIZE } } });
  const failing = { ...makeInputFail(input), retryStrategy: { attempts: ATTEMPTS } };
  probes.push({ kind: "attempts", name: `${prefix}-attempts`, input: failing });
  return probes.map((probe) => ({ ...probe, input: checkExecutionInput(probe.input) }));
}

/**
 * Dollars for a Fargate job of the sample's size, 0.25 vCPU and 512 MiB, that is billed for two minutes in us-east-1.
 * @see https://aws.amazon.com/fargate/pricing/
 */
const JOB_DOLLARS = (2 / 60) * (0.25 * 0.04048 + 0.5 * 0.004445);
/** Assumed run time of a job, in seconds; the cost of an execution does not depend on it. */
const RUN_SECONDS = 120;

/** Returns the number of jobs of the probe, children and attempts included. */
export const countJobs = (jobs: number): number => jobs + ARRAY_SIZE + ATTEMPTS;

/** Estimates the cost of a probe with jobs of the sample's size, in dollars. */
export function estimateProbe(jobs: number): number {
  const execution = estimateEvents({ runTimeSeconds: RUN_SECONDS, waitTimeSeconds: WAIT_SECONDS }).dollars;
  return (jobs + 2) * execution + countJobs(jobs) * JOB_DOLLARS;
}
