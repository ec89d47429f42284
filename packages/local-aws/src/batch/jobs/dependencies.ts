import { whenFinished, type Job } from "./job";
import type { JobStore } from "./job-store";

/** Waits until every dependency of a job has ended. @returns false as soon as one dependency has failed */
export async function awaitDependencies(job: Job, store: JobStore): Promise<boolean> {
  for (const { jobId, type } of job.settings.dependsOn) {
    const dependency = jobId === undefined ? findPrevious(job) : findTarget(job, store.find(jobId), type);
    if (dependency === undefined) continue;
    await whenFinished(dependency);
    if (dependency.status === "FAILED") return false;
  }
  return true;
}

/**
 * Returns the previous sibling, for SEQUENTIAL without a job ID: each child of an array job waits for the child
 * before it.
 */
function findPrevious({ child }: Job): Job | undefined {
  return child === undefined ? undefined : child.parent.array?.children[child.index - 1];
}

/**
 * Returns the job to wait for. With N_TO_N, each child waits for the child of the same index. The other array job was
 * submitted earlier, so its children already exist. If it ended without children, the dependency is the array job
 * itself.
 */
function findTarget(
  { child }: Job,
  target: Job | undefined,
  type: "N_TO_N" | "SEQUENTIAL" | undefined,
): Job | undefined {
  if (type !== "N_TO_N" || child === undefined) return target;
  return target?.array?.children[child.index] ?? target;
}
