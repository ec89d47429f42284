import type { JobWatch } from "../../workflow/result/job-watch";
import { terminationPrefix } from "../shared/termination-reason";

/** Why a running execution may have its job terminated. */
const CATEGORIES = ["QueueTimeout", "OverallTimeout", "QueueBlocked", "PollBudget"] as const;
export type TerminationCategory = (typeof CATEGORIES)[number];

/**
 * Why this execution had the job terminated, from the job's statusReason: an attempt may have called TerminateJob and
 * died before it could say so in the watch.
 */
export function findTerminationCategory(
  { executionArn }: JobWatch,
  statusReason: string | undefined,
): TerminationCategory | undefined {
  return CATEGORIES.find((category) => statusReason?.startsWith(terminationPrefix(category, executionArn)));
}
