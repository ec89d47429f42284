import type { HistoryEvent, SFNClient } from "@aws-sdk/client-sfn";
import type { JobResult } from "../../workflow/job-result";
import type { LookPace } from "./look-pace";

/** The state machine that the page is about, and the ways to it; credentials stay in the clients. */
export interface ConsoleAccess {
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
  readonly isLocal: boolean;
  /** Of Step Functions, where the settings lead to another than AWS's own; undefined on this machine's own endpoints. */
  readonly endpointUrl?: string | undefined;
  /** Options of `poller` that lead to the same target. */
  readonly optionsShown: string;
  readonly sampleInput: Readonly<Record<string, unknown>>;
  readonly pace: LookPace;
  /** Least time between two ListExecutions, in milliseconds, however many pages ask. */
  readonly listRefreshMs: number;
  /** Time that the endpoints live by: milliseconds since 1970, and how many of its seconds pass in a real one. */
  readonly clock: { now(): number; readonly speed: number };
  /** Events that came after one that is known, oldest first. */
  readonly fetchEventsAfter: (
    executionArn: string,
    lastId: number,
    abortSignal: AbortSignal,
  ) => Promise<readonly HistoryEvent[]>;
  readonly fetchLogTail: (result: JobResult, abortSignal: AbortSignal) => Promise<readonly string[]>;
  /** One line for a person. */
  readonly explainError: (error: unknown) => string;
  /** Value of a JSON text, or why the text cannot be used, as the end of "the input ...". */
  readonly readJson: (text: string) => { readonly value: unknown } | { readonly problem: string };
}

/** Whether links into the AWS console lead anywhere. */
export const isOnAws = ({ isLocal, endpointUrl }: Pick<ConsoleAccess, "isLocal" | "endpointUrl">): boolean =>
  !isLocal && endpointUrl === undefined;
