import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { smoke, type SmokeOptions } from "../../../cli/smoke/smoke";
import { AWS_PACE } from "../../../cli/watch/watch-pace";
import type { SimulatedRun } from "local-aws";
import { givenApp } from "../../../testing/given-app";
import { givenVirtualEnvironment, type VirtualEnvironment } from "../given-virtual-environment";
import { givenContext } from "../memory-context";

describe("poller smoke", () => {
  let app: SynthesizedApp;
  let virtual: VirtualEnvironment;
  const folder = mkdtempSync(join(tmpdir(), "poller-smoke-"));
  const summaryFile = join(folder, "summary.md");
  beforeAll(async () => {
    app = await givenApp();
  }, 60_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await app.remove();
  });
  afterEach(async () => {
    rmSync(summaryFile, { force: true });
    await virtual.close();
  });

  async function run(job: SimulatedRun, more: Partial<SmokeOptions> = {}, interrupt = new AbortController().signal) {
    virtual = await givenVirtualEnvironment(app.path, () => job);
    const { stateMachineArn, jobQueueArn: jobQueue, jobDefinitionArn: jobDefinition } = virtual.environment;
    const sampleInput = { jobName: "my-job", jobDefinition, jobQueue, wait_time: 60 };
    const context = givenContext({ environment: { GITHUB_STEP_SUMMARY: summaryFile }, interrupt });
    const options: SmokeOptions = {
      environment: "dev",
      expect: "SUCCEEDED",
      timeout: 900,
      name: "s",
      color: true,
      ...more,
    };
    const { clients, clock } = virtual;
    const deployed = { stateMachineArn, sampleInput, consoleUrl: "https://console.example/sm" };
    const exitCode = await smoke(options, { deployed, clients, clock, pace: AWS_PACE }, context);
    const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${options.name ?? ""}`;
    const { status, cause } = await clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const summary = readFileSync(summaryFile, "utf8");
    return { exitCode, status, cause, summary, stderr: context.stderr.text, stdout: context.stdout.text };
  }

  it("passes when the job succeeds, and shows GitHub the way there", async () => {
    const { exitCode, status, summary, stderr, stdout } = await run({ runsForMs: 100_000, exitCode: 0 });

    expect({ exitCode, status }).toEqual({ exitCode: 0, status: "SUCCEEDED" });
    expect(stderr).toContain("Smoke test of dev: SUCCEEDED, as expected\n");
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED" });
    expect(summary).toContain("## ✅ Smoke test of dev: SUCCEEDED, expected SUCCEEDED\n");
    expect(summary).toMatch(/\n\| Get Job Status \| [23] \| 0 s \|\n/);
    expect(summary).toMatch(/\n\| Wait X Seconds \| [23] \| [12] min( \d+ s)? \|\n/);
    expect(summary).toContain("[State machine](https://console.example/sm)");
    expect(summary).toContain("  [*] --> s1\n");
    expect(summary).toMatch(/<summary>JobResult<\/summary>\n\n```json\n\{\n {2}"jobId": "/);
  });

  it("fails when the job fails", async () => {
    const { exitCode, status, stderr, summary } = await run({ runsForMs: 1_000, exitCode: 3 });

    expect({ exitCode, status }).toEqual({ exitCode: 2, status: "FAILED" });
    expect(stderr).toContain("Smoke test of dev: FAILED, expected SUCCEEDED.\n");
    expect(summary).toContain("## ❌ Smoke test of dev: FAILED, expected SUCCEEDED\n");
    expect(summary).toContain("with `BatchJob.UserError`");
  });

  it("waits between two checks for --wait-time, whatever the input says", async () => {
    const { exitCode, stdout } = await run({ runsForMs: 100_000, exitCode: 0 }, { waitTime: 10 });

    expect(exitCode).toBe(0);
    const { polls } = z.object({ polls: z.number() }).parse(JSON.parse(stdout));
    // Two or three with the sample's wait_time.
    expect(polls).toBeGreaterThanOrEqual(10);
  });

  it("passes when a failure was expected and came", async () => {
    const { exitCode } = await run({ runsForMs: 1_000, exitCode: 3 }, { expect: "FAILED", json: true });

    expect(exitCode).toBe(0);
  });

  it("passes an expected failure of a job that always succeeds, without running it", async () => {
    virtual = await givenVirtualEnvironment(app.path, () => ({ runsForMs: 1_000, exitCode: 0 }));
    const { stateMachineArn, jobQueueArn: jobQueue, jobDefinitionArn: jobDefinition } = virtual.environment;
    const context = givenContext();
    const { clients, clock } = virtual;
    const sampleInput = { jobName: "my-job", jobDefinition, jobQueue };
    const deployed = {
      stateMachineArn,
      sampleInput,
      failingInput: { ...sampleInput, jobDefinition: `${jobDefinition.replace(/:\d+$/, "")}:999999999` },
      consoleUrl: "",
    };
    const options: SmokeOptions = { environment: "dev", expect: "FAILED", timeout: 900, name: "own", color: false };

    const exitCode = await smoke(options, { deployed, clients, clock, pace: AWS_PACE }, context);

    expect(exitCode).toBe(0);
    expect(context.stderr.text).toContain("Smoke test of dev: FAILED, as expected\n");
    const { cause } = await clients.stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: `${stateMachineArn.replace(":stateMachine:", ":execution:")}:own` }),
    );
    expect(cause).toContain(":999999999");
  });

  it("stops an execution that takes too long", async () => {
    const { exitCode, status, cause, summary } = await run({ runsForMs: 3_600_000, exitCode: 0 }, { timeout: 300 });

    expect({ exitCode, status }).toEqual({ exitCode: 2, status: "ABORTED" });
    expect(cause).toBe("It was stopped because it took longer than 5 min.");
    expect(summary).toContain("ended ABORTED with `Smoke.Stopped` after 5 min");
  });

  it("stops its execution when it is cancelled", async () => {
    const { exitCode, status, cause } = await run({ runsForMs: 3_600_000, exitCode: 0 }, {}, AbortSignal.abort());

    expect({ exitCode, status }).toEqual({ exitCode: 2, status: "ABORTED" });
    expect(cause).toBe("It was stopped because the smoke test was cancelled.");
  });

  it("accepts another input and writes no summary outside GitHub", async () => {
    virtual = await givenVirtualEnvironment(app.path, () => ({ runsForMs: 1_000, exitCode: 0 }));
    const { stateMachineArn, jobQueueArn: jobQueue, jobDefinitionArn: jobDefinition } = virtual.environment;
    const context = givenContext({ stdinText: JSON.stringify({ jobName: "other", jobDefinition, jobQueue }) });
    const { clients, clock } = virtual;
    const deployed = { stateMachineArn, sampleInput: {}, consoleUrl: "" };

    const exitCode = await smoke(
      { environment: "dev", expect: "SUCCEEDED", timeout: 900, input: "-", color: true, json: true },
      { deployed, clients, clock, pace: AWS_PACE },
      context,
    );

    expect(exitCode).toBe(0);
    expect(JSON.parse(context.stdout.text)).toMatchObject({ jobName: "other" });
  });

  it("stops an execution that it cannot see any more", async () => {
    virtual = await givenVirtualEnvironment(app.path, () => ({ runsForMs: 3_600_000, exitCode: 0 }));
    const { stateMachineArn, jobQueueArn: jobQueue, jobDefinitionArn: jobDefinition } = virtual.environment;
    const { clients, clock } = virtual;
    let refused = false;
    clients.stepFunctions.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          refused ||= commandName === "GetExecutionHistoryCommand";
          if (commandName === "GetExecutionHistoryCommand") throw new Error("history is out of reach");
          return next(args);
        },
      { step: "initialize" },
    );
    const deployed = {
      stateMachineArn,
      sampleInput: { jobName: "lost", jobDefinition, jobQueue },
      consoleUrl: "https://console.example",
    };

    const run = smoke(
      { environment: "dev", expect: "SUCCEEDED", timeout: 900, name: "lost", color: true },
      { deployed, clients, clock, pace: AWS_PACE },
      givenContext(),
    );

    await expect(run).rejects.toThrow("history is out of reach");
    expect(refused).toBe(true);
    const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:lost`;
    const { status } = await clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe("ABORTED");
  });
});
