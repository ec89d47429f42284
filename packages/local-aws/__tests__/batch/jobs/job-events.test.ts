import { closeBatches, givenBatch, text, type GivenBatch } from "../given-batch";

afterEach(closeBatches);

const STATE_CHANGE = "Batch Job State Change";
const JOB_ARN = "arn:aws:batch:us-east-2:123456789012:job/";
const QUEUE_ARN = "arn:aws:batch:us-east-2:123456789012:job-queue/q";

const statusesOf = ({ events }: GivenBatch, jobId: string): string[] =>
  events.filter(({ detail }) => detail.jobId === jobId).map(({ detail }) => detail.status);

it("sends an event for each status after the submission", async () => {
  const given = await givenBatch();

  const jobId = await given.submit();
  await given.untilFinished(jobId);

  expect(statusesOf(given, jobId)).toEqual(["PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]);
});

it("sends events in the documented form, with the job as its only tag", async () => {
  const given = await givenBatch();

  const jobId = await given.submit({ tags: { team: "a" } });
  const { createdAt, startedAt, stoppedAt } = await given.untilFinished(jobId);

  expect(given.events.at(-1)).toMatchObject({
    version: "0",
    id: text(/^[0-9a-f-]{36}$/),
    "detail-type": STATE_CHANGE,
    source: "aws.batch",
    account: "123456789012",
    time: text(/^2026-01-01T00:00:\d\dZ$/),
    region: "us-east-2",
    resources: [`${JOB_ARN}${jobId}`],
    detail: {
      jobArn: `${JOB_ARN}${jobId}`,
      jobName: "job",
      jobId,
      jobQueue: QUEUE_ARN,
      status: "SUCCEEDED",
      statusReason: "Essential container in task exited",
      attempts: [{ startedAt, stoppedAt, container: { exitCode: 0 } }],
      createdAt,
      startedAt,
      stoppedAt,
      retryStrategy: { attempts: 1, evaluateOnExit: [] },
      dependsOn: [],
      jobDefinition: "arn:aws:batch:us-east-2:123456789012:job-definition/d:1",
      parameters: {},
      container: { command: ["echo", "hello"], environment: [], exitCode: 0 },
      eksAttempts: [],
    },
  });
  expect(given.events.map(({ detail }) => detail.tags)).toEqual(
    given.events.map(() => ({ resourceArn: `${JOB_ARN}${jobId}` })),
  );
});

it("sends RUNNABLE again for a retried attempt, and FAILED only after the last one", async () => {
  const given = await givenBatch({ simulate: () => ({ exitCode: 1 }) });

  const jobId = await given.submit({ retryStrategy: { attempts: 2 } });
  await given.untilFinished(jobId);

  const attempt = ["RUNNABLE", "STARTING", "RUNNING"];
  expect(statusesOf(given, jobId)).toEqual(["PENDING", ...attempt, ...attempt, "FAILED"]);
});

it("sends events for the children of an array job, with the parent as their tag", async () => {
  const given = await givenBatch();

  const parent = await given.submit({ arrayProperties: { size: 2 } });
  await given.untilFinished(parent);

  const children = given.events.filter(({ detail }) => detail.jobId === `${parent}:1`);
  expect(statusesOf(given, parent)).toEqual(["PENDING", "SUCCEEDED"]);
  expect(children.map(({ detail }) => detail.status)).toEqual([
    "PENDING",
    "RUNNABLE",
    "STARTING",
    "RUNNING",
    "SUCCEEDED",
  ]);
  expect(children.at(-1)).toMatchObject({
    resources: [`${JOB_ARN}${parent}:1`],
    detail: { arrayProperties: { index: 1 }, tags: { resourceArn: `${JOB_ARN}${parent}` } },
  });
});

it("sends the event of a blocked queue for a job that is stuck, and none when it continues", async () => {
  const reason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";
  const given = await givenBatch({ faults: { faults: [{ fault: "StuckInRunnable", reason, forSeconds: 500 }] } });

  const jobId = await given.submit();
  await given.untilFinished(jobId);

  expect(given.events.filter((event) => event["detail-type"] !== STATE_CHANGE)).toMatchObject([
    {
      "detail-type": "Batch Job Queue Blocked",
      resources: [`${JOB_ARN}${jobId}`, QUEUE_ARN],
      detail: { jobId, status: "RUNNABLE", statusReason: text(new RegExp(`^${reason}`)) },
    },
  ]);
  expect(given.events.map((event) => event.detail.status).filter((status) => status === "RUNNABLE")).toHaveLength(2);
});
