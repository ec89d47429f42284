import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { probe, type ProbeOptions } from "../../../cli/probe/probe-events";
import { createScreen } from "../../../cli/screen";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { givenApp } from "../../../testing/given-app";
import type { WaitIntegration } from "../../../workflow/integration";
import { givenVirtualEnvironment, type VirtualEnvironment } from "../given-virtual-environment";
import { givenContext, type GivenContext } from "../memory-context";
import type { SimulatedRun } from "local-aws";

const PACE = { lookMs: 5_000, logLagMs: 60_000 };
const OPTIONS: ProbeOptions = { jobs: 3, timeout: 900, color: false, yes: true };

let virtual: VirtualEnvironment;
afterEach(() => virtual.close());

interface GivenProbe {
  readonly integration?: WaitIntegration;
  readonly options?: Partial<ProbeOptions>;
  readonly context?: GivenContext;
  /** Time that a job runs. @default 60 s */
  readonly job?: (jobName: string) => SimulatedRun;
  readonly faults?: readonly object[];
}

async function givenProbe({ integration = "events", options, context: given, job, faults = [] }: GivenProbe = {}) {
  const app: SynthesizedApp = await givenApp(integration);
  virtual = await givenVirtualEnvironment(
    app.path,
    ({ environment, jobName }) =>
      job?.(jobName) ?? { runsForMs: 60_000, exitCode: Number(environment["EXIT_CODE"] ?? 0) },
  );
  virtual.environment.faults.load({ faults });
  const { clients, clock, environment } = virtual;
  const { stateMachineArn, jobQueueArn: jobQueue, jobDefinitionArn: jobDefinition } = environment;
  const context = givenContext(given);
  const target = {
    clients,
    stateMachineArn,
    isLocal: false,
    optionsShown: "",
    sampleInput: { jobName: "sample", jobDefinition, jobQueue, wait_time: 60 },
  };
  const all = { ...OPTIONS, ...options };
  const run = () => probe(all, { target, context, screen: createScreen(context, all), clock, pace: PACE });
  const listStatuses = async () => {
    const { executions = [] } = await clients.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions.map(({ status }) => status);
  };
  return { run, context, listStatuses };
}

/** Answers by question. */
const answersOf = (markdown: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    markdown
      .split("\n")
      .slice(2, -1)
      .map((line) => line.slice(2, -2).split(" | "))
      .map(([question = "", answer = ""]) => [question, answer]),
  );

it("answers each question from the events of its own jobs", async () => {
  const { run, context } = await givenProbe();

  await expect(run()).resolves.toBe(0);

  const answers = answersOf(context.stdout.text);
  expect(answers).toMatchObject({
    "Runs whose last wait an event ended": "3 of 3",
    "Polls after an event that still found the job running": "0 of 5",
    "Events of an array job": "3 of 3 children sent one; the parent sent 1",
    "Events of a job that fails in each of 2 attempts": "1 at the end of a job: FAILED with 2 attempts",
    "Duplicate events": "0 of 8, of them 0 with the same event ID",
    "Events that arrived before one of a job that stopped earlier": "0 of 3",
    "Tags in `detail.tags`": "`resourceArn`; the job's own tags are not in it",
  });
  expect(answers["Seconds from `stoppedAt` to the end of the wait"]).toMatch(
    /^median \d+\.\d, worst \d+\.\d \(3 jobs\)$/,
  );
  expect(answers["Fields of `detail`"]).toContain("`jobId`");
  expect(context.stderr.text).toContain("with 8 jobs, children and attempts included.\nThis costs about $0.00 ");
});

it("counts duplicate events", async () => {
  const doubled = {
    fault: "EventDoubled",
    detailType: "Batch Job State Change",
    status: "SUCCEEDED",
    afterSeconds: 1,
  };
  const { run, context } = await givenProbe({ faults: [doubled] });

  await run();

  expect(answersOf(context.stdout.text)["Duplicate events"]).not.toMatch(/^0 of/);
});

it("stops what runs at the timeout, and reports it", async () => {
  const { run, context, listStatuses } = await givenProbe({
    options: { timeout: 300, jobs: 1 },
    job: () => ({ runsForMs: 3_600_000, exitCode: 0 }),
  });

  await expect(run()).resolves.toBe(2);

  expect(await listStatuses()).toEqual(["ABORTED", "ABORTED", "ABORTED"]);
  const answers = answersOf(context.stdout.text);
  expect(answers["Runs whose last wait an event ended"]).toBe("0 of 1; 1 did not end in time and were stopped");
  expect(answers["Fields of `detail`"]).toBe("not answered: no event was received");
});

it("starts nothing more on Ctrl-C, and stops what runs", async () => {
  const { run, listStatuses } = await givenProbe({ context: { interrupt: AbortSignal.abort() } });

  await expect(run()).rejects.toThrow();

  expect(await listStatuses()).toEqual([]);
});

it("prints the answers as JSON", async () => {
  const { run, context } = await givenProbe({ options: { json: true, jobs: 1 } });

  await run();

  expect(JSON.parse(context.stdout.text)).toContainEqual({
    question: "Runs whose last wait an event ended",
    answer: "1 of 1",
  });
});

it("requires the integration events", async () => {
  const { run, listStatuses } = await givenProbe({ integration: "poll" });

  await expect(run()).rejects.toThrow("does not wait for events; deploy it with WAIT_INTEGRATION=events");

  expect(await listStatuses()).toEqual([]);
});

it("asks for approval, and requires a terminal for it", async () => {
  const { run, listStatuses } = await givenProbe({ options: { yes: false } });

  await expect(run()).rejects.toThrow("nothing was started: approval requires a terminal");

  expect(await listStatuses()).toEqual([]);
});
