import { STUCK_REASONS } from "../faults/fault-texts";
import type { Job } from "./job";

/** Why a job blocks its queue, as its statusReason says. */
export interface Blockage {
  readonly reason: string;
  /** Seconds in RUNNABLE until it can start after all; undefined for never. */
  readonly forSeconds?: number | undefined;
}

/**
 * Why no compute environment of the queue can run the job, or undefined when one can.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export function findBlockage({ queue, settings, fate, attempts }: Job): Blockage | undefined {
  if (fate.stuck !== undefined && attempts.length === 0) return fate.stuck;
  const { resourceRequirements, vcpus } = settings.container;
  const required = Number(resourceRequirements?.find(({ type }) => type === "VCPU")?.value ?? vcpus ?? 0);
  const fits = queue.computeEnvironments.some(
    ({ environment }) => required <= (environment.computeResources?.maxvCpus ?? Number.POSITIVE_INFINITY),
  );
  const code = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
  return fits ? undefined : { reason: `${code}${STUCK_REASONS[code]}` };
}

/** Time in RUNNABLE, in seconds, after which the queue cancels a job that is stuck for this reason; undefined for never. */
export function findTimeLimit({ queue }: Job, statusReason: string): number | undefined {
  const action = queue.jobStateTimeLimitActions?.find(({ reason }) => statusReason.startsWith(reason));
  return action?.maxTimeSeconds;
}
