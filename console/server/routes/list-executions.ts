import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { EXECUTION_STATUSES } from "../../../workflow/execution-status";
import type { ExecutionListReply } from "../../api/replies";
import type { ConsoleAccess } from "../console-access";
import { lastArnPart } from "../../../workflow/arn";

/** Number of executions on a page of the list. */
const PAGE_SIZE = 50;

/** Returns one page of executions. @param query - query string with `status` and `nextToken` */
export async function listExecutions(access: ConsoleAccess, query: string): Promise<ExecutionListReply> {
  const parameters = new URLSearchParams(query);
  const statusFilter = EXECUTION_STATUSES.find((status) => status === parameters.get("status"));
  const { executions = [], nextToken } = await access.stepFunctions.send(
    new ListExecutionsCommand({
      stateMachineArn: access.stateMachineArn,
      maxResults: PAGE_SIZE,
      statusFilter,
      nextToken: parameters.get("nextToken") ?? undefined,
    }),
  );
  return {
    executions: executions.map(({ executionArn = "", name, status, startDate, stopDate }) => ({
      name: name ?? lastArnPart(executionArn),
      status: status ?? "RUNNING",
      startedAt: (startDate ?? new Date(0)).toISOString(),
      closedAt: stopDate?.toISOString() ?? null,
    })),
    nextToken: nextToken ?? null,
    nowMs: access.clock.now(),
  };
}
