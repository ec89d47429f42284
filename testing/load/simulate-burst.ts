import * as z from "zod";
import {
  type CallsPerSecond,
  type CallBuckets,
  type Clock,
  createSimulatedRunner,
  type LambdaInvoker,
  limitServiceCalls,
  type ServiceFaults,
  startDynamoDbEndpoint,
  STEP_FUNCTIONS_QUOTAS,
  VirtualClock,
} from "local-aws";
import { createInProcessLambdas, WAIT_TABLE } from "local-aws/testing";
import { endWait } from "../../lambdas/end-wait/end-wait";
import { parseEndWaitEvent } from "../../lambdas/end-wait/end-wait-event";
import type { TaskApi } from "../../lambdas/end-wait/task-api";
import type { StoredWait, WaitTable } from "../../lambdas/end-wait/wait-table";
import { eventsDefinition } from "../../workflow/definitions/events-definition";
import { JOB_EVENT } from "../../workflow/job-event";
import type { PollingIntegration } from "../../workflow/pacing";
import { TERMINAL_STATUSES } from "../../workflow/result/job";
import {
  ACCOUNT_ID,
  CHECK_JOB_ARN,
  createLambdas,
  givenWorkflow,
  REGION,
  SUBMIT_JOB_ARN,
} from "../workflow/workflow-fixture";
import { CallRates } from "./call-rates";
import { type LoadEnds, runTogether } from "./run-together";
import { createSeededRandom } from "./seeded-random";
import { BATCH_LIMITS, createUuid } from "./simulate-load";

/**
 * Quotas of an on-demand table: 1,000 writes and 3,000 reads a second, as with a single partition. A new table has
 * four times as much.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const TABLE_QUOTAS: CallBuckets = {
  PutItem: { bucketSize: 1_000, refillPerSecond: 1_000 },
  DeleteItem: { bucketSize: 1_000, refillPerSecond: 1_000 },
  Query: { bucketSize: 3_000, refillPerSecond: 3_000 },
};

/**
 * Concurrent invocations of all functions of an account.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
const LAMBDA_CONCURRENCY = 1_000;

const LIMITS_AT_END = Object.fromEntries(
  Object.entries(BATCH_LIMITS).filter(([operation]) => operation !== "SubmitJob"),
);

export interface Burst {
  /** Executions, each with its own job. */
  readonly executions: number;
  readonly integration: PollingIntegration;
  readonly waitTimeSeconds: number;
  /** @default BATCH_LIMITS without SubmitJob: the jobs were not submitted at the same moment */
  readonly callsPerSecond?: CallsPerSecond;
}

