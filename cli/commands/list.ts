import {
  ListExecutionsCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { renderList } from "../render/render-list";
import type { CommonOptions } from "../screen";
import type { TargetOptions } from "../target/open-target";
import { withTarget } from "./with-target";

interface ListOptions extends CommonOptions, TargetOptions {
  /** Maximum number of executions shown; 1 to 1,000. */
  readonly limit: number;
  readonly status?: ExecutionStatus | undefined;
}

/** Lists executions, newest first. @returns exit code */
export function list(options: ListOptions, context: CliContext): Promise<number> {
  return withTarget(options, context, undefined, async ({ clients, stateMachineArn }, screen) => {
    const executions = await fetchExecutions(clients.stepFunctions, stateMachineArn, options, context.interrupt);
    const { columns } = context.stdout;
    if (screen.json) screen.result(executions);
    else if (executions.length === 0) screen.say(noneOf(options.status));
    else context.stdout.write(`${renderList(executions, screen.paintResult, columns)}\n`);
    return EXIT_CODE.succeeded;
  });
}

const noneOf = (status: ExecutionStatus | undefined): string =>
  status === undefined ? "no executions yet" : `no execution is ${status}`;

/** Reads pages until there are `limit` executions or no more pages, because a page may hold fewer than requested. */
async function fetchExecutions(
  stepFunctions: SFNClient,
  stateMachineArn: string,
  { limit, status: statusFilter }: ListOptions,
  abortSignal: AbortSignal,
): Promise<ExecutionListItem[]> {
  const executions: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  do {
    // A token is valid only with the arguments of its first request.
    const page = await stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: limit, statusFilter, nextToken }),
      { abortSignal },
    );
    executions.push(...(page.executions ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && executions.length < limit);
  return executions.slice(0, limit);
}
