import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { findJobResult } from "../../console/model/job-result-schema";
import type { FailureCategory } from "../../workflow/result/failure";

/** Conditions of a list. ListExecutions itself filters only by status. */
export interface ListFilter {
  /** Maximum number of executions returned; 1 to 1,000. */
  readonly limit: number;
  readonly status?: ExecutionStatus | undefined;
  /** Earliest start, in milliseconds since 1970. */
  readonly sinceMs?: number | undefined;
  /** Start of the name. */
  readonly name?: string | undefined;
  /** Category of the JobResult. Only failed executions have one. */
  readonly category?: FailureCategory | undefined;
}

export interface FetchedExecutions {
  /** Newest first. */
  readonly executions: readonly ExecutionListItem[];
  /** Number of executions whose JobResult was read. */
  readonly described: number;
  /** Reason why older executions were not looked at; undefined if none was left out. */
  readonly cut: string | undefined;
}

/** Maximum executions per call of ListExecutions. */
const LARGEST_PAGE = 1_000;
/** Maximum executions that are listed: ten calls, two seconds of an account's quota. */
const MAX_LISTED = 10_000;
/**
 * Maximum executions that are described, in groups of at most `CONCURRENT` calls. An account has 15 to 20
 * DescribeExecution calls per second, which all its users share.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_DESCRIBED = 1_000;
const CONCURRENT = 5;

/** Fetches executions that match a filter, newest first. */
export async function fetchExecutions(
  stepFunctions: SFNClient,
  stateMachineArn: string,
  filter: ListFilter,
  abortSignal: AbortSignal,
): Promise<FetchedExecutions> {
  const executions: ExecutionListItem[] = [];
  const waiting: ExecutionListItem[] = [];
  let described = 0;
  const takeWaiting = async (): Promise<void> => {
    const group = waiting.splice(0);
    const categories = await Promise.all(
      group.map(({ executionArn }) => fetchCategory(stepFunctions, executionArn, abortSignal)),
    );
    described += group.length;
    executions.push(...group.filter((_, index) => categories[index] === filter.category));
  };
  let listed = 0;
  let cut: string | undefined;
  for await (const execution of readExecutions(stepFunctions, stateMachineArn, filter, abortSignal)) {
    if (isBefore(execution, filter.sinceMs)) break;
    listed += 1;
    if (listed > MAX_LISTED) cut = `the newest ${showCount(MAX_LISTED)} executions`;
    if (described + waiting.length >= MAX_DESCRIBED) cut = `the newest ${showCount(MAX_DESCRIBED)} failed executions`;
    if (cut !== undefined) break;
    if (execution.name?.startsWith(filter.name ?? "") === false) continue;
    if (filter.category === undefined) executions.push(execution);
    else if (waiting.push(execution) === CONCURRENT) await takeWaiting();
    if (executions.length >= filter.limit) break;
  }
  await takeWaiting();
  return { executions: executions.slice(0, filter.limit), described, cut };
}

const showCount = (count: number): string => count.toLocaleString("en-US");

const isBefore = ({ startDate }: ExecutionListItem, sinceMs: number | undefined): boolean =>
  sinceMs !== undefined && startDate !== undefined && startDate.getTime() < sinceMs;

/** Reads page after page, because a page may hold fewer executions than requested. */
async function* readExecutions(
  stepFunctions: SFNClient,
  stateMachineArn: string,
  { limit, status, name, category }: ListFilter,
  abortSignal: AbortSignal,
): AsyncGenerator<ExecutionListItem> {
  const statusFilter = category === undefined ? status : "FAILED";
  const maxResults = name === undefined && category === undefined ? limit : LARGEST_PAGE;
  let nextToken: string | undefined;
  do {
    // A token is valid only with the arguments of its first request.
    const page = await stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults, statusFilter, nextToken }),
      { abortSignal },
    );
    yield* page.executions ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

async function fetchCategory(
  stepFunctions: SFNClient,
  executionArn: string | undefined,
  abortSignal: AbortSignal,
): Promise<FailureCategory | undefined> {
  const { cause } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }), { abortSignal });
  return findJobResult(cause)?.category ?? undefined;
}
