import { closeBatches, CONTAINER_PROPERTIES, givenBatch, JOB_DEFINITION, type GivenBatch } from "../given-batch";
import type { JobRun } from "../../../src/batch/runner/runner";

afterEach(closeBatches);

const SUBMISSION = { jobName: "job", jobQueue: "q", jobDefinition: "d" };

/** Batch endpoint that records the runs that its runner receives. */
async function givenRecording(): Promise<GivenBatch & { readonly runs: JobRun[] }> {
  const runs: JobRun[] = [];
  const given = await givenBatch({
    simulate: (run) => {
      runs.push(run);
      return { exitCode: 0 };
    },
  });
  return { ...given, runs };
}

it("returns name, ID and ARN", async () => {
  const given = await givenBatch();

  const body = await given.call("SubmitJob", SUBMISSION);

  expect(body["jobName"]).toBe("job");
  expect(body["jobId"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(body["jobArn"]).toBe(`arn:aws:batch:us-east-2:123456789012:job/${String(body["jobId"])}`);
});

it.each([
  ["names", "q", "d"],
  ["a revision", "q", "d:1"],
  ["an ARN with revision", "q", "arn:aws:batch:us-east-2:123456789012:job-definition/d:1"],
  [
    "ARNs without revision",
    "arn:aws:batch:us-east-2:123456789012:job-queue/q",
    "arn:aws:batch:us-east-2:123456789012:job-definition/d",
  ],
])("accepts queue and definition by %s", async (_, jobQueue, jobDefinition) => {
  const given = await givenBatch();

  const job = await given.describe(await given.submit({ jobQueue, jobDefinition }));

  expect(job).toMatchObject({
    jobQueue: "arn:aws:batch:us-east-2:123456789012:job-queue/q",
    jobDefinition: "arn:aws:batch:us-east-2:123456789012:job-definition/d:1",
  });
});

it("uses the latest ACTIVE revision of a definition without a revision", async () => {
  const given = await givenBatch();
  await given.call("RegisterJobDefinition", JOB_DEFINITION);
  await given.call("RegisterJobDefinition", JOB_DEFINITION);
  await given.call("DeregisterJobDefinition", { jobDefinition: "d:3" });

  const job = await given.describe(await given.submit());

  expect(job["jobDefinition"]).toBe("arn:aws:batch:us-east-2:123456789012:job-definition/d:2");
});

it("replaces Ref:: with parameters, where the submission overrides the definition", async () => {
  const given = await givenRecording();
  await given.call("RegisterJobDefinition", {
    ...JOB_DEFINITION,
    parameters: { from: "default", to: "default" },
    containerProperties: { ...CONTAINER_PROPERTIES, command: ["copy", "Ref::from", "s3://Ref::to/file"] },
  });

  const job = await given.untilFinished(await given.submit({ parameters: { to: "bucket" } }));

  expect(given.runs[0]?.command).toEqual(["copy", "default", "s3://bucket/file"]);
  expect(job["parameters"]).toEqual({ from: "default", to: "bucket" });
});

/** Submission with the given number of bytes of JSON. "é" takes two bytes. */
function givenSubmissionOfBytes(bytes: number): object {
  const withoutValue = { ...SUBMISSION, parameters: { unused: "é" } };
  const missing = bytes - Buffer.byteLength(JSON.stringify(withoutValue));
  return { ...SUBMISSION, parameters: { unused: `é${"x".repeat(missing)}` } };
}

it("accepts a submission of 30 KiB", async () => {
  const given = await givenBatch();

  await expect(given.call("SubmitJob", givenSubmissionOfBytes(30_720))).resolves.toHaveProperty("jobId");
});

it("rejects a submission of more than 30 KiB with the message of Batch", async () => {
  const given = await givenBatch();

  const message = await given.refusal("SubmitJob", givenSubmissionOfBytes(30_721));

  expect(message).toContain("Job size must be less than 30 KiB, got 31 KiB");
});

it("rejects a Ref:: without a value with the message of Batch", async () => {
  const given = await givenBatch();

  const message = await given.refusal("SubmitJob", { ...SUBMISSION, containerOverrides: { command: ["Ref::none"] } });

  expect(message).toBe("Unable to substitute value. No parameter found for reference none");
});

it("overrides command, single variables and single resource requirements", async () => {
  const given = await givenRecording();
  await given.call("RegisterJobDefinition", {
    ...JOB_DEFINITION,
    containerProperties: {
      ...CONTAINER_PROPERTIES,
      environment: [
        { name: "KEPT", value: "1" },
        { name: "CHANGED", value: "1" },
      ],
    },
  });

  const job = await given.untilFinished(
    await given.submit({
      containerOverrides: {
        command: ["other"],
        environment: [{ name: "CHANGED", value: "2" }, { name: "ADDED" }],
        resourceRequirements: [{ type: "MEMORY", value: "1024" }],
      },
    }),
  );

  expect(given.runs[0]?.command).toEqual(["other"]);
  expect(given.runs[0]?.environment).toMatchObject({ KEPT: "1", CHANGED: "2", ADDED: "" });
  expect(job.container).toMatchObject({
    resourceRequirements: [
      { type: "VCPU", value: "0.25" },
      { type: "MEMORY", value: "1024" },
    ],
  });
});

it("sets variables for job, attempt, queue and compute environment", async () => {
  const given = await givenRecording();

  const jobId = await given.submit();
  await given.untilFinished(jobId);

  expect(given.runs[0]?.environment).toEqual({
    AWS_BATCH_JOB_ID: jobId,
    AWS_BATCH_JOB_ATTEMPT: "1",
    AWS_BATCH_JQ_NAME: "q",
    AWS_BATCH_CE_NAME: "ce",
  });
});

it("records tags, propagateTags and timeout, and returns the defaults of Batch otherwise", async () => {
  const given = await givenBatch();

  const job = await given.describe(
    await given.submit({ tags: { execution: "e" }, propagateTags: true, timeout: { attemptDurationSeconds: 90 } }),
  );

  expect(job).toMatchObject({
    status: "SUBMITTED",
    tags: { execution: "e" },
    propagateTags: true,
    timeout: { attemptDurationSeconds: 90 },
    retryStrategy: { attempts: 1, evaluateOnExit: [] },
    dependsOn: [],
    parameters: {},
    attempts: [],
  });
});

it("accepts vcpus and memory on EC2, and their overrides", async () => {
  const given = await givenBatch();
  await given.call("CreateComputeEnvironment", {
    computeEnvironmentName: "own",
    type: "UNMANAGED",
    serviceRole: "arn:aws:iam::123456789012:role/batch",
  });
  await given.call("CreateJobQueue", {
    jobQueueName: "ec2",
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: "own" }],
  });
  const containerProperties = { image: "i", command: ["true"], vcpus: 1, memory: 128 };
  await given.call("RegisterJobDefinition", { jobDefinitionName: "legacy", type: "container", containerProperties });

  const job = await given.untilFinished(
    await given.submit({
      jobQueue: "ec2",
      jobDefinition: "legacy",
      containerOverrides: { vcpus: 2, memory: 256, environment: [{ name: "A", value: "1" }] },
    }),
  );

  expect(job).toMatchObject({
    status: "SUCCEEDED",
    container: { vcpus: 2, memory: 256 },
    platformCapabilities: ["EC2"],
  });
});

