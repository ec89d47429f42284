import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { INTEGRATIONS } from "../../../workflow/integration";
import { fetchEventsAfter } from "../../../cli/watch/fetch-events";
import { ExecutionModel } from "../../../console/model/execution-model";
import { renderReport } from "../../../console/report/render-report";
import type { SimulatedRun } from "local-aws";
import { givenApp } from "../../../testing/given-app";
import { givenVirtualEnvironment, type VirtualEnvironment } from "../../cli/given-virtual-environment";

// Each test runs the real Lambda functions, which start slowly on a busy machine.
jest.setTimeout(180_000);

/** Job that is still RUNNING when the execution is stopped. */
const LONG: SimulatedRun = { runsForMs: 3_600_000, exitCode: 0 };

describe.each(INTEGRATIONS)("an execution on the local endpoints, %s", (integration) => {
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

  it("shows the JobResult, the phases and the path of a successful execution", async () => {
    const model = await run({ runsForMs: 300_000, exitCode: 0 });

    expect(model).toMatchObject({ status: "SUCCEEDED", result: { status: "SUCCEEDED", exitCode: 0 } });
    expect(JSON.parse(model.input ?? "")).toMatchObject({ jobName: "my-job" });
    expect(model.runs.every(({ status }) => status === "succeeded")).toBe(true);
    expect(model.steps.at(-1)?.to).toBeUndefined();
    expect(model.phases.map(({ status }) => status)).toEqual(
      expect.arrayContaining(["SUBMITTED", "RUNNING", "SUCCEEDED"]),
    );
    expect(model.rows.length).toBeLessThan(20);
  });

  it("reports why an execution failed, with the exit code and the log stream", async () => {
    const model = await run({ runsForMs: 1_000, exitCode: 3 });

    const report = renderReport(model, { now: new Date(virtual.clock.now()), showLinks: false, logLines: [] });
    expect(model.findRun("Job Failed")?.status).toBe("failed");
    expect(model.findRun("Submit Job")?.status).toBe(integration === "sync" ? "caught" : "succeeded");
    expect(report).toContain("The job&#39;s program exited with exit code 3.");
    expect(report).toContain(model.result?.attempts[0]?.logStreamName ?? "no stream");
  });

  it("reports the invalid field of a rejected request", async () => {
    const model = await run({ runsForMs: 1, exitCode: 0 }, { jobNam: "typo" });

    expect(model).toMatchObject({ status: "FAILED", result: { category: "InvalidRequest" }, phases: [] });
    expect(model.result?.statusReason).toContain("jobNam");
  });

  it("shows the state in which an execution was stopped", async () => {
    const model = await run(LONG, {}, 500_000);

    expect(model).toMatchObject({ status: "ABORTED", result: undefined });
    expect(model.runs.filter(({ status }) => status === "aborted")).toHaveLength(1);
  });
});
