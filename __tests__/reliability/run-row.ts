import * as z from "zod";
import { isTerminal } from "local-aws";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import type { GivenEnvironment } from "./given-environment";
import { readHistory } from "./read-history";
import type { Row } from "./row-schema";

const describedExecution = z.object({
  status: z.string(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
const jobResult = z.looseObject({
  category: z.string().nullable(),
  retryable: z.boolean(),
  exitCode: z.number().nullable(),
  statusReason: z.string().nullable().optional(),
  duplicates: z.array(z.string()).optional(),
  polls: z.number().optional(),
});
const describedJob = z.looseObject({
  status: z.string(),
  statusReason: z.string().optional(),
  attempts: z.array(z.unknown()),
});

/** Measured end and cost of a row. */
export interface Measured {
  readonly status: string;
  readonly error: string | undefined;
  /** The JobResult; undefined if Step Functions ended the execution itself. */
  readonly result: z.output<typeof jobResult> | undefined;
  readonly submitJobCalls: number;
  readonly attempts: number;
  readonly jobReason: string | undefined;
  /** Number of jobs in the JobResult's `duplicates`. */
  readonly duplicates: number | undefined;
  readonly jobsLeftRunning: number;
  /** Seconds from the execution's end until its job ended; 0 if the job ended first. */
  readonly outlivedSeconds: number;
  /** Seconds from the job's end until the execution's end; 0 if the execution ended first. */
  readonly noticedSeconds: number;
  readonly existingJobStatus: string | undefined;
  /** Failed invocations of `terminate-job`, except those of the sweep. */
  readonly cleanupFailures: number;
  readonly events: number;
  /** Longest stay in `Wait X Seconds`, in seconds; 0 without one. */
  readonly largestWaitSeconds: number;
}

/** Running execution of a row. */
export interface Site {
  readonly given: GivenEnvironment;
  readonly executionArn: string;
  /** Job that the execution waits for. */
  readonly jobId: string;
}

/** Actions of others during a row. */
export interface Interferences {
  /** Time from the submission of the existing job to the start of the execution, in seconds. @default 0 */
  readonly startsAfterSeconds?: number;
  /** Actions, each at a time after the start of the execution. */
  readonly during?: readonly { readonly afterSeconds: number; readonly act: (site: Site) => Promise<unknown> }[];
  /** Checks or cleans up after the end of the execution and its jobs. */
  readonly after?: (site: Site) => Promise<unknown>;
}

/** Maximum time for a job to end after its execution. Sweeps run every 15 minutes; a stop takes up to 15 minutes. */
const PATIENCE_SECONDS = 3_600;
/** Default end of a job, when no fault ends it. */
const USUAL_JOB = { fault: "Exited", exitCode: 0, afterSeconds: 30 };
const ANOTHER_DEFINITION = {
  jobDefinitionName: "another-definition",
  type: "container",
  platformCapabilities: ["FARGATE"],
  containerProperties: {
    image: "example.com/none:1",
    command: ["true"],
    executionRoleArn: "arn:aws:iam::123456789012:role/test",
    resourceRequirements: [
      { type: "VCPU", value: "0.25" },
      { type: "MEMORY", value: "512" },
    ],
  },
};
/** Name of a row's execution. Some pauses depend on the execution's ARN, so a random name would change the times. */
const nameExecution = (number: number): string => `row-${number}`;
const LASTING_JOB = { fault: "Exited", exitCode: 0, afterSeconds: 10_000_000 };

/** wait_time unless the row has one. With `events`, waits of a minute or less are plain ones. */
const WAIT_SECONDS = { poll: 10, sync: 10, events: 120 };

/** Runs a row to the end of its execution and of its job. */
export async function runRow(row: Row & Interferences, number: number, given: GivenEnvironment): Promise<Measured> {
  const { local, call } = given;
  await given.begin(number);
  const existingJobId =
    row.existingJob === undefined ? undefined : await submitExisting(row.existingJob, number, given);
  local.faults.load({ faults: [...row.faults, USUAL_JOB] });
  given.lambdaFaults.load(row.lambdaFaults);
  if (row.startsAfterSeconds !== undefined) await given.clock.sleep(row.startsAfterSeconds * 1_000);
  const { executionArn, acts } = await execute(row, number, existingJobId, given);
  const described = await call("stepFunctions", "DescribeExecution", { executionArn }, describedExecution);
  const noticedSeconds = findNoticedSeconds(given, row, existingJobId);
  const submitJobCalls = local.faults.describe().calls["SubmitJob"] ?? 0;
  const outlivedSeconds = await awaitJobs(given, existingJobId);
  await acts;
  const jobId = findWatchedJob(given, existingJobId, row);
  await row.after?.({ given, executionArn, jobId });
  const cleanupFailures = given.lambdaFaults.findFailures("terminate-job").filter(isOfExecution).length;
  local.faults.load({ faults: [] });
  given.lambdaFaults.load([]);
  const jobs = await describeJobs(given);
  const own = jobs.filter(({ jobId }) => jobId !== existingJobId);
  const existing = jobs.find(({ jobId }) => jobId === existingJobId);
  if (existing !== undefined)
    await call("batch", "TerminateJob", { jobId: existing.jobId, reason: "the row is over" }, z.unknown());
  const result = jobResult.safeParse(parseJson(described.output ?? described.cause)).data;
  return {
    status: described.status,
    error: described.error,
    result,
    duplicates: result?.duplicates?.length,
    submitJobCalls,
    attempts: own.reduce((sum, { attempts }) => sum + attempts.length, 0),
    jobReason: own[0]?.statusReason,
    jobsLeftRunning: own.filter(({ status }) => status !== "SUCCEEDED" && status !== "FAILED").length,
    outlivedSeconds,
    noticedSeconds,
    existingJobStatus: existing?.status,
    cleanupFailures,
    ...(await readHistory(executionArn, given)),
  };
}

/** Returns the ID of the job that the execution waits for. */
const findWatchedJob = ({ changes }: GivenEnvironment, existingJobId: string | undefined, { input }: Row): string =>
  ("jobId" in input ? existingJobId : changes.find(({ jobId }) => jobId !== existingJobId)?.jobId) ?? "";

/** The execution has just ended. For an attached execution, the existing job counts. */
function findNoticedSeconds(
  { changes, clock }: GivenEnvironment,
  { input }: Row,
  existingJobId: string | undefined,
): number {
  const isWatched = (jobId: string): boolean => (jobId === existingJobId) === "jobId" in input && !jobId.includes(":");
  const last = changes.findLast(({ jobId, status }) => isWatched(jobId) && isTerminal(status));
  return last === undefined ? 0 : Math.round((clock.now() - last.atMs) / 1_000);
}

const isOfExecution = (event: unknown): boolean => !JSON.stringify(event).includes('"Scheduled Event"');

async function submitExisting(
  { faults, fields, isForged }: NonNullable<Row["existingJob"]>,
  number: number,
  { local, call }: GivenEnvironment,
): Promise<string> {
  local.faults.load({ faults: [...faults, LASTING_JOB] });
  if (fields["jobDefinition"] === ANOTHER_DEFINITION.jobDefinitionName)
    await call("batch", "RegisterJobDefinition", ANOTHER_DEFINITION, z.unknown());
  const name = isForged ? nameExecution(number) : "another";
  const tags = { [EXECUTION_ARN_TAG]: `${local.stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}` };
  const job = { ...jobOf(local), ...fields, tags };
  const { jobId } = await call("batch", "SubmitJob", job, z.object({ jobId: z.string() }));
  return jobId;
}

const jobOf = ({ jobDefinitionArn, jobQueueArn }: GivenEnvironment["local"]) => ({
  jobName: "my-job",
  jobDefinition: jobDefinitionArn,
  jobQueue: jobQueueArn,
});

/** @returns the ARN of the execution, which has ended, and the actions during it */
async function execute(
  row: Row & Interferences,
  number: number,
  existingJobId: string | undefined,
  given: GivenEnvironment,
): Promise<{ readonly executionArn: string; readonly acts: Promise<unknown> }> {
  const { local, call } = given;
  const { stateMachineArn } = local;
  const input = JSON.stringify({
    ...("jobId" in row.input ? {} : jobOf(local)),
    wait_time: WAIT_SECONDS[given.integration],
    ...row.input,
  });
  const restore = row.timeoutSeconds === undefined ? undefined : await limitTime(row.timeoutSeconds, given);
  const ended = new Promise<void>((resolve) => {
    const unsubscribe = local.onExecutionStatusChange(({ detail }) => {
      if (detail.status === "RUNNING" || detail.name !== nameExecution(number)) return;
      unsubscribe();
      resolve();
    });
  });
  const started: { executionArn?: string } = {};
  given.onChange = ({ jobId, status }) => {
    const { executionArn } = started;
    if (status !== row.stopWhen || jobId === existingJobId || executionArn === undefined) return;
    void stop(executionArn, given);
  };
  const start = {
    stateMachineArn,
    input: input.replaceAll("$existingJobId", existingJobId ?? ""),
    name: nameExecution(number),
  };
  const reply = await call("stepFunctions", "StartExecution", start, z.object({ executionArn: z.string() }));
  started.executionArn = reply.executionArn;
  if (row.stopAfterSeconds !== undefined)
    void given.clock.sleep(row.stopAfterSeconds * 1_000).then(() => stop(reply.executionArn, given));
  const { executionArn } = reply;
  const acts = Promise.all(
    (row.during ?? []).map(async ({ afterSeconds, act }) => {
      await given.clock.sleep(afterSeconds * 1_000);
      await act({ given, executionArn, jobId: findWatchedJob(given, existingJobId, row) });
    }),
  );
  // The caller awaits the actions, which may last longer than the execution.
  void acts.catch(() => undefined);
  await ended;
  await restore?.();
  return { executionArn, acts };
}

const stop = (executionArn: string, { call }: GivenEnvironment): Promise<unknown> =>
  call("stepFunctions", "StopExecution", { executionArn, error: "Stopped", cause: "by the row" }, z.unknown());

/** Sets TimeoutSeconds on the state machine. Returns a function that restores the definition. */
async function limitTime(timeoutSeconds: number, { local, call }: GivenEnvironment): Promise<() => Promise<unknown>> {
  const { stateMachineArn } = local;
  const { definition } = await call(
    "stepFunctions",
    "DescribeStateMachine",
    { stateMachineArn },
    z.object({ definition: z.string() }),
  );
  const update = (text: string) =>
    call("stepFunctions", "UpdateStateMachine", { stateMachineArn, definition: text }, z.unknown());
  const limited: unknown = {
    ...z.record(z.string(), z.unknown()).parse(JSON.parse(definition)),
    TimeoutSeconds: timeoutSeconds,
  };
  await update(JSON.stringify(limited));
  return () => update(definition);
}

/**
 * Advances the clock until all jobs of the row and all cleanups have ended, for at most PATIENCE_SECONDS.
 * @returns the seconds that the last job took to end
 */
async function awaitJobs(
  { changes, clock, lambdaFaults }: GivenEnvironment,
  existingJobId: string | undefined,
): Promise<number> {
  const endedAt = clock.now();
  const isRunning = (): boolean => {
    const latest = new Map(changes.map(({ jobId, status }) => [jobId, status]));
    return [...latest].some(([jobId, status]) => jobId !== existingJobId && !isTerminal(status));
  };
  const isUnderWay = () => isRunning() || lambdaFaults.isInvoked("terminate-job");
  while (isUnderWay() && clock.now() - endedAt < PATIENCE_SECONDS * 1_000) await clock.sleep(1_000);
  const last = changes.findLast(({ jobId, status }) => jobId !== existingJobId && isTerminal(status));
  return Math.max(0, Math.round(((last?.atMs ?? endedAt) - endedAt) / 1_000));
}

async function describeJobs({ changes, call }: GivenEnvironment) {
  const jobIds = [...new Set(changes.map(({ jobId }) => jobId))].filter((jobId) => !jobId.includes(":"));
  const schema = z.object({ jobs: z.array(describedJob.extend({ jobId: z.string() })) });
  return (await call("batch", "DescribeJobs", { jobs: jobIds }, schema)).jobs;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
