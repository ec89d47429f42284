import {
  jobEventsStatement,
  readJobsStatement,
  submitJobStatements,
  terminateJobStatement,
} from "../iam/batch-permissions";
import type { PolicyStatement } from "../iam/policy-document";
import type { JobPollerSettings } from "./props";

/**
 * Permissions of the state machine's role. When the integration changes, a running execution keeps its definition,
 * but its role changes. With `sync`, the role also allows the Lambda functions, so that executions of `poll` can
 * finish. With `poll`, it allows no Batch actions: executions of `sync` must end before the switch, because they
 * could no longer describe or terminate their jobs.
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
