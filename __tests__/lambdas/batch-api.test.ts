import { BatchClient } from "@aws-sdk/client-batch";
import {
  type BatchApi,
  BatchApiError,
  createBatchApi,
  REQUEST_LIMITS,
  toBatchApiError,
} from "../../lambdas/shared/batch-api";
import { givenBatchServer, type BatchServer, type Behaviour } from "./given-batch-server";

let server: BatchServer;
let behaviour: Behaviour = { status: 200, body: {} };
let api: BatchApi;

function givenApi(requestTimeout: number): BatchApi {
  const client = new BatchClient({
    region: "us-east-1",
    endpoint: server.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    // A busy machine may need longer than the limits of the functions.
    requestHandler: { ...REQUEST_LIMITS, requestTimeout, connectionTimeout: 60_000 },
  });
  return createBatchApi(client);
}

beforeAll(async () => {
  server = await givenBatchServer(() => behaviour);
  api = givenApi(60_000);
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

const CALLS: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    "SubmitJob on job definition d in job queue q",
    () => api.submitJob({ jobName: "n", jobDefinition: "d", jobQueue: "q" }),
  ],
  ["DescribeJobs on job a, b", () => api.describeJobs(["a", "b"])],
  ["ListJobs on job queue q", () => api.listJobs({ jobQueue: "q" })],
  ["ListJobs on array job a", () => api.listJobs({ arrayJobId: "a" })],
  ["TerminateJob on job a", () => api.terminateJob("a", "because")],
];
const errorOf = async (work: Promise<unknown>): Promise<BatchApiError> => {
  const error: unknown = await work.then(
    () => "no error",
    (thrown: unknown) => thrown,
  );
  if (error instanceof BatchApiError) return error;
  throw new Error(`expected a BatchApiError, got ${String(error)}`);
};

it("passes the request to Batch and returns the reply", async () => {
  behaviour = { status: 200, body: { jobId: "a", jobName: "n", jobs: [], jobSummaryList: [], nextToken: "t" } };

  expect(await api.submitJob({ jobName: "n", jobDefinition: "d", jobQueue: "q" })).toMatchObject({ jobId: "a" });
  expect(await api.describeJobs(["a"])).toMatchObject({ jobs: [] });
  expect(await api.listJobs({ jobQueue: "q" })).toMatchObject({ jobSummaryList: [], nextToken: "t" });
  await api.terminateJob("a", "because");

  expect(server.requests.map(({ path, body }) => ({ path, body }))).toEqual([
    { path: "/v1/submitjob", body: { jobName: "n", jobDefinition: "d", jobQueue: "q" } },
    { path: "/v1/describejobs", body: { jobs: ["a"] } },
    { path: "/v1/listjobs", body: { jobQueue: "q" } },
    { path: "/v1/terminatejob", body: { jobId: "a", reason: "because" } },
  ]);
});

