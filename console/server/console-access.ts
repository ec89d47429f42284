import type { ListJobsCommandInput, ListJobsCommandOutput } from "@aws-sdk/client-batch";
import type { HistoryEvent, SFNClient } from "@aws-sdk/client-sfn";
import type { JobResult } from "../../workflow/result/job-result";
import type { LogPace } from "../log/follow-log";
import type { LogSource } from "../log/log-source";
import type { LookPace } from "./look-pace";

/** Access to the logs of jobs. */
export interface LogAccess {
  readonly source: LogSource;
  readonly pace: LogPace;
}

/** State machine of the page, and access to it. Credentials stay in the clients. */
export interface ConsoleAccess {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly isLocal: boolean;
  /** URL of a custom Step Functions endpoint; undefined for AWS and for local endpoints. */
  readonly endpointUrl?: string | undefined;
  /** Options of `poller` that select the same target. */
  readonly optionsShown: string;
  readonly sampleInput: Readonly<Record<string, unknown>>;
  readonly pace: LookPace;
  /** Minimum interval between two ListExecutions calls, in milliseconds, for any number of pages. */
  readonly listRefreshMs: number;
  /** Maximum duration of a call for the history, in milliseconds. @default 20,000 */
  readonly answerLimitMs?: number | undefined;
  /** The endpoints' clock, in milliseconds since 1970. `speed` is the number of its seconds per real second. */
  readonly clock: { now(): number; readonly speed: number };
  /** Returns the events after the one with ID `lastId`, oldest first. */
  readonly fetchEventsAfter: (
    executionArn: string,
    lastId: number,
    abortSignal: AbortSignal,
  ) => Promise<readonly HistoryEvent[]>;
  /** Calls DescribeJobs. @returns undefined when Batch does not have the job */
  readonly describeJob: LogSource["describeJob"];
  /** Calls ListJobs, for the children of array jobs. */
  readonly listJobs: (
    input: ListJobsCommandInput,
    abortSignal: AbortSignal,
  ) => Promise<Pick<ListJobsCommandOutput, "jobSummaryList" | "nextToken">>;
  /** Access to the logs of jobs; undefined when they are not shown. */
  readonly log?: LogAccess | undefined;
  /** Returns the last lines of the log, for the report. */
  readonly fetchLogTail: (result: JobResult, abortSignal: AbortSignal) => Promise<readonly string[]>;
  /** Describes an error in one line. */
  readonly explainError: (error: unknown) => string;
  /** Value of a JSON text, or why the text cannot be used, as the end of "the input ...". */
  readonly readJson: (text: string) => { readonly value: unknown } | { readonly problem: string };
}

/** Whether the state machine is on AWS, so that links to the AWS console work. */
export const isOnAws = ({ isLocal, endpointUrl }: Pick<ConsoleAccess, "isLocal" | "endpointUrl">): boolean =>
  !isLocal && endpointUrl === undefined;
