import type { JobDetail } from "@aws-sdk/client-batch";
import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";

/** Calls to AWS that following a log requires. */
export interface LogSource {
  /** Calls DescribeJobs. @returns undefined when Batch does not have the job */
  describeJob(jobId: string, abortSignal: AbortSignal): Promise<JobDetail | undefined>;
  /** Calls GetLogEvents. @param region - region of the log; undefined for that of the execution */
  getLogEvents(
    region: string | undefined,
    input: GetLogEventsCommandInput,
    abortSignal: AbortSignal,
  ): Promise<Pick<GetLogEventsCommandOutput, "events" | "nextForwardToken">>;
  /** Describes an error in one line. */
  explainError(error: unknown): string;
}

/** Returns the name of an error, which is its code for an error of AWS. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : "");

export const isAccessDenied = (error: unknown): boolean => errorName(error).startsWith("AccessDenied");