const retry = (retryStrategy: object) => ({ retryStrategy });
const overrides = (containerOverrides: object) => ({ containerOverrides });

it.each([
  [
    "a job name with a space",
    { jobName: "my job" },
    'jobName must be 1 to 128 letters, digits, hyphens or underscores and start with a letter or digit, got "my job"',
  ],
  ["a job name of 129 characters", { jobName: "x".repeat(129) }, "jobName must be 1 to 128 letters"],
  ["a job name that starts with a hyphen", { jobName: "-x" }, "start with a letter or digit"],
  ["no queue", { jobQueue: null }, "jobQueue is required"],
  ["an unknown queue", { jobQueue: "none" }, "JobQueue none not found."],
  ["a queue of another account", { jobQueue: "arn:aws:batch:us-east-2:999999999999:job-queue/q" }, "not found."],
  ["an unknown definition", { jobDefinition: "none" }, "JobDefinition none not found."],
  ["an unknown revision", { jobDefinition: "d:2" }, "JobDefinition d:2 not found."],
  [
    "a definition of another account",
    { jobDefinition: "arn:aws:batch:us-east-2:999999999999:job-definition/d:1" },
    "not found.",
  ],
  [
    "a timeout below 60 s",
    { timeout: { attemptDurationSeconds: 59 } },
    "timeout.attemptDurationSeconds must be at least 60 seconds, got 59",
  ],
  ["0 attempts", retry({ attempts: 0 }), "retryStrategy.attempts must be between 1 and 10, got 0"],
  ["11 attempts", retry({ attempts: 11 }), "retryStrategy.attempts must be between 1 and 10, got 11"],
  ["a retry strategy without attempts", retry({}), "RetryAttempts must be provided with retry strategy"],
  [
    "6 rules",
    retry({ attempts: 2, evaluateOnExit: Array.from({ length: 6 }, () => ({ onReason: "*", action: "EXIT" })) }),
    "retryStrategy.evaluateOnExit must have at most 5 entries",
  ],
  [
    "a rule without condition",
    retry({ attempts: 2, evaluateOnExit: [{ action: "EXIT" }] }),
    "must have one of onReason, onStatusReason and onExitCode",
  ],
  [
    "an exit code pattern with letters",
    retry({ attempts: 2, evaluateOnExit: [{ onExitCode: "1x", action: "EXIT" }] }),
    "onExitCode must be up to 512 digits",
  ],
  [
    "a reason pattern with a * inside",
    retry({ attempts: 2, evaluateOnExit: [{ onReason: "a*b", action: "EXIT" }] }),
    "onReason must be up to 512 letters",
  ],
  [
    "51 tags",
    { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ""])) },
    "tags must have at most 50 tags",
  ],
  ["a tag key of 129 characters", { tags: { ["k".repeat(129)]: "" } }, "at most 128 characters"],
  ["a tag value of 257 characters", { tags: { k: "v".repeat(257) } }, "must be a tag value of at most 256 characters"],
  [
    "a tag key that is reserved",
    { tags: { "aws:k": "v" } },
    "tags.aws:k must be a tag key that does not start with aws:",
  ],
  [
    "a variable named AWS_BATCH*",
    overrides({ environment: [{ name: "AWS_BATCH_X", value: "1" }] }),
    "reserved for Batch",
  ],
  [
    "overrides above 8,192 bytes",
    overrides({ command: ["€".repeat(2800)] }),
    "Container Overrides length must be at most 8192",
  ],
  [
    "memory that Fargate does not offer",
    overrides({ resourceRequirements: [{ type: "MEMORY", value: "4096" }] }),
    "Fargate resource requirements (0.25 vCPU, 4096 MiB) not valid. MEMORY for 0.25 VCPU must be one of 512, 1024, 2048",
  ],
  [
    "two requirements of a type",
    overrides({
      resourceRequirements: [
        { type: "MEMORY", value: "512" },
        { type: "MEMORY", value: "1024" },
      ],
    }),
    "Cannot provide duplicates in resourceRequirements.",
  ],
  ["a GPU on Fargate", overrides({ resourceRequirements: [{ type: "GPU", value: "1" }] }), "GPU is not applicable for"],
  [
    "an instance type on Fargate",
    overrides({ instanceType: "m5.large" }),
    "instanceType is not applicable for Fargate.",
  ],
  ["11 attempts", { retryStrategy: { attempts: 11 } }, "retryStrategy.attempts must be between 1 and 10, got 11"],
  ["a timeout of 59 s", { timeout: { attemptDurationSeconds: 59 } }, "must be at least 60 seconds, got 59"],
  ["vcpus for a definition with requirements", overrides({ vcpus: 2 }), "use resourceRequirements"],
  [
    "a share identifier on a queue without policy",
    { shareIdentifier: "A" },
    "can only be submitted to job queue with fair share scheduling policy",
  ],
  [
    "a priority above 9,999",
    { schedulingPriorityOverride: 10_000 },
    "schedulingPriorityOverride must be between 0 and 9999",
  ],
  ["node overrides", { nodeOverrides: {} }, "nodeOverrides is not supported by local Batch"],
])("refuses %s", async (_, input, expected) => {
  const given = await givenBatch();

  const message = await given.refusal("SubmitJob", { ...SUBMISSION, ...input });

  expect(message).toContain(expected);
  expect(given.changes).toEqual([]);
});

