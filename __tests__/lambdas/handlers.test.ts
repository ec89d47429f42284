import { handler as checkHandler } from "../../lambdas/check-job/handler";
import { handler as submitHandler } from "../../lambdas/submit-job/handler";
import { handler as terminateHandler } from "../../lambdas/terminate-job/handler";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { givenBatchServer, type BatchServer, type Behaviour } from "./given-batch-server";

const STARTED_AT = "2026-01-01T00:00:00.000Z";
const EVENT = {
  execution: {
    Id: "arn:aws:states:us-east-1:123456789012:execution:poller:run",
    Input: { jobName: "my-job", jobDefinition: "d", jobQueue: "q", wait_time: 60 },
    StartTime: STARTED_AT,
    RedriveCount: 0,
  },
  state: { EnteredTime: STARTED_AT, RetryCount: 0 },
};
const logged: unknown[] = [];
const environment = { ...process.env };

let server: BatchServer;
let behave: (path: string) => Behaviour;

beforeAll(async () => {
  server = await givenBatchServer((path) => behave(path));
  // Set by the Lambda runtime and the local endpoints. The SDK reads them at the first call.
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_BATCH: server.url,
    AWS_ENDPOINT_URL_SFN: server.url,
    STATE_MACHINE_ARN: "arn:aws:states:us-east-1:123456789012:stateMachine:poller",
    JOB_QUEUES: "q",
  });
  for (const level of ["info", "warn"] as const)
    jest.spyOn(console, level).mockImplementation((...line: unknown[]) => {
      logged.push(...line);
    });
});
afterAll(async () => {
  process.env = environment;
  jest.restoreAllMocks();
  await server.close();
});
beforeEach(() => {
  server.requests.length = 0;
});

const submitted: Behaviour = { status: 200, body: { jobId: "a", jobName: "my-job" } };
const paths = () => server.requests.map(({ path }) => path);

it("submits a job and reports its success at the first poll", async () => {
  const job = { jobId: "a", jobName: "my-job", jobQueue: "q", jobDefinition: "d", status: "SUCCEEDED", startedAt: 0 };
  behave = (path) => (path === "/v1/submitjob" ? submitted : { status: 200, body: { jobs: [job] } });

  const watch = await submitHandler(EVENT);
  const outcome = await checkHandler({ watch, state: { EnteredTime: STARTED_AT, RetryCount: 0 } });

  expect(outcome).toMatchObject({ outcome: "SUCCEEDED", result: { jobId: "a", status: "SUCCEEDED", polls: 1 } });
  expect(paths()).toEqual(["/v1/submitjob", "/v1/describejobs"]);
  expect(logged).toContainEqual(expect.objectContaining({ message: "submitted the job", jobId: "a" }));
});

it.each<[Behaviour, string]>([
  ["drop", "BatchApi.Server"],
  [{ status: 500, errorType: "ServerException", body: {} }, "BatchApi.Server"],
  [{ status: 408, errorType: "RequestTimeoutException", body: {} }, "BatchApi.Server"],
])("does not repeat a SubmitJob that may have taken effect: %j", async (behaviour, name) => {
  behave = () => behaviour;

  await expect(submitHandler(EVENT)).rejects.toMatchObject({ name });

  expect(paths()).toEqual(["/v1/submitjob"]);
});

it("retries a failed DescribeJobs at the next poll, 2 s later", async () => {
  behave = (path) => (path === "/v1/submitjob" ? submitted : { status: 500, body: {} });
  const watch = await submitHandler(EVENT);

  const outcome = await checkHandler({ watch, state: EVENT.state });

  expect(outcome).toMatchObject({ outcome: "WAITING", waitSeconds: 2, outage: { since: EVENT.state.EnteredTime } });
  expect(paths()).toEqual(["/v1/submitjob", "/v1/describejobs"]);
});

it("terminates the job of an ended execution in a sweep, despite throttling", async () => {
  const job = { jobId: "a", jobName: "my-job", status: "RUNNING", tags: { [EXECUTION_ARN_TAG]: EVENT.execution.Id } };
  let throttles = 2;
  behave = (path) => {
    if (path === "/v1/listjobs") return { status: 200, body: { jobSummaryList: [{ jobId: "a", jobName: "my-job" }] } };
    if (path === "/v1/describejobs") return { status: 200, body: { jobs: [job] } };
    if (path === "/") return { status: 200, body: { status: "ABORTED" } };
    throttles -= 1;
    return throttles < 0 ? { status: 200, body: {} } : { status: 429, errorType: "TooManyRequestsException", body: {} };
  };

  const result = await terminateHandler({ source: "aws.events", "detail-type": "Scheduled Event", time: STARTED_AT });

  expect(result).toEqual({ terminated: ["a"], left: {} });
  expect(paths().slice(-5)).toEqual(["/v1/describejobs", "/", ...Array<string>(3).fill("/v1/terminatejob")]);
});

it.each([submitHandler, checkHandler, terminateHandler])("rejects an event of another function", async (handler) => {
  await expect(Promise.resolve().then((): Promise<unknown> => handler({ jobName: "my-job" }))).rejects.toThrow();
  expect(server.requests).toEqual([]);
});
