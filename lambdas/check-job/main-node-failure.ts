import { lastContainer } from "../../workflow/result/classify-failure";
import type { Job } from "../../workflow/result/job";
import { unifyJob } from "../../workflow/result/unify-job";
import type { BatchApi } from "../shared/batch-api";
import { describeJobs } from "../shared/describe-jobs";
import { orWarn, type OnError } from "./or-warn";

/**
 * Completes the ended parent of a multi-node job by its main node, if the parent has no exit code and no container's
 * reason. A node is a job with the ID `PARENT#INDEX`.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
export async function explainMainNode(batch: BatchApi, job: Job, warn: OnError): Promise<Job> {
  const parent = unifyJob(job);
  const { exitCode, reason } = lastContainer(parent);
  if (job.jobId === undefined || exitCode !== undefined || reason !== undefined) return job;
  const index = job.nodeProperties?.mainNode ?? 0;
  const nodeId = `${job.jobId}#${index}`;
  const [node] = (await orWarn(() => describeJobs(batch, [nodeId]), warn)) ?? [];
  return node === undefined ? job : describeByNode(parent, unifyJob(node), index);
}

function describeByNode(parent: Job, node: Job, index: number): Job {
  const reasons = [
    parent.statusReason,
    node.statusReason === undefined ? undefined : `node ${index}: ${node.statusReason}`,
  ];
  const isRepeated = parent.statusReason === node.statusReason;
  const ended = lastContainer(node);
  return {
    ...parent,
    statusReason: isRepeated ? parent.statusReason : reasons.filter((reason) => reason !== undefined).join(": "),
    container: { ...ended, logConfiguration: ended.logConfiguration ?? parent.container?.logConfiguration },
    attempts: (node.attempts ?? []).length > 0 ? node.attempts : parent.attempts,
    isTerminated: parent.isTerminated === true || node.isTerminated === true,
    isCancelled: parent.isCancelled === true || node.isCancelled === true,
  };
}
