import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import type { LocalEndpoints } from "local-aws";
import { findFreePort } from "local-aws/emulators";
import { callBatch, callStepFunctions, type MeasuredServer } from "./measured-servers";
import { medianOf } from "./render-table";
import { ROOT } from "./run-node";

export const STARTS = 5;
const EXECUTIONS = 100;
const CONCURRENT = 4;
const DESCRIBES = 50;
export const JOBS = 100;
const WEIGHED = 200;

const pass = (next: string): object => ({ Type: "Pass", Next: next });
export const PASS_5 = {
  StartAt: "A",
  States: { A: pass("B"), B: pass("C"), C: pass("D"), D: pass("E"), E: { Type: "Pass", End: true } },
};
let names = 0;
/** Returns a new name; moto requires one for each execution. */
const nextName = (): string => `bench-${(names += 1)}`;

/** A wait of 0 s that is repeated 100 times. */
export const WAIT_LOOP = {
  StartAt: "Start",
  States: {
    Start: { Type: "Pass", Result: { n: 0 }, Next: "Wait" },
    Wait: { Type: "Wait", Seconds: 0, Next: "Count" },
    Count: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "More" },
    More: { Type: "Choice", Choices: [{ Variable: "$.n", NumericLessThan: 100, Next: "Wait" }], Default: "Done" },
    Done: { Type: "Succeed" },
  },
};

export async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < times; index += 1) results.push(await work());
  return results;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Returns the median time from the start of `npm run local` to the first answer; the first start is not counted. */
export async function measureStarts(): Promise<number> {
  await startLocal();
  return medianOf(await repeat(STARTS, startLocal));
}

