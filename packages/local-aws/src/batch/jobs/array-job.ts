import type { BatchContext } from "../batch-context";
import type { Job } from "./job";
import type { JobStore } from "./job-store";
import { ARRAY_CHILD_FAILED, DEPENDENCY_FAILED } from "./job-texts";

/** Creates the children of an array job whose parent is PENDING. The children start in PENDING. */
export function createChildren(parent: Job, context: BatchContext, store: JobStore): readonly Job[] {
  const { array } = parent;
  if (array === undefined) return [];
  for (let index = 0; index < array.size; index += 1) {
    const jobId = `${parent.jobId}:${index}`;
    array.children.push({
      ...parent,
      jobId,
      jobArn: context.arns.job(jobId),
      sequence: store.nextSequence(),
      createdAt: context.clock.now(),
      status: "PENDING",
      attempts: [],
      array: undefined,
      child: { parent, index },
      stop: new AbortController(),
      onFinished: [],
    });
  }
  for (const child of array.children) store.add(child);
  return array.children;
}

/**
 * Ends the parent after all children have ended. The parent is FAILED if a child failed.
 * @returns whether the parent has ended
 */
export function finishParent(parent: Job, store: JobStore): boolean {
  const { array } = parent;
  if (array === undefined) return false;
  const { SUCCEEDED, FAILED } = array.statusSummary;
  if (SUCCEEDED + FAILED < array.size) return false;
  if (FAILED === 0) store.move(parent, "SUCCEEDED");
  else store.move(parent, "FAILED", parentReason(parent));
  return true;
}

function parentReason(parent: Job): string {
  if (parent.cancelReason !== undefined) return parent.cancelReason;
  const ownDependencyFailed = parent.array?.children.every(({ statusReason }) => statusReason === DEPENDENCY_FAILED);
  return ownDependencyFailed === true ? DEPENDENCY_FAILED : ARRAY_CHILD_FAILED;
}