describe.each(CALLS)("%s", (subject, call) => {
  it("throws a client error that names the resource on HTTP 400", async () => {
    behaviour = { status: 400, errorType: "ClientException", body: { message: "Job queue q is disabled" } };

    const error = await errorOf(call());

    expect(error.name).toBe("BatchApi.Client");
    expect(error.message).toBe(`${subject}: ClientException: Job queue q is disabled`);
  });

  it.each<[string, Behaviour, string]>([
    [
      "access is denied",
      { status: 403, errorType: "AccessDeniedException", body: { message: "no" } },
      "BatchApi.Client",
    ],
    ["429", { status: 429, errorType: "TooManyRequestsException", body: { message: "no" } }, "BatchApi.Throttled"],
    ["429 without a name", { status: 429, body: {} }, "BatchApi.Throttled"],
    [
      "a throttle with another status",
      { status: 400, errorType: "ThrottlingException", body: {} },
      "BatchApi.Throttled",
    ],
    ["a bad field", { status: 400, errorType: "ValidationException", body: { message: "no" } }, "BatchApi.Client"],
    ["expired credentials", { status: 403, errorType: "ExpiredTokenException", body: {} }, "BatchApi.Server"],
    ["a request timeout", { status: 408, errorType: "ClientException", body: {} }, "BatchApi.Server"],
    ["a proxy's HTML", { status: 403, text: "<html>Forbidden</html>" }, "BatchApi.Server"],
    ["500", { status: 500, errorType: "ServerException", body: { message: "no" } }, "BatchApi.Server"],
    ["503 without a name", { status: 503, body: {} }, "BatchApi.Server"],
    ["a connection that is dropped", "drop", "BatchApi.Server"],
  ])("classifies the error on %s", async (_title, given, name) => {
    behaviour = given;

    const error = await errorOf(call());

    expect(error.name).toBe(name);
    expect(error.message).toContain(`${subject}: `);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a reply with a 4xx status", () => {
  const listJobs = () => errorOf(api.listJobs({ jobQueue: "q" }));

  it.each([
    [400, "ClientException"],
    [400, "ValidationException"],
    [400, "ValidationError"],
    [400, "SerializationException"],
    [413, "RequestEntityTooLargeException"],
    [403, "AccessDeniedException"],
    [403, "AccessDenied"],
    [401, "NotAuthorized"],
    [403, "OptInRequired"],
  ])("throws a client error when Batch or IAM rejects the request: %d %s", async (status, errorType) => {
    behaviour = { status, errorType, body: { message: "no" } };

    expect(await listJobs()).toMatchObject({
      name: "BatchApi.Client",
      message: `ListJobs on job queue q: ${errorType}: no`,
      call: { action: "ListJobs", code: errorType, status },
    });
  });

  it.each([
    [403, "ExpiredTokenException"],
    [400, "ExpiredToken"],
    [400, "RequestExpired"],
    [403, "InvalidClientTokenId"],
    [403, "UnrecognizedClientException"],
    [403, "InvalidSignatureException"],
    [400, "IncompleteSignature"],
    [400, "IncompleteSignatureException"],
    [403, "RequestTimeTooSkewed"],
    [404, "UnknownOperationException"],
    [400, "SomethingNew"],
    [408, "ClientException"],
    [408, "RequestTimeoutException"],
    [425, "ClientException"],
  ])("throws no client error when a retry may succeed: %d %s", async (status, errorType) => {
    behaviour = { status, errorType, body: { message: "no" } };

    expect(await listJobs()).toMatchObject({
      name: "BatchApi.Server",
      message: `ListJobs on job queue q: ${errorType}: no`,
      call: { action: "ListJobs", code: errorType, status },
    });
  });

  it("reads the error code from the body if the header is missing", async () => {
    behaviour = { status: 403, body: { __type: "com.amazon.coral.service#ExpiredTokenException", message: "no" } };

    expect(await listJobs()).toMatchObject({ name: "BatchApi.Server", call: { code: "ExpiredTokenException" } });
  });
});

describe("a reply that is not from Batch", () => {
  it.each([
    [400, "<html>Bad Request</html>", "SyntaxError"],
    [403, "<html>Forbidden</html>", "SyntaxError"],
    [404, "<h1>Not Found</h1>", "SyntaxError"],
    [407, "proxy authentication required", "SyntaxError"],
    [502, "<html>Bad Gateway</html>", "SyntaxError"],
    [200, "<html>Sign in</html>", "SyntaxError"],
    [200, "null", "TypeError"],
    [400, "", "Unknown"],
    [403, "", "Unknown"],
    [403, "{}", "Unknown"],
    [400, "null", "Unknown"],
    [400, '"text"', "Unknown"],
    [408, "", "Unknown"],
    [503, "", "Unknown"],
  ])("throws a server error with the HTTP status: %d %s", async (status, text, code) => {
    behaviour = { status, text };

    const error = await errorOf(api.describeJobs(["a"]));

    expect(error).toMatchObject({ name: "BatchApi.Server", call: { action: "DescribeJobs", code, status } });
    expect(error.message).toContain(`DescribeJobs on job a: ${code}: `);
    expect(error.message).toContain(`(HTTP ${status})`);
  });

  it("reports no HTTP status when the connection was dropped", async () => {
    behaviour = "drop";

    const error = await errorOf(api.describeJobs(["a"]));

    expect(error.call?.status).toBeUndefined();
    expect(error.message).not.toContain("HTTP");
  });
});

it("throws when no reply arrives in time", async () => {
  behaviour = "hang";

  expect((await errorOf(givenApi(200).describeJobs(["a"]))).name).toBe("BatchApi.Server");
});

it("allows three requests within the 30 s timeout of a function", () => {
  expect(3 * (REQUEST_LIMITS.connectionTimeout + REQUEST_LIMITS.requestTimeout)).toBeLessThan(35_000);
  expect(3 * REQUEST_LIMITS.requestTimeout).toBeLessThan(30_000);
});

it.each([
  ["text", "BatchApi.Server", "SubmitJob on q: Error: text"],
  [new TypeError("broken"), "BatchApi.Server", "SubmitJob on q: TypeError: broken"],
  [Object.assign(new Error("m"), { $metadata: null }), "BatchApi.Server", "SubmitJob on q: Error: m"],
  [
    Object.assign(new Error("m"), { $metadata: { httpStatusCode: "400" } }),
    "BatchApi.Server",
    "SubmitJob on q: Error: m",
  ],
  [
    Object.assign(new Error("m"), { $metadata: { httpStatusCode: 399 } }),
    "BatchApi.Server",
    "SubmitJob on q: Error: m (HTTP 399)",
  ],
])("throws a server error for anything that is not an SDK error (%#)", (thrown, name, message) => {
  expect(toBatchApiError(thrown, "SubmitJob", "q")).toMatchObject({ name, message });
});