async function startLocal(): Promise<number> {
  const port = await findFreePort();
  const child = spawn("npm", ["run", "-s", "local", "--", "--sfn-port", String(port)], {
    cwd: ROOT,
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const answers = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}`).then(
      () => true,
      () => false,
    );
  const tookMs = await timeOf(async () => {
    while (!(await answers())) {
      if (child.exitCode !== null) throw new Error(`npm run local ended with exit code ${child.exitCode}`);
      await setTimeout(5);
    }
  });
  if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  await ended;
  return tookMs;
}

const createMachine = async (server: MeasuredServer, definition: object): Promise<string> =>
  z.object({ stateMachineArn: z.string() }).parse(
    await callStepFunctions(server, "CreateStateMachine", {
      name: nextName(),
      definition: JSON.stringify(definition),
      roleArn: "arn:aws:iam::123456789012:role/bench",
    }),
  ).stateMachineArn;

/** Returns the executions a second of five Pass states, from StartExecution to a description that has ended. */
export async function measureRate(server: MeasuredServer): Promise<number> {
  const stateMachineArn = await createMachine(server, PASS_5);
  const started = z.object({ executionArn: z.string() });
  const described = z.object({ status: z.string() });
  const run = async (): Promise<void> => {
    const start = await callStepFunctions(server, "StartExecution", { stateMachineArn, name: nextName(), input: "{}" });
    const { executionArn } = started.parse(start);
    let status = "RUNNING";
    while (status === "RUNNING")
      ({ status } = described.parse(await callStepFunctions(server, "DescribeExecution", { executionArn })));
    if (status !== "SUCCEEDED") throw new Error(`${server.name} ended an execution ${status}`);
  };
  await repeat(CONCURRENT, run);
  const each = EXECUTIONS / CONCURRENT;
  const tookMs = await timeOf(() => Promise.all(Array.from({ length: CONCURRENT }, () => repeat(each, run))));
  return (EXECUTIONS * 1_000) / tookMs;
}

/** Returns the median duration of a run in this process, of the endpoint and of aws-local-stepfunctions, in turns. */
export async function compareInProcess(aws: LocalEndpoints, definition: object, runs: number) {
  const { stateMachineArn } = z.object({ stateMachineArn: z.string() }).parse(
    (
      await aws.callStepFunctions("CreateStateMachine", {
        name: nextName(),
        definition: JSON.stringify(definition),
        roleArn: "arn:aws:iam::123456789012:role/bench",
      })
    ).body,
  );
  const { StateMachine } = await import("aws-local-stepfunctions");
  const peerDefinition = z.custom<ConstructorParameters<typeof StateMachine>[0]>().parse(definition);
  const peer = new StateMachine(peerDefinition, { validationOptions: { checkArn: false } });
  const runOurs = (): Promise<void> => runToEnd(aws, stateMachineArn);
  const runTheirs = (): Promise<unknown> => peer.run({}).result;
  await runOurs();
  await runTheirs();
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let index = 0; index < runs; index += 1) {
    ours.push(await timeOf(runOurs));
    theirs.push(await timeOf(runTheirs));
  }
  return { ours: medianOf(ours), theirs: medianOf(theirs), stateMachineArn };
}

async function runToEnd(aws: LocalEndpoints, stateMachineArn: string): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    const stop = aws.onExecutionStatusChange(({ detail }) => {
      if (detail.stateMachineArn !== stateMachineArn || detail.status === "RUNNING") return;
      stop();
      if (detail.status === "SUCCEEDED") resolve();
      else reject(new Error(`an execution ended ${detail.status}`));
    });
  });
  await aws.callStepFunctions("StartExecution", { stateMachineArn, input: "{}" });
  await ended;
}

/** Returns the median duration of DescribeJobs with 100 jobs, in milliseconds. */
export async function measureDescribes(server: MeasuredServer): Promise<number> {
  const created = z.object({ computeEnvironmentArn: z.string() }).parse(
    await callBatch(server, "CreateComputeEnvironment", {
      computeEnvironmentName: "bench",
      type: "UNMANAGED",
      state: "ENABLED",
      serviceRole: "arn:aws:iam::123456789012:role/bench",
    }),
  );
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: created.computeEnvironmentArn }];
  await callBatch(server, "CreateJobQueue", {
    jobQueueName: "bench",
    priority: 1,
    state: "ENABLED",
    computeEnvironmentOrder,
  });
  await callBatch(server, "RegisterJobDefinition", {
    jobDefinitionName: "bench",
    type: "container",
    containerProperties: { image: "busybox", vcpus: 1, memory: 16, command: ["true"] },
  });
  const job = { jobName: "bench", jobQueue: "bench", jobDefinition: "bench" };
  const submit = async (): Promise<string> =>
    z.object({ jobId: z.string() }).parse(await callBatch(server, "SubmitJob", job)).jobId;
  const jobs = await repeat(JOBS, submit);
  const described = z.object({ jobs: z.array(z.object({ status: z.string() })).length(JOBS) });
  let running = JOBS;
  const describe = (): Promise<number> =>
    timeOf(async () => {
      const reply = described.parse(await callBatch(server, "DescribeJobs", { jobs }));
      running = reply.jobs.filter(({ status }) => !["SUCCEEDED", "FAILED"].includes(status)).length;
    });
  do {
    await describe();
    await setTimeout(100);
  } while (running > 0);
  return medianOf(await repeat(DESCRIBES, describe));
}

/** Returns what the endpoint keeps of an ended execution with 100 loops, in KiB. */
export async function measureKept(aws: LocalEndpoints): Promise<number> {
  const { stateMachineArn } = await compareInProcess(aws, WAIT_LOOP, 1);
  const run = (): Promise<void> => runToEnd(aws, stateMachineArn);
  await repeat(10, run);
  const before = await measureMemory();
  await repeat(WEIGHED, run);
  return ((await measureMemory()) - before) / WEIGHED / 1_024;
}

/** Returns the memory in use inside and outside the heap, in bytes, after histories were compressed. */
async function measureMemory(): Promise<number> {
  await setTimeout(500);
  if (globalThis.gc === undefined) throw new Error("the endpoints section needs node --expose-gc");
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
