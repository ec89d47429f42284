import { join } from "node:path";
import { createSimulatedRunner, VirtualClock, createWorkerLambdas } from "local-aws";
import { LOOK_PAUSES_MS } from "../../lambdas/shared/submitted-jobs";
import { startLossyProxy, type Fate } from "./lossy-proxy";
import { CHECK_JOB_ARN, givenWorkflow, INPUT, SUBMIT_JOB_ARN } from "../../testing/workflow/workflow-fixture";

const SUBMIT = "/v1/submitjob";
const LIST = "/v1/listjobs";
/** Looks of one attempt. */
const LOOKS = LOOK_PAUSES_MS.length + 1;

/** Far below the SDK's own patience, so that the function's time runs out first. */
const SHORT_TIMEOUT_SECONDS = 2;

const functionSettings = (name: string, functionArn: string, timeoutSeconds: number) => ({
  functionArn,
  functionName: name,
  codeFile: join(__dirname, "..", "..", "build", "lambdas", name, "index.js"),
  handler: "index.handler",
  environment: {},
  memoryMiB: 256,
  timeoutSeconds,
});

/** Runs one execution on the built Lambda functions, with a network to Batch that loses what `decide` says. */
async function runOverLossyNetwork(
  decide: (path: string, count: number) => Fate,
  { timeoutSeconds = SHORT_TIMEOUT_SECONDS } = {},
) {
  const clock = new VirtualClock();
  const runner = createSimulatedRunner(clock, () => ({ runsForMs: 1_000, exitCode: 0 }));
  const closers: (() => Promise<void>)[] = [];
  let paths: readonly string[] = [];
  const workflow = await givenWorkflow({
    clock,
    runner,
    lambdas: async (batch) => {
      const proxy = await startLossyProxy(batch.url, decide);
      const lambdas = createWorkerLambdas(
        [
          functionSettings("submit-job", SUBMIT_JOB_ARN, timeoutSeconds),
          functionSettings("check-job", CHECK_JOB_ARN, timeoutSeconds),
        ],
        { clock, extraEnvironment: { AWS_ENDPOINT_URL_BATCH: proxy.url } },
      );
      paths = proxy.paths;
      closers.push(lambdas.close, proxy.close);
      return lambdas;
    },
  });
  try {
    const execution = await workflow.run({ ...INPUT, wait_time: 1 });
    return { ...execution, jobs: await workflow.countJobs(), submits: paths.filter((path) => path === SUBMIT).length };
  } finally {
    for (const close of closers) await close();
    await workflow.close();
  }
}

const readResult = (output: string | undefined): unknown => JSON.parse(output ?? "null");

it("submits one job when nothing is lost", async () => {
  const { status, jobs, submits, output } = await runOverLossyNetwork(() => "answer");

  expect({ status, jobs, submits }).toEqual({ status: "SUCCEEDED", jobs: 1, submits: 1 });
  expect(readResult(output)).toMatchObject({ reused: false });
});

it("submits one job when the reply to SubmitJob is lost after Batch took the job", async () => {
  const { status, jobs, submits, output } = await runOverLossyNetwork((path) =>
    path === SUBMIT ? "lose reply" : "answer",
  );

  expect({ status, jobs, submits }).toEqual({ status: "SUCCEEDED", jobs: 1, submits: 1 });
  expect(readResult(output)).toMatchObject({ reused: true, duplicates: [] });
});

it("submits one job when the function times out after Batch took the job", async () => {
  const { status, jobs, submits, events, output } = await runOverLossyNetwork((path) =>
    path === SUBMIT ? "never answer" : "answer",
  );

  expect({ status, jobs, submits }).toEqual({ status: "SUCCEEDED", jobs: 1, submits: 1 });
  expect(events.filter(({ type }) => type === "LambdaFunctionFailed")).toHaveLength(1);
  expect(readResult(output)).toMatchObject({ reused: true });
});

it("submits one job when ten failed retries follow the lost reply", async () => {
  const { status, jobs, submits, events, output } = await runOverLossyNetwork(
    (path, count) => (path === SUBMIT || (path === LIST && count <= 10 * LOOKS) ? "lose reply" : "answer"),
    { timeoutSeconds: 20 },
  );

  expect({ status, jobs, submits }).toEqual({ status: "SUCCEEDED", jobs: 1, submits: 1 });
  expect(events.filter(({ type }) => type === "LambdaFunctionFailed")).toHaveLength(1 + 10);
  expect(readResult(output)).toMatchObject({ reused: true });
});
