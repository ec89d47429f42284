import fc from "fast-check";

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/);
const text = fc.string({ unit: "binary", maxLength: 40 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const dictionary = (value: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,10}$/), value, { maxKeys: 5, noNullPrototype: true });
const defined = (input: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

/** Fields that control polling and deadlines. */
export const waitFields = fc
  .record({
    wait_time: optional(fc.integer({ min: 1, max: 86_400 })),
    queue_timeout: optional(fc.integer({ min: 1, max: 31_536_000 })),
    overall_timeout: optional(fc.integer({ min: 1, max: 31_536_000 })),
  })
  .map(defined);

/** Valid SubmitJob fields. */
export const submitJobFields = fc
  .record({
    jobName: name,
    jobDefinition: fc.oneof(
      name,
      name.map((definition) => `${definition}:3`),
    ),
    jobQueue: fc.oneof(
      name,
      name.map((queue) => `arn:aws:batch:us-east-1:123456789012:job-queue/${queue}`),
    ),
    parameters: optional(dictionary(text)),
    tags: optional(dictionary(text)),
    containerOverrides: optional(
      fc
        .record({
          command: optional(fc.array(text, { maxLength: 5 })),
          environment: optional(fc.array(fc.record({ name, value: text }), { maxLength: 5 })),
        })
        .map(defined),
    ),
    arrayProperties: optional(fc.record({ size: fc.integer({ min: 2, max: 10_000 }) })),
    dependsOn: optional(fc.array(fc.record({ jobId: fc.uuid() }), { maxLength: 20 })),
    retryStrategy: optional(fc.record({ attempts: fc.integer({ min: 1, max: 10 }) })),
    timeout: optional(fc.record({ attemptDurationSeconds: fc.integer({ min: 60, max: 31_536_000 }) })),
    propagateTags: optional(fc.boolean()),
    schedulingPriorityOverride: optional(fc.integer({ min: 0, max: 9_999 })),
  })
  .map(defined);

/** Fields that make any input invalid. */
export const violation: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.oneof(fc.constantFrom(0, -1, 86_401, 1.5, "60", [], {}), text).map((value) => ({ wait_time: value })),
  fc
    .oneof(
      text.filter((value) => !/^[A-Za-z0-9][\w-]{0,127}$/.test(value)),
      fc.integer(),
    )
    .map((jobName) => ({ jobName })),
  fc.constantFrom(1, 10_001, "2").map((size) => ({ arrayProperties: { size } })),
  fc.constantFrom(0, 31_536_001, "9").map((value) => ({ overall_timeout: value })),
  fc.constantFrom(0, 31_536_001, "9").map((value) => ({ queue_timeout: value })),
  fc.constantFrom(1, 59, "60").map((value) => ({ run_timeout: value })),
  fc.constantFrom(21, 40).map((length) => ({ dependsOn: Array.from({ length }, () => ({ jobId: "a" })) })),
  fc
    .stringMatching(/^AWS_BATCH_[A-Z]{1,5}$/)
    .map((key) => ({ containerOverrides: { environment: [{ name: key, value: "" }] } })),
  fc.constantFrom(8_192, 9_000).map((length) => ({ containerOverrides: { command: ["é".repeat(length / 2)] } })),
  fc.constantFrom(31, 100).map((kib) => ({ parameters: { p: "x".repeat(kib * 1024) } })),
  fc.stringMatching(/^[a-z]{3,8}_[a-z]{3,8}_x$/).map((field) => ({ [field]: 1 })),
  fc.uuid().map((jobId) => ({ jobId })),
  fc.constantFrom("jobName", "jobDefinition", "jobQueue").map((field) => ({ [field]: null })),
  fc.constantFrom(2 ** 53, 1785291740123456789, 0.1 + 0.2).map((n) => ({ parameters: { n } })),
);

const times = fc.integer({ min: 1, max: 6 });
const seconds = fc.integer({ min: 0, max: 900 });
const callFault = (operations: readonly string[], faults: readonly string[]) =>
  fc.record({
    fault: fc.constantFrom(...faults),
    operation: fc.constantFrom(...operations),
    afterCalls: fc.integer({ min: 0, max: 5 }),
    times,
  });
