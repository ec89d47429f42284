import { composeArn } from "../../aws-location";
import {
  findQueuesStatements,
  jobEventsStatement,
  readJobsStatement,
  submitJobStatements,
  terminateJobStatement,
} from "../batch-permissions";
import { keepDeadLettersStatement, useKeyStatement } from "../../monitoring/dead-letter-queue";
import { readExecutionsStatement, startExecutionStatement } from "../execution-permissions";
import {
  END_WAITS_STATEMENT,
  findWaitsStatement,
  storeWaitsStatement,
  useTableKeyStatements,
} from "../wait-permissions";
import type { PolicyStatement } from "../policy-document";
import { LOG_DELIVERY_STATEMENT, TRACE_SAMPLING_STATEMENT, TRACE_STATEMENT } from "../log-and-trace-statements";
import { namedResources, type DeployTarget } from "./deploy-target";

/**
 * Returns the maximum permissions of all roles of the environment; a boundary grants nothing itself. A role that
 * needs more requires a statement here, or JOB_ROLE_POLICY for the job role, and a new `poller bootstrap` by an
 * administrator.
 */
export function boundaryStatements(target: DeployTarget): PolicyStatement[] {
  const { location, name } = target;
  const { functions, deadLetterQueues, stateMachine, tables } = namedResources(target);
  return [
    ...submitJobStatements(target),
    readJobsStatement("batch:DescribeJobs", "batch:ListJobs"),
    ...findQueuesStatements(target),
    terminateJobStatement(location, name),
    jobEventsStatement(location),
    readExecutionsStatement(location, name),
    keepDeadLettersStatement(deadLetterQueues),
    ...(target.kmsKeyArn === undefined ? [] : [useKeyStatement(target.kmsKeyArn)]),
    startExecutionStatement(stateMachine),
    storeWaitsStatement(tables),
    findWaitsStatement(tables),
    END_WAITS_STATEMENT,
    ...useTableKeyStatements(location, target.kmsKeyArn),
    { sid: "InvokeLambdas", actions: ["lambda:InvokeFunction"], resources: [functions] },
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`/aws/lambda/${name}-*`, `/aws/batch/${name}`].map((group) =>
        composeArn(location, "logs", `log-group:${group}:log-stream:*`),
      ),
    },
    LOG_DELIVERY_STATEMENT,
    TRACE_STATEMENT,
    TRACE_SAMPLING_STATEMENT,
    ...target.jobStatements,
  ];
}
