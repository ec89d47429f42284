import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { SynthesizedApp } from "../../cli/local/synthesize-app";
import { runPoller } from "../../cli/run-poller";
import { type LifeCycleTimes, createScaledClock, startLocalAws, type LocalAws } from "local-aws";
import { readLocalResources } from "../../cli/local/stacks/read-local-resources";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { givenApp } from "../../testing/given-app";
import { givenContext } from "../cli/memory-context";
import { isRunning, waitUntil } from "../../testing/wait-until";

const NAME = "job-status-poller-dev";
/** Long enough for every wait of a test, in milliseconds of the local clock and in seconds. */
const LONG_MS = 10 ** 9;
const LONG_SECONDS = 86_400;
const QUICK: LifeCycleTimes = { submittedMs: 1, pendingMs: 1, runnableMs: 1, startingMs: 1, resourceChangeMs: 0 };

const jobSchema = z.object({
  jobId: z.string(),
  status: z.string(),
  statusReason: z.string().optional(),
  attempts: z.array(z.unknown()).default([]),
});
const repliedJobs = z.object({ jobs: z.array(jobSchema) });
const listed = z.object({ jobSummaryList: z.array(z.object({ jobId: z.string() })) });
const started = z.object({ executionArn: z.string() });

let app: SynthesizedApp;
let folder: string;
let environment: LocalAws;
let functionLog: string[] = [];
beforeAll(async () => {
  app = await givenApp();
}, 60_000);
afterAll(() => app.remove());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-stopping-"));
  functionLog = [];
});
afterEach(async () => {
  await environment.close();
  rmSync(folder, { recursive: true });
});

/** The synthesized stacks with real functions, real processes and the synthesized event rules. */
async function given({ speed = 1, times = QUICK, losesEvents = false } = {}): Promise<void> {
  const resources = readLocalResources(app.path, "dev");
  const { rules = [], schedules = [] } = resources.events ?? {};
  environment = await startLocalAws({
    resources: { ...resources, events: { rules: losesEvents ? [] : rules, schedules } },
    clock: createScaledClock(speed),
    lifeCycle: times,
    onLambdaLog: ({ line }) => functionLog.push(line),
  });
}

const pidFile = (jobName: string): string => join(folder, jobName);

/** SubmitJob input of a job that writes its process ID and runs until it is terminated. */
const jobOf = (jobName: string, script = "exec sleep 100000") => ({
  jobName,
  jobDefinition: NAME,
  jobQueue: NAME,
  containerOverrides: {
    command: [
      "/bin/sh",
      "-c",
      `echo $$ > ${pidFile(jobName)}.tmp && mv ${pidFile(jobName)}.tmp ${pidFile(jobName)}; ${script}`,
    ],
  },
  timeout: { attemptDurationSeconds: LONG_SECONDS * 100 },
});

async function start(name: string, job: object): Promise<string> {
  const input = JSON.stringify({ ...job, wait_time: LONG_SECONDS });
  const { stateMachineArn } = environment;
  const { body } = await environment.callStepFunctions("StartExecution", { stateMachineArn, name, input });
  return started.parse(body).executionArn;
}

async function submit(job: object): Promise<string> {
  const { body } = await environment.callBatch("SubmitJob", job);
  return jobSchema.pick({ jobId: true }).parse(body).jobId;
}

async function findJobs(jobName: string) {
  const filters = [{ name: "JOB_NAME", values: [jobName] }];
  const { body } = await environment.callBatch("ListJobs", { jobQueue: NAME, filters });
  const jobs = listed.parse(body).jobSummaryList.map(({ jobId }) => jobId);
  return repliedJobs.parse((await environment.callBatch("DescribeJobs", { jobs })).body).jobs;
}

const untilStatus = (jobName: string, status: string) =>
  waitUntil(`job ${jobName} is ${status}`, async () => (await findJobs(jobName)).find((job) => job.status === status));

/** Process ID of the job's command, once it runs. */
const untilRunning = (jobName: string): Promise<number> =>
  waitUntil(`job ${jobName} runs`, () =>
    existsSync(pidFile(jobName)) ? Number(readFileSync(pidFile(jobName), "utf8")) : undefined,
  );

const untilGone = (processId: number): Promise<boolean> =>
  waitUntil(`process ${processId} is gone`, () => (isRunning(processId) ? undefined : true));

const stop = (executionArn: string) => environment.callStepFunctions("StopExecution", { executionArn });