const OPERATIONS = ["SubmitJob", "DescribeJobs", "ListJobs", "TerminateJob"];

/** Any sequence of lost replies, throttling, statuses and job ends. */
export const faultScript = fc.array(
  fc.oneof(
    { arbitrary: callFault(OPERATIONS, ["Throttled", "ServerError", "ReplyLost"]), weight: 4 },
    fc.record({ fault: fc.constant("JobsNotFound"), fromSeconds: seconds, forSeconds: seconds }),
    fc.record({ fault: fc.constant("UnknownStatus"), status: text.filter((status) => status !== ""), times }),
    fc.record({
      fault: fc.constant("StuckInRunnable"),
      reason: fc.constantFrom("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", "UNDETERMINED"),
      forSeconds: seconds,
    }),
    fc.record({ fault: fc.constantFrom("HostTerminated", "OutOfMemory", "Killed"), afterSeconds: seconds, times }),
    fc.record({ fault: fc.constant("Exited"), exitCode: fc.integer({ min: 0, max: 255 }), afterSeconds: seconds }),
    fc.record({ fault: fc.constantFrom("Terminated", "Cancelled"), afterSeconds: seconds }),
    fc.record({ fault: fc.constant("JobShape"), shape: fc.constantFrom("MULTI_CONTAINER", "EKS", "MULTI_NODE") }),
  ),
  { maxLength: 6 },
);

const minute = fc.integer({ min: 0, max: 60 });
const window = { fromSeconds: seconds, forSeconds: seconds, times: fc.constant("ALL") };

/** Faults that can cause an undetected second submission, and outages that hide all jobs. All of them end. */
export const lossScript = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({ fault: fc.constant("ReplyLost"), operation: fc.constant("SubmitJob"), times }),
      weight: 3,
    },
    {
      arbitrary: fc.record({ fault: fc.constant("ListJobsLag"), forSeconds: minute }),
      weight: 2,
    },
    fc.record({
      fault: fc.constantFrom("Throttled", "ServerError", "ReplyLost", "RequestTimeout"),
      operation: fc.constantFrom(...OPERATIONS.filter((operation) => operation !== "SubmitJob")),
      ...window,
    }),
    fc.record({ fault: fc.constantFrom("Throttled", "ServerError"), operation: fc.constant("SubmitJob"), ...window }),
    fc.record({
      fault: fc.constant("Refused"),
      operation: fc.constant("DescribeJobs"),
      reason: fc.constantFrom("ACCESS_DENIED", "EXPIRED_TOKEN", "HTML"),
      ...window,
    }),
    fc.record({
      fault: fc.constant("WrongAnswer"),
      answer: fc.constantFrom("NULL", "ANOTHER_JOB", "TWO_JOBS", "OTHER_REGION", "NO_JOBS_MEMBER", "STALE"),
      ...window,
    }),
    fc.record({ fault: fc.constant("RepeatingToken"), fromSeconds: seconds, forSeconds: seconds }),
    // Within the 120 s for which DescribeJobs may not return a submitted job.
    fc.record({ fault: fc.constant("JobsNotFound"), fromSeconds: minute, forSeconds: minute }),
    fc.record({ fault: fc.constant("OddNumbers"), ...window }),
    fc.record({ fault: fc.constant("UnknownStatus"), ...window }),
  ),
  { maxLength: 8 },
);

/** Failed invocations of the functions, with and without effect. */
export const lambdaFaultScript = fc.array(
  fc.record({
    function: fc.constantFrom("submit-job", "check-job"),
    error: fc.constantFrom("Lambda.TooManyRequestsException", "Lambda.ServiceException", "Lambda.SdkClientException"),
    fromSeconds: fc.integer({ min: 0, max: 300 }),
    forSeconds: fc.integer({ min: 0, max: 120 }),
    takesEffect: fc.boolean(),
  }),
  { maxLength: 3 },
);
