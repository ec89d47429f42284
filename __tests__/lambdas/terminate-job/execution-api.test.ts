import { SFNClient } from "@aws-sdk/client-sfn";
import { createExecutionApi, type ExecutionApi } from "../../../lambdas/terminate-job/execution-api";
import { givenBatchServer, type BatchServer, type Behaviour } from "../given-batch-server";
import { EXECUTION_ARN } from "./given-services";

let server: BatchServer;
let behaviour: Behaviour;
let api: ExecutionApi;

beforeAll(async () => {
  server = await givenBatchServer(() => behaviour);
  api = createExecutionApi(
    new SFNClient({
      region: "us-east-1",
      endpoint: server.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    }),
  );
});
afterAll(() => server.close());

it("returns the state of an execution", async () => {
  behaviour = { status: 200, body: { status: "ABORTED", input: "{}", redriveCount: 2, output: "x" } };

  expect(await api.describeExecution(EXECUTION_ARN)).toEqual({ status: "ABORTED", input: "{}", redriveCount: 2 });
  expect(server.requests.at(-1)?.body).toEqual({ executionArn: EXECUTION_ARN });
});

it("returns 0 redrives when the reply has no count", async () => {
  behaviour = { status: 200, body: { status: "RUNNING" } };

  expect(await api.describeExecution(EXECUTION_ARN)).toMatchObject({ redriveCount: 0 });
});

it("returns undefined for an execution that does not exist", async () => {
  behaviour = { status: 400, body: { __type: "com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist" } };

  expect(await api.describeExecution(EXECUTION_ARN)).toBeUndefined();
});

it.each<[Behaviour, RegExp]>([
  [{ status: 400, body: { __type: "AccessDeniedException", message: "no" } }, /AccessDeniedException: no/],
  [{ status: 400, body: { __type: "ThrottlingException", message: "slow" } }, /ThrottlingException: slow/],
  ["drop", /socket hang up|ECONNRESET/],
])("names the execution when the call fails: %j", async (given, message) => {
  behaviour = given;

  const failure = api.describeExecution(EXECUTION_ARN);

  await expect(failure).rejects.toThrow(`DescribeExecution on ${EXECUTION_ARN}: `);
  await expect(failure).rejects.toThrow(message);
});
