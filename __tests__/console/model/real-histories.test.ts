import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { SynthesizedApp, WaitIntegration } from "../../../cli/local/synthesize-app";
import { fetchEventsAfter } from "../../../cli/watch/fetch-events";
import { ExecutionModel } from "../../../console/model/execution-model";
import { renderReport } from "../../../console/report/render-report";
import type { SimulatedRun } from "../../../local/batch/runner/simulated-runner";
import { givenApp } from "../../cli/given-app";
import { givenVirtualEnvironment, type VirtualEnvironment } from "../../cli/given-virtual-environment";

// Each test is an execution of real Lambda functions, which a busy machine is slow to start.
jest.setTimeout(180_000);

/** A job in the last of its statuses for long enough to be stopped. */
const LONG: SimulatedRun = { runsForMs: 3_600_000, exitCode: 0 };

describe.each(["poll", "sync"] as const)("an execution on the local endpoints, %s", (integration: WaitIntegration) => {
  let app: SynthesizedApp;
  let virtual: VirtualEnvironment;
  beforeAll(async () => {
    app = await givenApp(integration);
  }, 120_000);
  afterAll(() => app.remove());
  afterEach(() => virtual.close());

  async function run(job: SimulatedRun, input: object = {}, stopAfterMs?: number): Promise<ExecutionModel> {
    virtual = await givenVirtualEnvironment(app.path, () => job);
    const { stepFunctions } = virtual.clients;
    const executionArn = await virtual.start("e", input);
    if (stopAfterMs !== undefined) {
      await virtual.clock.sleep(stopAfterMs);
      await stepFunctions.send(
        new StopExecutionCommand({ executionArn, error: "Poller.Stopped", cause: "wrong input" }),
      );
    }
    for (;;) {
      const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      if (status !== "RUNNING") break;
      await virtual.clock.sleep(30_000);
    }
    const command = new DescribeStateMachineForExecutionCommand({ executionArn });
    const { definition } = await stepFunctions.send(command);
    const model = new ExecutionModel({ executionArn, definition });
    model.append(await fetchEventsAfter(stepFunctions, executionArn, 0));
    return model;
  }

  it("that succeeds has its JobResult, its job's life, and a path to the end", async () => {
    const model = await run({ runsForMs: 300_000, exitCode: 0 });

    expect(model).toMatchObject({ status: "SUCCEEDED", result: { status: "SUCCEEDED", exitCode: 0 } });
    expect(JSON.parse(model.input ?? "")).toMatchObject({ jobName: "my-job" });
    expect(model.runs.every(({ standing }) => standing === "succeeded")).toBe(true);
    expect(model.steps.at(-1)?.to).toBeUndefined();
    expect(model.phases.map(({ status }) => status)).toEqual(
      expect.arrayContaining(["SUBMITTED", "RUNNING", "SUCCEEDED"]),
    );
    expect(model.rows.length).toBeLessThan(20);
  });

  it("that fails tells in its report why, with the exit code and the log", async () => {
    const model = await run({ runsForMs: 1_000, exitCode: 3 });

    const report = renderReport(model, { now: new Date(virtual.clock.now()), showLinks: false, logLines: [] });
    expect(model.findRun("Job Failed")?.standing).toBe("failed");
    expect(model.findRun("Submit Job")?.standing).toBe(integration === "sync" ? "caught" : "succeeded");
    expect(report).toContain("The job&#39;s own program ended with exit code 3.");
    expect(report).toContain(model.result?.attempts[0]?.logStreamName ?? "no stream");
  });

  it("that is refused says so, and shows where", async () => {
    const model = await run({ runsForMs: 1, exitCode: 0 }, { jobNam: "typo" });

    expect(model).toMatchObject({ status: "FAILED", result: { category: "InvalidRequest" }, phases: [] });
    expect(model.result?.statusReason).toContain("jobNam");
  });

  it("that is stopped shows the state it was stopped in", async () => {
    const model = await run(LONG, {}, 500_000);

    expect(model).toMatchObject({ status: "ABORTED", result: undefined });
    expect(model.runs.filter(({ standing }) => standing === "aborted")).toHaveLength(1);
  });
});
