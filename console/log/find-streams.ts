import type { JobDetail } from "@aws-sdk/client-batch";
import { findLogRegion } from "../../workflow/console-url";
import { describeJob } from "../../workflow/result/describe-job";
import { isTerminal } from "../../workflow/result/job";
import type { JobResult } from "../../workflow/result/job-result";
import { unifyJob } from "../../workflow/result/unify-job";
import type { LogStreamPlace } from "./stream-reader";

/** Log streams of a job. */
export interface FoundStreams {
  /** One for each attempt that has a log, oldest first. */
  readonly streams: readonly LogStreamPlace[];
  /** Reason why the job has no log that can be followed; undefined if it has one, or may have one later. */
  readonly reason: string | undefined;
  readonly hasEnded: boolean;
}

const NO_FACTS = { polls: 0, reused: false, duplicates: [] };

/** Finds the log streams of a job. The stream of an attempt is known from the start of its container. */
export function findStreams(job: JobDetail): FoundStreams {
  const { container, attempts = [] } = unifyJob(job);
  const { logGroup, logUrl, status } = describeJob(job, NO_FACTS);
  const region = findLogRegion(logUrl);
  const names = [...attempts.map((attempt) => attempt.container?.logStreamName), container?.logStreamName];
  const known = [...new Set(names.filter((name) => name !== undefined))];
  const hasBegun = known.length > 0 || status === "RUNNING";
  return {
    streams: logGroup === null ? [] : known.map((logStream) => ({ logGroup, logStream, region })),
    reason:
      explainParent(job) ?? (hasBegun && logGroup === null ? "the job does not log to CloudWatch Logs" : undefined),
    hasEnded: isTerminal(job.status),
  };
}

/** Finds the log streams in the result of an execution. */
export function findStreamsOfResult({ logGroup, logUrl, attempts }: JobResult): readonly LogStreamPlace[] {
  const region = findLogRegion(logUrl);
  if (logGroup === null) return [];
  return attempts.flatMap(({ logStreamName }) =>
    logStreamName === null ? [] : [{ logGroup, logStream: logStreamName, region }],
  );
}

/** Explains that the parent of an array job or of a multi-node job has no log. */
function explainParent({ jobId = "", arrayProperties, nodeProperties }: JobDetail): string | undefined {
  if (arrayProperties?.size !== undefined)
    return `no log: each of the ${arrayProperties.size} children of an array job has its own; to follow one, attach to job ${jobId}:0`;
  if (nodeProperties !== undefined && !jobId.includes("#"))
    return `no log: each node of a multi-node job has its own; to follow one, attach to job ${jobId}#0`;
  return undefined;
}
