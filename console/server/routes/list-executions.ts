import { ListExecutionsCommand, type ExecutionListItem, type ExecutionStatus } from "@aws-sdk/client-sfn";
import { EXECUTION_STATUSES } from "../../../workflow/execution-status";
import { lastArnPart } from "../../../workflow/arn";
import type { ExecutionListReply } from "../../api/replies";
import type { ConsoleAccess } from "../console-access";
import type { ExecutionDetailsCache } from "../execution-details";

/** Executions that the page shows at first. */
const DEFAULT_COUNT = 50;
/** Maximum `maxResults` of ListExecutions. */
const MAX_RESULTS = 1_000;
/** Maximum number of listed executions, which takes 10 requests. */
const MAX_COUNT = 10 * MAX_RESULTS;

interface Listed {
  readonly executions: readonly ExecutionListItem[];
  readonly hasMore: boolean;
}

/**
 * Returns the newest executions, with all running ones on top.
 * @param query - query string with `status`, `count`, the minimum number of executions to return, and `since`, in
 *   milliseconds since 1970: all executions that started then or later are returned
 */
export async function listExecutions(
  access: ConsoleAccess,
  query: string,
  details: ExecutionDetailsCache,
): Promise<ExecutionListReply> {
  const parameters = new URLSearchParams(query);
  const status = EXECUTION_STATUSES.find((known) => known === parameters.get("status"));
  const count = Math.min(Math.max(Number(parameters.get("count")) || DEFAULT_COUNT, 1), MAX_COUNT);
  const sinceMs = Number(parameters.get("since") ?? "") || Infinity;
  const [listed, running] = await Promise.all([
    list(access, status, count, sinceMs),
    status === undefined ? list(access, "RUNNING", MAX_RESULTS, Infinity) : { executions: [], hasMore: false },
  ]);
  const executions = pinRunning(running.executions, listed.executions);
  const found = await details.find(executions);
  return {
    executions: executions.map(({ executionArn = "", name, status: shown, startDate, stopDate }) => ({
      name: name ?? lastArnPart(executionArn),
      status: shown ?? "RUNNING",
      startedAt: (startDate ?? new Date(0)).toISOString(),
      closedAt: stopDate?.toISOString() ?? null,
      details: found.get(executionArn) ?? null,
    })),
    hasMore: listed.hasMore,
    nowMs: access.clock.now(),
  };
}

async function list(
  access: ConsoleAccess,
  statusFilter: ExecutionStatus | undefined,
  count: number,
  sinceMs: number,
): Promise<Listed> {
  const executions: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  do {
    const missing = count - executions.length;
    const maxResults = Math.min(missing > 0 ? missing : MAX_RESULTS, MAX_RESULTS);
    const page = await access.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn: access.stateMachineArn, maxResults, statusFilter, nextToken }),
    );
    executions.push(...(page.executions ?? []));
    nextToken = page.nextToken;
  } while (
    nextToken !== undefined &&
    executions.length < MAX_COUNT &&
    (executions.length < count || isSince(executions.at(-1), sinceMs))
  );
  return { executions, hasMore: nextToken !== undefined };
}

const isSince = (execution: ExecutionListItem | undefined, sinceMs: number): boolean =>
  (execution?.startDate?.getTime() ?? 0) >= sinceMs;

/** Puts running executions first, except those that ended between the two requests. */
function pinRunning(
  running: readonly ExecutionListItem[],
  listed: readonly ExecutionListItem[],
): readonly ExecutionListItem[] {
  const ended = new Set(listed.filter(({ status }) => status !== "RUNNING").map(({ executionArn }) => executionArn));
  const pinned = running.filter(({ executionArn }) => !ended.has(executionArn));
  const known = new Set(pinned.map(({ executionArn }) => executionArn));
  return [...pinned, ...listed.filter(({ executionArn }) => !known.has(executionArn))];
}
