import { columnsOf, type CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { readEndpointClock } from "../console/read-endpoint-clock";
import { EXIT_CODE } from "../exit-code";
import { renderList } from "../render/render-list";
import type { CommonOptions } from "../screen";
import { findLocalEndpoints, type Target, type TargetOptions } from "../target/open-target";
import { fetchExecutions, type FetchedExecutions, type ListFilter } from "./fetch-executions";
import type { Since } from "./option-values";
import { withTarget } from "./with-target";

interface ListOptions extends CommonOptions, TargetOptions, Omit<ListFilter, "sinceMs"> {
  /** Earliest start. */
  readonly since?: Since | undefined;
}

/**
 * Lists executions, newest first.
 * @returns exit code
 * @throws CliError when a category is combined with a status that has none
 */
export async function list(options: ListOptions, context: CliContext): Promise<number> {
  const { since, status, category } = options;
  if (category !== undefined && status !== undefined && status !== "FAILED")
    throw new CliError([`--category cannot be combined with --status ${status}: only FAILED executions have one`]);
  return withTarget(options, context, undefined, async (target, screen) => {
    const { clients, stateMachineArn } = target;
    const sinceMs = since === undefined ? undefined : await findSinceMs(since, target, context);
    const filter = { ...options, sinceMs };
    const found = await fetchExecutions(clients.stepFunctions, stateMachineArn, filter, context.interrupt);
    const { executions, described } = found;
    if (screen.json) screen.result(executions);
    else if (executions.length === 0) screen.say(noneOf(options));
    else context.stdout.write(`${renderList(executions, screen.paintResult, columnsOf(context.stdout))}\n`);
    if (category !== undefined)
      screen.say(
        `${executions.length} of ${described.toLocaleString("en-US")} failed executions looked at ${executions.length === 1 ? "is" : "are"} ${category}.`,
      );
    warnOfCut(found, context);
    return EXIT_CODE.succeeded;
  });
}

/** Warns also with --json, because the result is incomplete. */
function warnOfCut({ cut }: FetchedExecutions, { stderr }: CliContext): void {
  if (cut !== undefined) stderr.write(`poller: only ${cut} were looked at; older ones may match too\n`);
}

/** A duration is counted back from the time of the endpoint, which can run faster and start in the past. */
async function findSinceMs(since: Since, { isLocal }: Target, { environment }: CliContext): Promise<number> {
  if (since.kind === "time") return since.atMs;
  const clock = isLocal ? await readEndpointClock(findLocalEndpoints(environment).stepFunctionsUrl) : Date;
  return clock.now() - since.seconds * 1000;
}

function noneOf({ status, since, name, category }: ListOptions): string {
  if (since !== undefined || name !== undefined || category !== undefined) return "no execution matches";
  return status === undefined ? "no executions yet" : `no execution is ${status}`;
}
