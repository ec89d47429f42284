import {
  BatchClient,
  DescribeJobsCommand,
  ListTagsForResourceCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-batch";
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { createBatchDispatch } from "../../../src/batch/endpoint/dispatch";
import { FaultScript } from "../../../src/batch/faults/fault-script";
import { createProcessRunner } from "../../../src/batch/runner/process-runner";
import { createScaledClock, VirtualClock } from "../../../src/clock";
import { closeBatches, CONTAINER_PROPERTIES, givenBatch, text, type GivenBatch } from "../given-batch";

const clients: { destroy(): void }[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await closeBatches();
});

const settings = (given: GivenBatch) => ({
  endpoint: given.batch.url,
  region: "us-east-2",
  credentials: { accessKeyId: "any", secretAccessKey: "any" },
});

function givenClient(given: GivenBatch): BatchClient {
  const client = new BatchClient(settings(given));
  clients.push(client);
  return client;
}

it("lets the AWS SDK register a definition, submit a job, wait for it and read its log", async () => {
  const clock = createScaledClock(200);
  const given = await givenBatch({ clock, runner: createProcessRunner({ clock }) });
  const client = givenClient(given);
  const logs = new CloudWatchLogsClient(settings(given));
  clients.push(logs);
  await client.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: "real",
      type: "container",
      platformCapabilities: ["FARGATE"],
      containerProperties: {
        ...CONTAINER_PROPERTIES,
        resourceRequirements: [
          { type: "VCPU", value: "0.25" },
          { type: "MEMORY", value: "512" },
        ],
        command: ["sh", "-c", "echo hello Ref::who; exit 4"],
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/poller" } },
      },
    }),
  );

  const { jobId = "" } = await client.send(
    new SubmitJobCommand({ jobName: "j", jobQueue: "q", jobDefinition: "real", parameters: { who: "world" } }),
  );
  await given.untilFinished(jobId);
  const [job] = (await client.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs ?? [];
  const log = await logs.send(
    new GetLogEventsCommand({
      logGroupName: "/poller",
      logStreamName: job?.container?.logStreamName,
      startFromHead: true,
    }),
  );
  const streams = await logs.send(new DescribeLogStreamsCommand({ logGroupName: "/poller" }));

  expect(job).toMatchObject({
    status: "FAILED",
    container: { exitCode: 4, command: ["sh", "-c", "echo hello world; exit 4"] },
  });
  expect(log.events?.map(({ message }) => message)).toEqual(["hello world"]);
  expect(streams.logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([job?.container?.logStreamName]);
});

it("returns a ClientException with message and request ID to the AWS SDK", async () => {
  const client = givenClient(await givenBatch());

  const refused = client.send(new SubmitJobCommand({ jobName: "j", jobQueue: "none", jobDefinition: "d" }));

  await expect(refused).rejects.toMatchObject({
    name: "ClientException",
    $metadata: { httpStatusCode: 400 },
    message: text(/JobQueue none not found/),
  });
});

it("accepts tag operations of the AWS SDK with the ARN in the path", async () => {
  const client = givenClient(await givenBatch());
  const resourceArn = "arn:aws:batch:us-east-2:123456789012:job-queue/q";

  await client.send(new TagResourceCommand({ resourceArn, tags: { a: "1", b: "2" } }));
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));

  expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: "2" });
});

const post = async (given: GivenBatch, path: string, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${given.batch.url}${path}`, { method: "POST", body, headers });
  const reply: unknown = await response.json();
  return { status: response.status, errorType: response.headers.get("x-amzn-errortype"), body: reply };
};

it.each(["{", "[]", "null", '"text"'])("rejects the body %s, which is not a JSON object", async (body) => {
  const reply = await post(await givenBatch(), "/v1/submitjob", body);

  expect(reply).toEqual({
    status: 400,
    errorType: "ClientException",
    body: { message: "the request body is not a JSON object" },
  });
});

it.each([
  ["/v1/tags/%E0%A4%A", "the path is not percent-encoded UTF-8, got /v1/tags/%E0%A4%A"],
  ["//", "local Batch does not support POST //; supported operations: "],
  ["//x/v1/describejobs", "local Batch does not support POST //x/v1/describejobs; supported operations: "],
])("rejects the path %s", async (path, message) => {
  const reply = await post(await givenBatch(), path, "{}");

  expect(reply).toMatchObject({ status: 400, errorType: "ClientException" });
  expect(reply.body).toHaveProperty("message", expect.stringContaining(message));
});

it("rejects an unsupported operation and lists the supported ones", async () => {
  const given = await givenBatch();

  const byHttp = await post(given, "/v1/plan", "{}");
  const inProcess = await given.refusal("Plan", {});

  expect(byHttp).toMatchObject({ status: 400, errorType: "ClientException" });
  expect(inProcess).toContain("local Batch does not support Plan; supported operations: SubmitJob,");
});

it("returns a ServerException for an internal error", async () => {
  const dispatch = createBatchDispatch(
    [
      {
        name: "Broken",
        method: "POST",
        path: "/v1/broken",
        handle: () => {
          throw new RangeError("out of range");
        },
      },
    ],
    new FaultScript(new VirtualClock(), new AbortController().signal),
  );

  expect(await dispatch.call("Broken", {})).toEqual({
    status: 500,
    errorType: "ServerException",
    body: { message: "out of range" },
  });
});

it("accepts an empty body as an empty request", async () => {
  const reply = await post(await givenBatch(), "/v1/describejobqueues", "");

  expect(reply).toMatchObject({ status: 200, body: { jobQueues: [{ jobQueueName: "q" }] } });
});

it("serves CloudWatch Logs requests on the same port", async () => {
  const reply = await post(await givenBatch(), "/", '{"logGroupName":"g","logStreamName":"s"}', {
    "x-amz-target": "Logs_20140328.GetLogEvents",
  });

  expect(reply).toMatchObject({ status: 400, errorType: "ResourceNotFoundException" });
});
