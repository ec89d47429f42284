import {
  jobEventsStatement,
  readJobsStatement,
  submitJobStatements,
  terminateJobStatement,
} from "../batch-permissions";
import type { PolicyStatement } from "../policy-document";
import type { JobPollerSettings } from "./props";

/**
 * An execution keeps its definition when the integration changes, but not its role: so the role lets executions of both
 * integrations come to their end, and only those of the current one begin.
 */
export function stateMachineStatements(
  settings: JobPollerSettings,
  functionArns: readonly string[],
): PolicyStatement[] {
  const { location, integration } = settings;
  const finishing = [
    { sid: "InvokeLambdas", actions: ["lambda:InvokeFunction"], resources: functionArns },
    readJobsStatement("batch:DescribeJobs"),
    terminateJobStatement(location),
  ];
  if (integration === "poll") return finishing;
  return [...finishing, ...submitJobStatements(settings), jobEventsStatement(location)];
}
