import { z } from "zod";
import { startBatchEndpoint, type BatchEndpoint, type BatchEndpointOptions } from "../../src/batch/batch-endpoint";
import type { JobEvent } from "../../src/batch/jobs/job-events";
import type { JobStateChange } from "../../src/batch/jobs/job-store";
import type { JobRun } from "../../src/batch/runner/runner";
import { createSimulatedRunner, type SimulatedRun } from "../../src/batch/runner/simulated-runner";
import { VirtualClock, type Clock } from "../../src/clock";

const attemptSchema = z.looseObject({
  statusReason: z.string().optional(),
  startedAt: z.number().optional(),
  stoppedAt: z.number().optional(),
  container: z.looseObject({ exitCode: z.number().optional(), reason: z.string().optional() }),
});

const jobSchema = z.looseObject({
  jobId: z.string(),
  jobName: z.string(),
  status: z.string(),
  statusReason: z.string().optional(),
  createdAt: z.number(),
  startedAt: z.number().optional(),
  stoppedAt: z.number().optional(),
  isCancelled: z.boolean(),
  isTerminated: z.boolean(),
  attempts: z.array(attemptSchema),
  container: z.looseObject({ command: z.array(z.string()), logStreamName: z.string().optional() }),
  arrayProperties: z
    .looseObject({ size: z.number().optional(), statusSummary: z.record(z.string(), z.number()).optional() })
    .optional(),
});
export type DescribedJob = z.output<typeof jobSchema>;

/** Event and the time of its delivery, in milliseconds since 1970. */
export interface SentEvent extends JobEvent {
  readonly sentAtMs: number;
}

/** Batch endpoint with an enabled queue `q` and a job definition `d`, on a virtual clock and with simulated jobs. */
export interface GivenBatch {
  readonly batch: BatchEndpoint;
  readonly clock: Clock;
  readonly changes: readonly JobStateChange[];
  /** Events that the endpoint has sent to EventBridge, with the time of their delivery. */
  readonly events: readonly SentEvent[];
  /** Returns the body of the reply. Throws if the call fails. */
  call(operation: string, input: unknown): Promise<Record<string, unknown>>;
  /** Returns the message of a call that fails with ClientException. Throws if it does not fail. */
  refusal(operation: string, input: unknown): Promise<string>;
  submit(input?: object): Promise<string>;
  /** Creates a queue `fair` with a scheduling policy, and returns the ARN of the policy. */
  createFairQueue(): Promise<string>;
  describe(jobId: string): Promise<DescribedJob>;
  untilStatus(jobId: string, ...statuses: readonly string[]): Promise<DescribedJob>;
  untilFinished(jobId: string): Promise<DescribedJob>;
}

/** Job status changes so far, and callers that wait for more. */
class Changes {
  readonly all: JobStateChange[] = [];
  private readonly latest = new Map<string, JobStateChange>();
  private readonly waiting = new Set<(change: JobStateChange) => void>();

  add(change: JobStateChange): void {
    this.all.push(change);
    this.latest.set(change.jobId, change);
    for (const notify of this.waiting) notify(change);
  }

  /** Resolves when the latest change of a job matches, now or later. */
  until(jobId: string, fits: (change: JobStateChange) => boolean): Promise<void> {
    const latest = this.latest.get(jobId);
    if (latest !== undefined && fits(latest)) return Promise.resolve();
    return new Promise((resolve) => {
      const notify = (change: JobStateChange): void => {
        if (change.jobId !== jobId || !fits(change)) return;
        this.waiting.delete(notify);
        resolve();
      };
      this.waiting.add(notify);
    });
  }
}

const open: BatchEndpoint[] = [];

/** Closes all endpoints. Call it in afterEach: an endpoint that stays open leaves processes running. */
export async function closeBatches(): Promise<void> {
  await Promise.all(open.splice(0).map((batch) => batch.close()));
}

export interface GivenBatchOptions extends Partial<Omit<BatchEndpointOptions, "onEvent" | "onJobEvent">> {
  readonly simulate?: (run: JobRun) => SimulatedRun;
}

