import type { Construct } from "constructs";
import { join } from "node:path";
import {
  allowsAnyQueue,
  findQueuesStatements,
  readJobsStatement,
  submitJobStatements,
  terminateJobStatement,
} from "../iam/batch-permissions";
import { readExecutionsStatement } from "../iam/execution-permissions";
import { END_WAITS_STATEMENT, findWaitsStatement } from "../iam/wait-permissions";
import type { DeadLetterQueue } from "../monitoring/dead-letter-queue";
import { LambdaFunction, type LambdaFunctionProps } from "./lambda-function";
import type { JobPollerSettings } from "./props";
import type { WaitTable } from "./wait-table";

/**
 * Timeout of `submit-job` and `check-job`, in seconds. A repeated submission searches for its job for 13 s, and Batch
 * may be slow. Must be below the TimeoutSeconds of the tasks.
 */
const TASK_TIMEOUT_SECONDS = 55;

/**
 * Timeout of `terminate-job`, in seconds: the sweep interval, which is also the maximum of Lambda. A sweep describes
 * each execution that has an unfinished job, and the sustained limit of DescribeExecution is 15 calls per second.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const SWEEP_TIMEOUT_SECONDS = 900;

// Both functions of the definition `poll` are also deployed with `sync`: running executions of `poll` still need
// them.

export function addSubmitJob(scope: Construct, settings: JobPollerSettings): LambdaFunction {
  return addFunction(scope, settings, "submit-job", {
    description: "Submits a Batch job once",
    timeoutSeconds: TASK_TIMEOUT_SECONDS,
    statements: [
      ...submitJobStatements(settings),
      readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
      terminateJobStatement(settings.location, settings.namePrefix),
    ],
  });
}

export function addCheckJob(scope: Construct, settings: JobPollerSettings): LambdaFunction {
  return addFunction(scope, settings, "check-job", {
    description: "Checks the status of a Batch job",
    timeoutSeconds: TASK_TIMEOUT_SECONDS,
    statements: [
      // ListJobs finds the failed child of an array job.
      readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
      terminateJobStatement(settings.location, settings.namePrefix),
    ],
  });
}

/** @param stateMachineArn - literal ARN */
export function addTerminateJob(
  scope: Construct,
  settings: JobPollerSettings,
  stateMachineArn: string,
  deadLetterQueue: DeadLetterQueue,
): LambdaFunction {
  const { location, namePrefix, jobQueueArns } = settings;
  return addFunction(scope, settings, "terminate-job", {
    description: "Terminates Batch jobs whose execution has ended",
    statements: [
      readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
      ...findQueuesStatements(settings),
      terminateJobStatement(location, namePrefix),
      readExecutionsStatement(location, namePrefix),
    ],
    timeoutSeconds: SWEEP_TIMEOUT_SECONDS,
    environment: {
      STATE_MACHINE_ARN: stateMachineArn,
      // Executions can submit only to these queues.
      JOB_QUEUES: allowsAnyQueue(settings) ? "*" : jobQueueArns.join(","),
    },
    deadLetterQueue,
  });
}

/** Adds the function that ends waits. It looks for the wait for 7.5 s, because an event may come before it. */
export function addEndWait(
  scope: Construct,
  settings: JobPollerSettings,
  table: WaitTable,
  deadLetterQueue: DeadLetterQueue,
): LambdaFunction {
  const endWait = addFunction(scope, settings, "end-wait", {
    description: "Ends the waits for a Batch job that has changed",
    statements: [findWaitsStatement(table.tableArn), END_WAITS_STATEMENT, ...table.keyStatements],
    environment: { WAIT_TABLE: table.tableName },
    deadLetterQueue,
  });
  endWait.resource.node.addDependency(table);
  return endWait;
}

type OwnProps = Pick<
  LambdaFunctionProps,
  "description" | "timeoutSeconds" | "statements" | "environment" | "deadLetterQueue"
>;

function addFunction(
  scope: Construct,
  { location, namePrefix, lambdaCodePath, lambdaRuntime, logRetentionDays, kmsKeyArn, rolePath }: JobPollerSettings,
  name: "submit-job" | "check-job" | "terminate-job" | "end-wait",
  props: OwnProps,
): LambdaFunction {
  return new LambdaFunction(scope, name, {
    location,
    name: `${namePrefix}-${name}`,
    codePath: join(lambdaCodePath, name),
    runtime: lambdaRuntime,
    logRetentionDays,
    kmsKeyArn,
    rolePath,
    ...props,
  });
}
