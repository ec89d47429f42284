import {
  jobEventsStatement,
  readJobsStatement,
  submitJobStatements,
  terminateJobStatement,
} from "../batch-permissions";
import type { PolicyStatement } from "../policy-document";
import type { JobPollerSettings } from "./props";

/**
 * Permissions of the state machine's role. An execution keeps its definition when the integration changes, but not its
 * role. With `sync`, the role also allows the Lambda functions, so that executions of `poll` can finish. With `poll`, it
 * allows Batch nothing: executions of `sync` that are still running can no longer describe or terminate their jobs, so
 * they must end before the switch.
 */
export function stateMachineStatements(
  settings: JobPollerSettings,
  functionArns: readonly string[],
): PolicyStatement[] {
  const { location, name, integration } = settings;
  const invokeLambdas = { sid: "InvokeLambdas", actions: ["lambda:InvokeFunction"], resources: functionArns };
  if (integration === "poll") return [invokeLambdas];
  return [
    invokeLambdas,
    readJobsStatement("batch:DescribeJobs"),
    terminateJobStatement(location, name),
    ...submitJobStatements(settings),
    jobEventsStatement(location),
  ];
}
