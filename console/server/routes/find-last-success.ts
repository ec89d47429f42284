import { DescribeExecutionCommand, ListExecutionsCommand } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { lastArnPart } from "../../../workflow/arn";
import type { LastSuccessReply } from "../../api/replies";
import { findJobResult, parseJson } from "../../model/job-result-schema";
import type { ConsoleAccess } from "../console-access";
import type { ExecutionDetailsCache } from "../execution-details";

/** Number of the newest successful executions among which the last one of the job is searched. */
const MAX_SEARCHED = 100;
/** Maximum number of reads of job names, of up to 25 executions each. */
const MAX_READS = MAX_SEARCHED / 25;

const inputSchema = z.object({ jobName: z.string() });

/** Returns the last successful execution of the same job name that started before this one; null if there is none. */
export async function findLastSuccess(
  { stepFunctions, stateMachineArn }: Pick<ConsoleAccess, "stepFunctions" | "stateMachineArn">,
  executionArn: string,
  details: ExecutionDetailsCache,
  abortSignal: AbortSignal,
): Promise<LastSuccessReply> {
  const described = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }), { abortSignal });
  const jobName = inputSchema.safeParse(parseJson(described.input)).data?.jobName;
  if (jobName === undefined) return { execution: null };
  const { executions = [] } = await stepFunctions.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: "SUCCEEDED", maxResults: MAX_SEARCHED }),
    { abortSignal },
  );
  const startMs = described.startDate?.getTime() ?? 0;
  const earlier = executions.filter((each) => (each.startDate?.getTime() ?? 0) < startMs);
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    const known = await details.find(earlier);
    const found = earlier.find((each) => known.get(each.executionArn ?? "")?.jobName === jobName);
    if (found !== undefined) return describe(stepFunctions, found.executionArn ?? "", abortSignal);
    if (known.size === earlier.length) break;
  }
  return { execution: null };
}

async function describe(
  stepFunctions: ConsoleAccess["stepFunctions"],
  executionArn: string,
  abortSignal: AbortSignal,
): Promise<LastSuccessReply> {
  const found = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }), { abortSignal });
  const { startDate = new Date(0), stopDate = startDate, input = "{}", output } = found;
  return {
    execution: {
      name: lastArnPart(executionArn),
      startedAt: startDate.toISOString(),
      closedAt: stopDate.toISOString(),
      input,
      result: findJobResult(output) ?? null,
    },
  };
}