export interface BurstFigures extends LoadEnds {
  /** Time from the jobs' end until the execution has ended, in seconds. */
  readonly medianSeconds: number;
  readonly lastSeconds: number;
  /** Refused calls by operation; `Lambda` for all functions. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Time from the start of the executions to the end of all jobs, in milliseconds. */
const JOBS_END_AFTER_MS = 900_000;
/** Time from a job's end to the invocation of `end-wait`, in milliseconds; an assumption, as in `poller estimate`. */
const DELIVERY_MS = 1_500;
/** Assumed duration of an invocation without its calls, in milliseconds. */
const INVOCATION_MS = 250;

const END_WAIT_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:end-wait`;

/** Ends all jobs at the same moment, with simulated time and the quotas of AWS. */
export async function simulateBurst(burst: Burst): Promise<BurstFigures> {
  const clock = new VirtualClock();
  const jobsEndAtMs = clock.now() + JOBS_END_AFTER_MS;
  const refused: Record<string, number> = {};
  const rates = new CallRates(clock);
  const dynamoDb = await startDynamoDbEndpoint({
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    faults: limitCalls(TABLE_QUOTAS, clock, refused),
  });
  await dynamoDb.call("CreateTable", WAIT_TABLE);
  const bus = new BurstBus(clock);
  const endedAtMs: number[] = [];
  let jobs = 0;
  const workflow = await givenWorkflow({
    clock,
    runner: createSimulatedRunner(clock, () => ({ runsForMs: jobsEndAtMs - clock.now(), exitCode: 0 })),
    lambdas: (batch) => {
      const others = createLambdas({ call: rates.watch((operation, input) => batch.call(operation, input)) }, clock);
      const concurrency = LAMBDA_CONCURRENCY;
      return bus.use(limitLambdas(bus.add(others), concurrency, clock, refused));
    },
    batch: {
      callsPerSecond: burst.callsPerSecond ?? LIMITS_AT_END,
      newJobId: () => createUuid((jobs += 1)),
      onJobEvent: (event) => {
        bus.put(event);
      },
    },
    stepFunctions: {
      random: createSeededRandom(1),
      callDynamoDb: (operation, input) => dynamoDb.call(operation, input),
      faults: limitCalls(STEP_FUNCTIONS_QUOTAS, clock, refused),
      lambdaClock: clock,
    },
    ...(burst.integration === "poll"
      ? {}
      : {
          definition: eventsDefinition({
            submitJobFunctionArn: SUBMIT_JOB_ARN,
            checkJobFunctionArn: CHECK_JOB_ARN,
            waitTableName: WAIT_TABLE.TableName,
          }),
        }),
  });
  bus.handle = (event, pause) =>
    endWait(
      {
        waits: createWaitTable((operation, input) => callAgain(() => dynamoDb.call(operation, input), pause)),
        tasks: createTaskApi((operation, input) =>
          callAgain(() => workflow.stepFunctions.call(operation, input), pause),
        ),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        pause,
      },
      parseEndWaitEvent(event),
    );
  workflow.stepFunctions.onExecutionStatusChange(({ detail }) => {
    if (detail.status !== "RUNNING") endedAtMs.push(clock.now());
  });
  try {
    const ends = await runTogether(workflow, clock, burst, () => jobs);
    const delays = endedAtMs.map((atMs) => (atMs - jobsEndAtMs) / 1_000).sort((one, other) => one - other);
    for (const operation of ["SubmitJob", "DescribeJobs", "ListJobs"])
      refused[operation] = rates.countRefused(operation);
    return {
      ...ends,
      medianSeconds: delays[Math.floor((delays.length - 1) / 2)] ?? NaN,
      lastSeconds: delays.at(-1) ?? NaN,
      refused,
    };
  } finally {
    bus.close();
    await workflow.close();
    await dynamoDb.close();
  }
}

/** Pauses before Lambda repeats a throttled asynchronous invocation, in milliseconds; the last one stays. */
const THROTTLED_WAITS_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000];
/** Pauses before Lambda repeats a failed asynchronous invocation, in milliseconds. */
const FAILED_WAITS_MS = [60_000, 120_000];
const TOO_MANY_REQUESTS = "Lambda.TooManyRequestsException";

/**
 * Rule that invokes `end-wait` for ended jobs, with the retries of asynchronous invocations.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
class BurstBus {
  handle: (event: unknown, pause: (durationMs: number) => Promise<void>) => Promise<void> = () => Promise.resolve();
  private lambdas: LambdaInvoker | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly clock: Clock) {}

  /** Adds `end-wait` to the other functions. The caller limits all of them together. */
  add(others: LambdaInvoker): LambdaInvoker {
    const own = createInProcessLambdas(
      new Map([[END_WAIT_ARN, (event: unknown, { pause }) => this.handle(event, pause)]]),
      this.clock,
    );
    return {
      invoke: (arn, event, signal) => (arn === END_WAIT_ARN ? own : others).invoke(arn, event, signal),
    };
  }

  /** Sets the functions with their limit. */
  use(lambdas: LambdaInvoker): LambdaInvoker {
    this.lambdas = lambdas;
    return lambdas;
  }

  put(event: { readonly "detail-type": string; readonly detail: { readonly status: string } }): void {
    const isEnded = TERMINAL_STATUSES.some((status) => status === event.detail.status);
    if (event["detail-type"] !== JOB_EVENT.stateChange || !isEnded) return;
    void this.deliver(event).catch(() => undefined);
  }

  close(): void {
    this.closing.abort();
  }

  private async deliver(event: unknown): Promise<void> {
    const { signal } = this.closing;
    await this.clock.sleep(DELIVERY_MS, signal);
    let failures = 0;
    for (let throttles = 0; ;) {
      const result = await this.lambdas?.invoke(END_WAIT_ARN, event, signal);
      if (result === undefined || result.ok) return;
      const isThrottled = result.error === TOO_MANY_REQUESTS;
      const waitMs = isThrottled
        ? (THROTTLED_WAITS_MS[throttles++] ?? THROTTLED_WAITS_MS.at(-1))
        : FAILED_WAITS_MS[failures++];
      if (waitMs === undefined) return;
      await this.clock.sleep(waitMs, signal);
    }
  }
}

/** Refuses invocations beyond the concurrency; the others take a while. */
function limitLambdas(
  lambdas: LambdaInvoker,
  concurrency: number,
  clock: Clock,
  refused: Record<string, number>,
): LambdaInvoker {
  let running = 0;
  return {
    async invoke(functionArn, event, signal) {
      if (running >= concurrency) {
        countIn(refused, "Lambda");
        return { ok: false, error: TOO_MANY_REQUESTS, cause: "Rate Exceeded." };
      }
      running += 1;
      try {
        await clock.sleep(INVOCATION_MS, signal);
        return await lambdas.invoke(functionArn, event, signal);
      } finally {
        running -= 1;
      }
    },
  };
}

function countIn(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Limits calls, and counts those that are refused. */
function limitCalls(buckets: CallBuckets, clock: Clock, refused: Record<string, number>): ServiceFaults {
  const limited = limitServiceCalls(
    { call: (_operation, _input, perform) => Promise.resolve(perform()) },
    buckets,
    clock,
  );
  return {
    async call(operation, input, perform) {
      const reply = await limited.call(operation, input, perform);
      if (typeOf(reply.body) === "ThrottlingException") countIn(refused, operation);
      return reply;
    },
  };
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}
type Call = (operation: string, input: object) => Promise<Reply>;

const errorSchema = z.object({ __type: z.string() });
const typeOf = (body: unknown): string | undefined => errorSchema.safeParse(body).data?.__type;

/** Attempts of the SDK, and its first pause, in milliseconds. */
const SDK_ATTEMPTS = 5;
const SDK_PAUSE_MS = 100;

/** Repeats a throttled call like the SDK. @throws Error after the last attempt */
async function callAgain(call: () => Promise<Reply>, pause: (durationMs: number) => Promise<void>): Promise<Reply> {
  for (let attempt = 0; ; attempt += 1) {
    const reply = await call();
    if (typeOf(reply.body) !== "ThrottlingException") return reply;
    if (attempt + 1 >= SDK_ATTEMPTS) throw new Error("ThrottlingException");
    await pause(SDK_PAUSE_MS * 2 ** attempt);
  }
}

const itemsSchema = z.object({
  Items: z.array(z.record(z.string(), z.object({ S: z.string().optional(), N: z.string().optional() }))),
});

function createWaitTable(call: Call): WaitTable {
  const { TableName } = WAIT_TABLE;
  const keyOf = ({ jobId, executionArn }: StoredWait) => ({ jobId: { S: jobId }, executionArn: { S: executionArn } });
  return {
    async findWaits(jobId) {
      const { body } = await call("Query", {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: "jobId = :jobId",
        ExpressionAttributeValues: { ":jobId": { S: jobId } },
      });
      return itemsSchema.parse(body).Items.map((item) => ({
        jobId,
        executionArn: item["executionArn"]?.S ?? "",
        taskToken: item["taskToken"]?.S ?? "",
      }));
    },
    async deleteWait(wait) {
      await call("DeleteItem", { TableName, Key: keyOf(wait) });
    },
  };
}

const createTaskApi = (call: Call): TaskApi => ({
  sendTaskSuccess: async (taskToken, output) => (await call("SendTaskSuccess", { taskToken, output })).status === 200,
});