it("poller stop ends the process of the execution's job, and its statusReason names the execution", async () => {
  await given();
  const executionArn = await start("stopped-1", jobOf("my-job"));
  const processId = await untilRunning("my-job");
  const { stepFunctionsUrl, batchUrl } = environment;
  const context = givenContext({
    environment: { AWS_ENDPOINT_URL_SFN: stepFunctionsUrl, AWS_ENDPOINT_URL_BATCH: batchUrl },
  });

  const exitCode = await runPoller(["stop", "stopped-1", "--local"], context);

  expect(exitCode).toBe(0);
  expect(context.stderr.text).toMatch(/Its job [\w-]+ is terminated within seconds/);
  await untilGone(processId);
  const { statusReason } = await untilStatus("my-job", "FAILED");
  expect(statusReason).toContain(executionArn);
  expect(statusReason).toContain("ABORTED");
});

it.each<[string, Partial<LifeCycleTimes>]>([
  ["SUBMITTED", { submittedMs: LONG_MS }],
  ["PENDING", { pendingMs: LONG_MS }],
  ["RUNNABLE", { runnableMs: LONG_MS }],
  ["STARTING", { startingMs: LONG_MS }],
])("a job that is %s when its execution is stopped never runs", async (status, times) => {
  await given({ times: { ...QUICK, ...times } });
  const executionArn = await start("stopped-1", jobOf("my-job"));
  await untilStatus("my-job", status);

  await stop(executionArn);

  const job = await untilStatus("my-job", "FAILED");
  expect(job.statusReason).toContain(executionArn);
  expect(job.attempts).toEqual([]);
  expect(existsSync(pidFile("my-job"))).toBe(false);
});

it("kills a job that ignores SIGTERM, after the 30 s that Batch gives it", async () => {
  await given({ speed: 30 });
  const executionArn = await start("stopped-1", jobOf("deaf-job", "trap '' TERM; while :; do sleep 1; done"));
  const processId = await untilRunning("deaf-job");

  await stop(executionArn);

  await untilGone(processId);
  const { statusReason } = await untilStatus("deaf-job", "FAILED");
  expect(statusReason).toContain(executionArn);
});

it("the sweep ends the job of an execution whose event was lost", async () => {
  // A quarter of an hour passes in a second.
  await given({ speed: 900, losesEvents: true });
  const executionArn = await start("stopped-1", jobOf("my-job"));
  const processId = await untilRunning("my-job");

  await stop(executionArn);

  await untilGone(processId);
  const { statusReason } = await untilStatus("my-job", "FAILED");
  expect(statusReason).toContain(executionArn);
  // The log line comes from another thread, and may arrive after the job's end.
  await waitUntil("the function logs the termination", () =>
    functionLog.some((line) => line.includes("terminated the job")),
  );
});

it("neither the event nor the sweep touches any other job", async () => {
  await given({ speed: 900 });
  const stoppedArn = await start("stopped-1", jobOf("stopped-job"));
  await start("running-1", jobOf("running-job"));
  const [stopped, running] = [await untilRunning("stopped-job"), await untilRunning("running-job")];
  const foreignArn = stoppedArn.replace(NAME, "another-machine");
  const sameName = await submit({ ...jobOf("stopped-job"), tags: { [EXECUTION_ARN_TAG]: foreignArn } });
  const untagged = await submit(jobOf("untagged-job"));
  const untaggedProcess = await untilRunning("untagged-job");

  await stop(stoppedArn);
  await untilGone(stopped);
  const sweeps = functionLog.filter((line) => line.includes("cleaned up")).length;
  await waitUntil("two more sweeps", () =>
    functionLog.filter((line) => line.includes("cleaned up")).length >= sweeps + 2 ? true : undefined,
  );

  expect([running, untaggedProcess].map(isRunning)).toEqual([true, true]);
  const { body } = await environment.callBatch("DescribeJobs", { jobs: [sameName, untagged] });
  expect(repliedJobs.parse(body).jobs.map(({ status }) => status)).toEqual(["RUNNING", "RUNNING"]);
});

it("ends a job whose execution was stopped before it had learnt that Batch took the job", async () => {
  await given();
  environment.faults.load({ faults: [{ fault: "NeverAnswered", operation: "SubmitJob" }] });
  const executionArn = await start("stopped-1", jobOf("my-job"));
  const processId = await untilRunning("my-job");

  await stop(executionArn);

  await untilGone(processId);
  const { statusReason } = await untilStatus("my-job", "FAILED");
  expect(statusReason).toContain(executionArn);
  await expect(findJobs("my-job")).resolves.toHaveLength(1);
});
