import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPoller } from "../../../cli/run-poller";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { fetchModel } from "../../../cli/report/fetch-model";
import { createSimulatedRunner, createScaledClock, startLocalAws, type LocalAws } from "local-aws";
import { readLocalResources } from "../../../cli/local/stacks/read-local-resources";
import { createLocalClients } from "../../../cli/target/aws-clients";
import { givenApp } from "../../../testing/given-app";
import { givenContext } from "../memory-context";

const ARN_PREFIX = "arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:";

describe("poller report", () => {
  let app: SynthesizedApp;
  let local: LocalAws;
  const folder = mkdtempSync(join(tmpdir(), "poller-report-"));
  const pathOf = (file: string): string => join(folder, file);
  beforeAll(async () => {
    app = await givenApp();
    const clock = createScaledClock(1_000);
    local = await startLocalAws({
      resources: readLocalResources(app.path, "dev"),
      clock,
      runner: createSimulatedRunner(clock, ({ jobName }) =>
        jobName === "endless" ? { runsForMs: Infinity } : { runsForMs: 1_000, exitCode: 3 },
      ),
    });
    await poller(["start", "--local", "--name", "failed", "--watch"]);
    await poller(["start", "--local", "--name", "running", "--input", "-"], "endless");
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await local.close();
    await app.remove();
  });

  async function poller(argv: readonly string[], jobName = "") {
    const environment = {
      AWS_ENDPOINT_URL_SFN: local.stepFunctionsUrl,
      AWS_ENDPOINT_URL_BATCH: local.batchUrl,
      AWS_REGION: "us-east-1",
      // npm sets this to the folder in which it was called.
      INIT_CWD: folder,
      npm_lifecycle_script: "node --import tsx cli/main.ts",
    };
    // The timeout of the job definition is a few seconds here, and must not end the job that is to run.
    const target = { jobDefinition: "job-status-poller-dev", jobQueue: "job-status-poller-dev" };
    const input = { jobName, ...target, run_timeout: 31_536_000 };
    const context = givenContext({ environment, stdinText: JSON.stringify(input) });
    const exitCode = await runPoller(argv, context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  it("writes one HTML file, named as the execution where nothing else is asked for", async () => {
    const { exitCode, stdout, stderr } = await poller(["report", "failed", "--local"]);

    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "wrote failed.html: FAILED, BatchJob.UserError\n",
    });
    const report = readFileSync(pathOf("failed.html"), "utf8");
    expect(report).toMatch(/^<!doctype html>/);
    expect(report).toContain("exit code 3.");
    expect(report).toContain('data-state="Job Failed"');
    expect(report).not.toContain("Open the log in CloudWatch");
  });

  it("writes Markdown where the file's name or --format asks for it", async () => {
    await poller(["report", "failed", "--local", "--out", "ticket.md"]);
    await poller(["report", `${ARN_PREFIX}failed`, "--local", "--format", "markdown", "--out", "ticket.txt"]);

    expect(readFileSync(pathOf("ticket.md"), "utf8")).toMatch(/^## ❌ Execution failed: FAILED\n/);
    expect(readFileSync(pathOf("ticket.txt"), "utf8")).toMatch(/^## ❌ Execution failed: FAILED\n/);
  });

  it("writes to standard output, and nothing else there", async () => {
    const { stdout, stderr } = await poller(["report", "failed", "--local", "--out", "-"]);

    expect(stdout).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(stderr).toBe("FAILED, BatchJob.UserError\n");
  });

  it("prints the written file as JSON", async () => {
    const { stdout, stderr } = await poller(["report", "failed", "--local", "--out", "json.html", "--json"]);

    expect(JSON.parse(stdout)).toEqual({
      executionArn: `${ARN_PREFIX}failed`,
      status: "FAILED",
      error: "BatchJob.UserError",
      file: "json.html",
    });
    expect(stderr).toBe("");
  });

  it("shows a running execution as it is", async () => {
    const { exitCode, stderr } = await poller(["report", "running", "--local"]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "wrote running.html: RUNNING\n" });
    expect(readFileSync(pathOf("running.html"), "utf8")).toContain("No output yet. The execution is running.");
  });

  it("replaces a file only with --force, and asks nothing before it knows", async () => {
    writeFileSync(pathOf("mine.html"), "mine");

    const refused = await poller(["report", "no-such-execution", "--local", "--out", "mine.html"]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("mine.html already exists");
    expect(readFileSync(pathOf("mine.html"), "utf8")).toBe("mine");

    await poller(["report", "failed", "--local", "--out", "mine.html", "--force"]);
    expect(readFileSync(pathOf("mine.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("refuses a file that cannot be written, and leaves nothing of an execution that is not there", async () => {
    const noFolder = await poller(["report", "failed", "--local", "--out", "missing/report.html"]);
    const isFolder = await poller(["report", "failed", "--local", "--out", folder, "--force"]);
    const noExecution = await poller(["report", "missing", "--local"]);

    expect([noFolder.exitCode, isFolder.exitCode, noExecution.exitCode]).toEqual([1, 1, 1]);
    expect(noFolder.stderr).toContain("there is no folder");
    expect(isFolder.stderr).toContain("the report cannot be written to");
    expect(noExecution.stderr).toContain("ExecutionDoesNotExist");
    expect(existsSync(pathOf("missing.html"))).toBe(false);
  });

  it("omits the definition when it cannot be read", async () => {
    const { stepFunctionsUrl, batchUrl } = local;
    const clients = createLocalClients("us-east-1", { stepFunctionsUrl, batchUrl, logsUrl: batchUrl });
    clients.stepFunctions.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === "DescribeStateMachineForExecutionCommand") throw new Error("access denied");
          return next(args);
        },
      { step: "initialize" },
    );

    const model = await fetchModel(clients.stepFunctions, `${ARN_PREFIX}failed`, new AbortController().signal);

    expect(model.graph.states).toEqual([]);
    expect(model.status).toBe("FAILED");
    clients.close();
  });
});
