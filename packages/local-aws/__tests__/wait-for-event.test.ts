import { z } from "zod";
import {
  createSimulatedRunner,
  parseEventPattern,
  startLocalAws,
  VirtualClock,
  type LambdaInvoker,
  type LocalAws,
} from "../src";
import { createInProcessLambdas } from "../testing/in-process-lambdas";
import { WAIT_TABLE } from "../testing/wait-table";

const REGION = "eu-west-1";
const ACCOUNT_ID = "123456789012";
const WAKE_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:wake`;

/** Submits nothing: waits for the job of its input until the job has ended, at most 900 s. */
const DEFINITION = {
  StartAt: "Wait",
  States: {
    Wait: {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken",
      Parameters: {
        TableName: "waits",
        Item: {
          jobId: { "S.$": "$.jobId" },
          executionArn: { "S.$": "$$.Execution.Id" },
          taskToken: { "S.$": "$$.Task.Token" },
          expiresAt: { "N.$": "$.expiresAt" },
        },
      },
      TimeoutSecondsPath: "$.wait_time",
      ResultPath: null,
      Catch: [{ ErrorEquals: ["States.Timeout"], ResultPath: null, Next: "Done" }],
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
};

const PATTERN = {
  source: ["aws.batch"],
  "detail-type": ["Batch Job State Change"],
  detail: { status: ["SUCCEEDED", "FAILED"], arrayProperties: { index: [{ exists: false }] } },
};

const rowsSchema = z.object({ Items: z.array(z.object({ taskToken: z.object({ S: z.string() }) })) });
const submittedSchema = z.object({ jobId: z.string() });
const startedSchema = z.object({ executionArn: z.string() });
const describedSchema = z.looseObject({ status: z.string(), output: z.string().optional() });

let local: LocalAws | undefined;
afterEach(() => local?.close());

/** Local AWS whose function `wake` returns the tokens of the job of each event. A missing token is an error. */
async function given(...faults: object[]) {
  const clock = new VirtualClock();
  const wakes: number[] = [];
  const wake = async (event: unknown): Promise<null> => {
    wakes.push((clock.now() - startMs) / 1000);
    const { jobId } = z.looseObject({ detail: z.looseObject({ jobId: z.string() }) }).parse(event).detail;
    const query = {
      TableName: "waits",
      KeyConditionExpression: "jobId = :j",
      ExpressionAttributeValues: { ":j": { S: jobId } },
      ConsistentRead: true,
    };
    const rows = rowsSchema.safeParse((await aws.callDynamoDb("Query", query)).body);
    if (!rows.success) throw new Error("the table could not be read");
    for (const { taskToken } of rows.data.Items) {
      const reply = await aws.callStepFunctions("SendTaskSuccess", { taskToken: taskToken.S, output: "{}" });
      if (reply.status !== 200 && !JSON.stringify(reply.body).includes("TaskTimedOut")) throw new Error("not sent");
    }
    return null;
  };
  const functions: LambdaInvoker = createInProcessLambdas(new Map([[WAKE_ARN, wake]]), clock);
  const startMs = clock.now();
  const aws = await startLocalAws({
    clock,
    runner: createSimulatedRunner(clock, () => ({ exitCode: 0, runsForMs: 290_000 })),
    aroundLambdas: () => functions,
    faults: { faults },
    resources: {
      region: REGION,
      accountId: ACCOUNT_ID,
      computeEnvironments: [
        { computeEnvironmentName: "ce", type: "UNMANAGED", serviceRole: "arn:aws:iam::123456789012:role/batch" },
      ],
      jobQueue: {
        jobQueueName: "q",
        priority: 1,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "ce" }],
      },
      jobDefinition: {
        jobDefinitionName: "d",
        type: "container",
        containerProperties: { image: "i", vcpus: 1, memory: 4, command: ["true"] },
      },
      tables: [{ input: WAIT_TABLE, ttlAttribute: "expiresAt" }],
      events: {
        rules: [{ name: "ended", pattern: parseEventPattern(JSON.stringify(PATTERN)), targets: [{ arn: WAKE_ARN }] }],
        schedules: [],
      },
      stateMachine: {
        name: "wait",
        definition: JSON.stringify(DEFINITION),
        roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/wait`,
      },
    },
  });
  local = aws;
  return { aws, clock, startMs, wakes };
}

/** Submits a job of 300 s, waits for it and returns the seconds until the wait has ended. */
async function waitForJob({ aws, clock, startMs }: Awaited<ReturnType<typeof given>>): Promise<number> {
  const job = { jobName: "j", jobQueue: "q", jobDefinition: "d" };
  const { jobId } = submittedSchema.parse((await aws.callBatch("SubmitJob", job)).body);
  const input = JSON.stringify({ jobId, wait_time: 900, expiresAt: String(startMs / 1000 + 900) });
  const { stateMachineArn } = aws;
  const start = await aws.callStepFunctions("StartExecution", { stateMachineArn, input });
  const { executionArn } = startedSchema.parse(start.body);
  for (;;) {
    const { body } = await aws.callStepFunctions("DescribeExecution", { executionArn });
    const { status, output } = describedSchema.parse(body);
    if (status === "SUCCEEDED") {
      expect(output).toBe(input);
      return (clock.now() - startMs) / 1000;
    }
    if (status !== "RUNNING") throw new Error(`${status}: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it("ends a wait when the job ends, and deletes its row at the expiry time", async () => {
  const environment = await given();

  expect(await waitForJob(environment)).toBe(300);
  await environment.clock.sleep(700_000);
  const { body } = await environment.aws.callDynamoDb("DescribeTable", { TableName: "waits" });
  expect(body).toMatchObject({ Table: { ItemCount: 0 } });
});

it.each([
  ["EventLost", { fault: "EventLost", times: "ALL" }, 900],
  ["EventDelayed", { fault: "EventDelayed", bySeconds: 60, status: "SUCCEEDED" }, 360],
  ["EventDoubled", { fault: "EventDoubled", times: "ALL" }, 300],
  ["EventsReordered", { fault: "EventsReordered", status: "RUNNING" }, 300],
  ["Throttled SendTaskSuccess", { fault: "Throttled", operation: "SendTaskSuccess" }, 360],
  ["ReplyLost of SendTaskSuccess", { fault: "ReplyLost", operation: "SendTaskSuccess" }, 300],
  ["Throttled Query", { fault: "Throttled", operation: "Query", times: 2 }, 480],
])("ends the wait under %s", async (_, fault, seconds) => {
  expect(await waitForJob(await given(fault))).toBe(seconds);
});

it("fails a wait whose row cannot be written", async () => {
  const environment = await given({ fault: "Throttled", operation: "PutItem" });

  await expect(waitForJob(environment)).rejects.toThrow("DynamoDb.ThrottlingException");
});

it("sends a child's event only to rules that match it", async () => {
  const { aws, clock, wakes } = await given();
  const job = { jobName: "j", jobQueue: "q", jobDefinition: "d", arrayProperties: { size: 3 } };

  await aws.callBatch("SubmitJob", job);
  await clock.sleep(1_000_000);

  expect(wakes).toHaveLength(1);
});
