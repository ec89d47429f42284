import { handler } from "../../../lambdas/end-wait/handler";
import { givenBatchServer, type BatchServer, type Behaviour } from "../given-batch-server";

const EVENT = {
  source: "aws.batch",
  "detail-type": "Batch Job State Change",
  detail: { jobId: "job-1", status: "SUCCEEDED", jobName: "j" },
};
const WAIT = {
  jobId: { S: "job-1" },
  executionArn: { S: "arn:execution-1" },
  taskToken: { S: "token-1" },
  expiresAt: { N: "1" },
};
const DONE: Behaviour = { status: 200, body: {} };
const FOUND: Behaviour = { status: 200, body: { Items: [WAIT], Count: 1 } };
const environment = { ...process.env };

let server: BatchServer;
let replies: Behaviour[];

beforeAll(async () => {
  server = await givenBatchServer(() => replies.shift() ?? DONE);
  // Set by the Lambda runtime and the stack. The SDK reads them at the first call.
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SFN: server.url,
    AWS_ENDPOINT_URL_DYNAMODB: server.url,
    WAIT_TABLE: "poller-waits",
  });
  jest.spyOn(console, "info").mockImplementation();
});
afterAll(async () => {
  process.env = environment;
  jest.restoreAllMocks();
  await server.close();
});
beforeEach(() => {
  server.requests.length = 0;
});

const calls = () => server.requests.map(({ headers, body }) => [headers["x-amz-target"], body]);

it("looks the wait up, ends it, and deletes that one wait", async () => {
  replies = [FOUND, DONE, DONE];

  await handler(EVENT);

  expect(calls()).toEqual([
    [
      "DynamoDB_20120810.Query",
      {
        TableName: "poller-waits",
        ConsistentRead: true,
        KeyConditionExpression: "jobId = :jobId",
        ExpressionAttributeValues: { ":jobId": { S: "job-1" } },
      },
    ],
    [
      "AWSStepFunctions.SendTaskSuccess",
      { taskToken: "token-1", output: JSON.stringify({ jobId: "job-1", status: "SUCCEEDED" }) },
    ],
    [
      "DynamoDB_20120810.DeleteItem",
      {
        TableName: "poller-waits",
        Key: { jobId: { S: "job-1" }, executionArn: { S: "arn:execution-1" } },
        ConditionExpression: "taskToken = :taskToken",
        ExpressionAttributeValues: { ":taskToken": { S: "token-1" } },
      },
    ],
  ]);
});

it.each(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])(
  "deletes a wait that has ended, and looks for the one that follows it: %s",
  async (errorType) => {
    replies = [FOUND, { status: 400, errorType, body: {} }, DONE, FOUND, DONE, DONE];

    await handler(EVENT);

    expect(calls().map(([target]) => String(target).split(".")[1])).toEqual([
      ...["Query", "SendTaskSuccess", "DeleteItem"],
      ...["Query", "SendTaskSuccess", "DeleteItem"],
    ]);
  },
);

it("ends all waits for a job that more executions watch than one page has room for", async () => {
  const second = { ...WAIT, executionArn: { S: "arn:execution-2" }, taskToken: { S: "token-2" } };
  const next = { jobId: WAIT.jobId, executionArn: WAIT.executionArn };
  replies = [
    { status: 200, body: { Items: [WAIT], Count: 1, LastEvaluatedKey: next } },
    { status: 200, body: { Items: [second], Count: 1 } },
  ];

  await handler(EVENT);

  const sent = calls().filter(([target]) => target === "AWSStepFunctions.SendTaskSuccess");
  expect(calls()[1]).toMatchObject(["DynamoDB_20120810.Query", { ExclusiveStartKey: next }]);
  expect(sent).toMatchObject([
    [expect.anything(), { taskToken: "token-1" }],
    [expect.anything(), { taskToken: "token-2" }],
  ]);
});

it("keeps a wait that has begun since the look", async () => {
  replies = [FOUND, DONE, { status: 400, errorType: "ConditionalCheckFailedException", body: {} }];

  await expect(handler(EVENT)).resolves.toBeUndefined();
});

it.each([
  ["Query", []],
  ["SendTaskSuccess", [FOUND]],
  ["DeleteItem", [FOUND, DONE]],
] as const)("fails when %s is refused, so that Lambda invokes it again", async (_, before) => {
  replies = [...before, { status: 400, errorType: "AccessDeniedException", body: { message: "denied" } }];

  await expect(handler(EVENT)).rejects.toMatchObject({ name: "AccessDeniedException" });
});

it("looks once for a child of an array, which may have no wait", async () => {
  replies = [DONE];

  await handler({ ...EVENT, detail: { ...EVENT.detail, jobId: "job-1:7" } });

  expect(calls()).toHaveLength(1);
});

it("rejects an event of another function", async () => {
  await expect(handler({ jobName: "j" })).rejects.toThrow();
  expect(server.requests).toEqual([]);
});