export async function givenBatch(options: GivenBatchOptions = {}): Promise<GivenBatch> {
  const { simulate = () => ({ exitCode: 0, runsForMs: 1000 }), clock = new VirtualClock(), ...rest } = options;
  const changes = new Changes();
  const events: SentEvent[] = [];
  const batch = await startBatchEndpoint({
    region: "us-east-2",
    accountId: "123456789012",
    runner: createSimulatedRunner(clock, simulate),
    ...rest,
    clock,
    onEvent: (change) => {
      changes.add(change);
    },
    onJobEvent: (event) => {
      events.push({ ...event, sentAtMs: clock.now() });
    },
  });
  open.push(batch);
  const given = toGiven(batch, clock, changes, events);
  await given.call("CreateComputeEnvironment", COMPUTE_ENVIRONMENT);
  await given.call("CreateJobQueue", JOB_QUEUE);
  await given.call("RegisterJobDefinition", JOB_DEFINITION);
  return given;
}

export const COMPUTE_ENVIRONMENT = {
  computeEnvironmentName: "ce",
  type: "MANAGED",
  computeResources: { type: "FARGATE", maxvCpus: 4, subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
};
export const JOB_QUEUE = {
  jobQueueName: "q",
  priority: 1,
  computeEnvironmentOrder: [{ order: 1, computeEnvironment: "ce" }],
};
export const CONTAINER_PROPERTIES = {
  image: "public.ecr.aws/docker/library/alpine",
  command: ["echo", "hello"],
  executionRoleArn: "arn:aws:iam::123456789012:role/execution",
  resourceRequirements: [
    { type: "VCPU", value: "0.25" },
    { type: "MEMORY", value: "512" },
  ],
};
export const JOB_DEFINITION = {
  jobDefinitionName: "d",
  type: "container",
  platformCapabilities: ["FARGATE"],
  containerProperties: CONTAINER_PROPERTIES,
};

/** Asymmetric string matcher without the `any` type of Jest's own matchers. */
export const text = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const bodySchema = z.record(z.string(), z.unknown());

function toGiven(batch: BatchEndpoint, clock: Clock, changes: Changes, events: readonly SentEvent[]): GivenBatch {
  const call = async (operation: string, input: unknown): Promise<Record<string, unknown>> => {
    const { status, body } = await batch.call(operation, input);
    if (status !== 200) throw new Error(`${operation} was refused: ${JSON.stringify(body)}`);
    return bodySchema.parse(body);
  };
  const describe = async (jobId: string): Promise<DescribedJob> => {
    const { jobs } = z
      .object({ jobs: z.array(jobSchema).length(1) })
      .parse(await call("DescribeJobs", { jobs: [jobId] }));
    const [job] = jobs;
    if (job === undefined) throw new Error(`job ${jobId} is gone`);
    return job;
  };
  const untilStatus = async (jobId: string, ...statuses: readonly string[]): Promise<DescribedJob> => {
    await changes.until(jobId, ({ status }) => statuses.includes(status));
    return describe(jobId);
  };
  return {
    batch,
    clock,
    changes: changes.all,
    events,
    call,
    describe,
    createFairQueue: async () => {
      const { arn } = z.object({ arn: z.string() }).parse(await call("CreateSchedulingPolicy", { name: "policy" }));
      await call("CreateJobQueue", { ...JOB_QUEUE, jobQueueName: "fair", schedulingPolicyArn: arn });
      return arn;
    },
    untilStatus,
    untilFinished: (jobId) => untilStatus(jobId, "SUCCEEDED", "FAILED"),
    refusal: async (operation, input) => {
      const { status, body, errorType } = await batch.call(operation, input);
      if (status !== 400 || errorType !== "ClientException") throw new Error(`${operation} was not refused`);
      return z.object({ message: z.string() }).parse(body).message;
    },
    submit: async (input = {}) => {
      const body = await call("SubmitJob", { jobName: "job", jobQueue: "q", jobDefinition: "d", ...input });
      return z.object({ jobId: z.string() }).parse(body).jobId;
    },
  };
}