it("lists all violations in one message", async () => {
  const given = await givenBatch();

  const message = await given.refusal("SubmitJob", { jobName: "", jobQueue: "q" });

  expect(message).toMatch(/jobName must be .*; jobDefinition is required, RequestId: [0-9a-f-]{36}$/);
});

it("rejects a DISABLED queue, a deregistered definition and a definition for another platform", async () => {
  const given = await givenBatch();
  const container = { image: "i", vcpus: 1, memory: 128 };
  await given.call("RegisterJobDefinition", {
    jobDefinitionName: "ec2",
    type: "container",
    containerProperties: container,
  });
  await given.call("RegisterJobDefinition", { ...JOB_DEFINITION, jobDefinitionName: "gone" });
  await given.call("DeregisterJobDefinition", { jobDefinition: "gone:1" });

  const wrongPlatform = await given.refusal("SubmitJob", { ...SUBMISSION, jobDefinition: "ec2" });
  const gone = await given.refusal("SubmitJob", { ...SUBMISSION, jobDefinition: "gone" });
  const goneRevision = await given.refusal("SubmitJob", { ...SUBMISSION, jobDefinition: "gone:1" });
  await given.call("UpdateJobQueue", { jobQueue: "q", state: "DISABLED" });
  const disabled = await given.refusal("SubmitJob", SUBMISSION);

  expect(wrongPlatform).toBe("Job Queue is attached to Compute Environment that can not run Jobs with capability EC2.");
  expect(gone).toContain("JobDefinition gone not found.");
  expect(goneRevision).toContain("JobDefinition gone:1 is not ACTIVE");
  expect(disabled).toContain("JobQueue q is in DISABLED state");
});

