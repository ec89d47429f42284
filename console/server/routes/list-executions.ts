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
 * @param query - query string with `status` and `count`, the number of executions to return
 */
export async function listExecutions(
  access: ConsoleAccess,
  query: string,
  details: ExecutionDetailsCache,
): Promise<ExecutionListReply> {
  const parameters = new URLSearchParams(query);
  const status = EXECUTION_STATUSES.find((known) => known === parameters.get("status"));
  const count = Math.min(Math.max(Number(parameters.get("count")) || DEFAULT_COUNT, 1), MAX_COUNT);
  const [listed, running] = await Promise.all([
    list(access, status, count),
    status === undefined ? list(access, "RUNNING", MAX_RESULTS) : { executions: [], hasMore: false },
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

async function list(access: ConsoleAccess, statusFilter: ExecutionStatus | undefined, count: number): Promise<Listed> {
  const executions: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  do {
    const maxResults = Math.min(count - executions.length, MAX_RESULTS);
    const page = await access.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn: access.stateMachineArn, maxResults, statusFilter, nextToken }),
    );
    executions.push(...(page.executions ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && executions.length < count);
  return { executions, hasMore: nextToken !== undefined };
}

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
