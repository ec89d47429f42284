import * as z from "zod";
import { checkJob, parseCheckJobEvent } from "../../lambdas/check-job/check-job";
import { parseSubmitJobEvent, submitJob } from "../../lambdas/submit-job/submit-job";
import {
  startBatchEndpoint,
  type BatchEndpoint,
  type BatchEndpointOptions,
  type JobRunner,
  type Clock,
  type LambdaInvoker,
  startStepFunctionsEndpoint,
  type StepFunctionsEndpoint,
  type StepFunctionsEndpointOptions,
} from "local-aws";
import { createInProcessLambdas, type InProcessHandler } from "local-aws/testing";
import { pollDefinition } from "../../workflow/definitions/poll-definition";
import { createInProcessBatchApi } from "./in-process-batch-api";

export const REGION = "us-east-1";
export const ACCOUNT_ID = "123456789012";
export const SUBMIT_JOB_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:submit-job`;
export const CHECK_JOB_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:check-job`;
export const INPUT = { jobName: "my-job", jobDefinition: "test-definition", jobQueue: "test-queue" };

const execution = z.object({
  status: z.string(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
const historyEvent = z.looseObject({
  id: z.number(),
  type: z.string(),
  timestamp: z.number(),
  stateEnteredEventDetails: z.looseObject({ name: z.string() }).optional(),
});
const historyPage = z.object({ events: z.array(historyEvent), nextToken: z.string().optional() });

export type Execution = z.output<typeof execution>;
export type HistoryEvent = z.output<typeof historyEvent>;

export interface Workflow {
  readonly batch: BatchEndpoint;
  readonly stepFunctions: StepFunctionsEndpoint;
  readonly stateMachineArn: string;
  /** Runs an execution to its end. */
  run(input: object): Promise<Execution & { readonly events: readonly HistoryEvent[] }>;
  /** Jobs in the queue, in any status. */
  countJobs(): Promise<number>;
  close(): Promise<void>;
}

export interface WorkflowOptions {
  readonly clock: Clock;
  readonly runner?: JobRunner;
  /** @default the state machine that polls */
  readonly definition?: object;
  /** @default the Lambda functions in this process, calling `batch` without a socket */
  readonly lambdas?: (batch: BatchEndpoint, clock: Clock) => Promise<LambdaInvoker> | LambdaInvoker;
  /** Options of the Batch endpoint only. */
  readonly batch?: Partial<BatchEndpointOptions>;
  /** Options of the Step Functions endpoint only. */
  readonly stepFunctions?: Partial<StepFunctionsEndpointOptions>;
}

/** A queue, a job definition and the state machine on local endpoints, all on one clock. */
export async function givenWorkflow(options: WorkflowOptions): Promise<Workflow> {
  const { clock } = options;
  const batch = await startBatchEndpoint({
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    ...(options.runner && { runner: options.runner }),
    ...options.batch,
  });
  await registerJobQueue(batch);
  const stepFunctions = await startStepFunctionsEndpoint({
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    lambdas: await (options.lambdas ?? createLambdas)(batch, clock),
    callBatch: (operation, input) => batch.call(operation, input),
    ...options.stepFunctions,
  });
  const call = async <Schema extends z.ZodType>(operation: string, input: object, schema: Schema) => {
    const reply = await stepFunctions.call(operation, input);
    if (reply.status !== 200) throw new Error(`${operation}: ${JSON.stringify(reply.body)}`);
    return schema.parse(reply.body);
  };
  const { stateMachineArn } = await call(
    "CreateStateMachine",
    {
      name: "test-machine",
      roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/test`,
      definition: JSON.stringify(
        options.definition ??
          pollDefinition({ submitJobFunctionArn: SUBMIT_JOB_ARN, checkJobFunctionArn: CHECK_JOB_ARN }),
      ),
    },
    z.object({ stateMachineArn: z.string() }),
  );
  const ended = (executionArn: string) =>
    new Promise<void>((resolve) => {
      const unsubscribe = stepFunctions.onExecutionStatusChange(({ detail }) => {
        if (detail.executionArn !== executionArn || detail.status === "RUNNING") return;
        unsubscribe();
        resolve();
      });
    });
  return {
    batch,
    stepFunctions,
    stateMachineArn,
    async run(input) {
      const { executionArn } = await call(
        "StartExecution",
        { stateMachineArn, input: JSON.stringify(input) },
        z.object({ executionArn: z.string() }),
      );
      await ended(executionArn);
      const described = await call("DescribeExecution", { executionArn }, execution);
      return { ...described, events: await readHistory(call, executionArn) };
    },
    countJobs: async () => {
      const reply = await batch.call("ListJobs", {
        jobQueue: INPUT.jobQueue,
        filters: [{ name: "AFTER_CREATED_AT", values: ["0"] }],
      });
      return z.object({ jobSummaryList: z.array(z.unknown()) }).parse(reply.body).jobSummaryList.length;
    },
    close: async () => {
      await stepFunctions.close();
      await batch.close();
    },
  };
}

type Call = <Schema extends z.ZodType>(operation: string, input: object, schema: Schema) => Promise<z.output<Schema>>;

async function readHistory(call: Call, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await call(
      "GetExecutionHistory",
      { executionArn, maxResults: 1000, ...(nextToken !== undefined && { nextToken }) },
      historyPage,
    );
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

/** Lambda functions' logs would drown the test's; what they say is tested with the functions. */
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The Lambda functions in this process, which work and pause on `clock`. */
export function createLambdas(batch: Pick<BatchEndpoint, "call">, clock: Clock): LambdaInvoker {
  const api = createInProcessBatchApi(batch);
  return createInProcessLambdas(
    new Map<string, InProcessHandler>([
      [SUBMIT_JOB_ARN, (event, { pause }) => submitJob({ batch: api, log: SILENT, pause }, parseSubmitJobEvent(event))],
      [CHECK_JOB_ARN, (event) => checkJob(api, parseCheckJobEvent(event), SILENT)],
    ]),
    clock,
  );
}

async function registerJobQueue(batch: BatchEndpoint): Promise<void> {
  const calls: [string, object][] = [
    [
      "CreateComputeEnvironment",
      {
        computeEnvironmentName: "test-environment",
        type: "MANAGED",
        computeResources: {
          type: "FARGATE",
          maxvCpus: 4,
          subnets: ["subnet-0a1b2c3d"],
          securityGroupIds: ["sg-0a1b2c3d"],
        },
      },
    ],
    [
      "CreateJobQueue",
      {
        jobQueueName: INPUT.jobQueue,
        priority: 1,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "test-environment" }],
      },
    ],
    [
      "RegisterJobDefinition",
      {
        jobDefinitionName: INPUT.jobDefinition,
        type: "container",
        platformCapabilities: ["FARGATE"],
        containerProperties: {
          image: "example.com/none:1",
          command: ["true"],
          executionRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/test`,
          resourceRequirements: [
            { type: "VCPU", value: "0.25" },
            { type: "MEMORY", value: "512" },
          ],
        },
      },
    ],
  ];
  for (const [operation, input] of calls) {
    const { status, body } = await batch.call(operation, input);
    if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  }
}
