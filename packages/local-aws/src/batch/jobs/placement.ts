import { STUCK_REASONS } from "../faults/fault-texts";
import type { Job } from "./job";

/** Reason why a job blocks its queue, as shown in its statusReason. */
export interface Blockage {
  readonly reason: string;
  /** Seconds in RUNNABLE until the job can start. Undefined means that it never starts. */
  readonly forSeconds?: number | undefined;
}

/**
 * Returns why no compute environment of the queue can run the job, or undefined if one can.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export function findBlockage({ queue, settings, faults, attempts }: Job): Blockage | undefined {
  if (faults.stuck !== undefined && attempts.length === 0) return faults.stuck;
  const { resourceRequirements, vcpus } = settings.container;
  const required = Number(resourceRequirements?.find(({ type }) => type === "VCPU")?.value ?? vcpus ?? 0);
  const fits = queue.computeEnvironments.some(
    ({ environment }) => required <= (environment.computeResources?.maxvCpus ?? Number.POSITIVE_INFINITY),
  );
  const code = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
  return fits ? undefined : { reason: `${code}${STUCK_REASONS[code]}` };
}

/** Time in RUNNABLE, in seconds, after which the queue cancels a job stuck for this reason. Undefined means never. */
export function findTimeLimit({ queue }: Job, statusReason: string): number | undefined {
  const action = queue.jobStateTimeLimitActions?.find(({ reason }) => statusReason.startsWith(reason));
  return action?.maxTimeSeconds;
}