it("requires a share identifier for a queue with a scheduling policy", async () => {
  const given = await givenBatch();
  await given.createFairQueue();

  const message = await given.refusal("SubmitJob", { ...SUBMISSION, jobQueue: "fair" });

  expect(message).toContain("shareIdentifier is required");
});

it("requires a priority in a queue with a scheduling policy, from the definition or the submission", async () => {
  const given = await givenBatch();
  await given.createFairQueue();
  await given.call("RegisterJobDefinition", { ...JOB_DEFINITION, jobDefinitionName: "ranked", schedulingPriority: 3 });
  const submission = { ...SUBMISSION, jobQueue: "fair", shareIdentifier: "A" };

  const message = await given.refusal("SubmitJob", submission);
  const ranked = await given.submit({ ...submission, jobDefinition: "ranked" });
  const overridden = await given.submit({ ...submission, schedulingPriorityOverride: 0 });

  expect(message).toBe(
    "Either schedulingPriority in job definition or schedulingPriorityOverride should be specified.",
  );
  expect(await given.describe(ranked)).toMatchObject({ schedulingPriority: 3 });
  expect(await given.describe(overridden)).toMatchObject({ schedulingPriority: 0 });
});

it("omits unknown jobs and duplicates in DescribeJobs", async () => {
  const given = await givenBatch();
  const jobId = await given.submit();

  const { jobs } = await given.call("DescribeJobs", { jobs: [jobId, "unknown", jobId] });

  expect(jobs).toHaveLength(1);
});

it("rejects DescribeJobs with 101 IDs", async () => {
  const given = await givenBatch();

  expect(await given.refusal("DescribeJobs", { jobs: Array.from({ length: 101 }, () => "x") })).toContain(
    "Maximum number of jobs supported is 100",
  );
});
