import { createScaledClock, createSimulatedRunner, startLocalAws, startLoopbackServer, type LocalAws } from "local-aws";
import { readLocalResources } from "../../../cli/local/stacks/read-local-resources";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { givenApp } from "../../../testing/given-app";
import { waitUntil } from "../../../testing/wait-until";
import { givenContext } from "../memory-context";

const TARGET = { jobDefinition: "job-status-poller-dev", jobQueue: "job-status-poller-dev", run_timeout: 31_536_000 };

describe("poller logs", () => {
  let app: SynthesizedApp;
  let local: LocalAws;
  let runs = 0;
  beforeAll(async () => {
    app = await givenApp();
    const clock = createScaledClock(1_000);
    local = await startLocalAws({
      resources: readLocalResources(app.path, "dev"),
      clock,
      runner: createSimulatedRunner(clock, ({ jobName, environment }) => {
        runs += 1;
        const { AWS_BATCH_JOB_ARRAY_INDEX: index, AWS_BATCH_JOB_ATTEMPT: attempt } = environment;
        const logLines = [
          `${jobName} ${index === undefined ? `attempt ${attempt ?? ""}` : `child ${index}`}`,
          "\u001B[31mred",
        ];
        return jobName === "endless"
          ? { runsForMs: Infinity, logLines }
          : { runsForMs: jobName === "slow" ? 120_000 : 1_000, exitCode: jobName === "failing" ? 3 : 0, logLines };
      }),
    });
    await start("good");
    await start("twice", { jobName: "failing", retryStrategy: { attempts: 2 } });
    await start("array", { arrayProperties: { size: 3 } });
  }, 120_000);
  afterAll(async () => {
    await local.close();
    await app.remove();
  });

  async function poller(argv: readonly string[], input: object = {}, interrupt?: AbortSignal, more: object = {}) {
    const environment = {
      AWS_ENDPOINT_URL_SFN: local.stepFunctionsUrl,
      AWS_ENDPOINT_URL_BATCH: local.batchUrl,
      AWS_REGION: "us-east-1",
      ...more,
    };
    const context = givenContext({
      environment,
      stdinText: JSON.stringify(input),
      ...(interrupt === undefined ? {} : { interrupt }),
    });
    const exitCode = await runPoller(argv, context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }
  const start = (name: string, input: object = {}, ...more: readonly string[]) =>
    poller(["start", "--local", "--input", "-", "--name", name, ...(more.length === 0 ? ["--watch"] : more)], {
      jobName: "import",
      ...TARGET,
      ...input,
    });

  it("prints the log of a job that has ended, without control characters", async () => {
    await expect(poller(["logs", "good", "--local"])).resolves.toEqual({
      exitCode: 0,
      stdout: "import attempt 1\nred\n",
      stderr: "",
    });
  });

  it("prints all attempts, with headings on stderr, or one", async () => {
    const all = await poller(["logs", "twice", "--local"]);
    const second = await poller(["logs", "twice", "--local", "--attempt", "2"]);

    expect(all.stdout).toBe("failing attempt 1\nred\nfailing attempt 2\nred\n");
    expect(all.stderr).toBe("attempt 2:\n");
    expect(second).toEqual({ exitCode: 0, stdout: "failing attempt 2\nred\n", stderr: "" });
  });

  it("prints the time of each line with --timestamps, and all lines as JSON", async () => {
    const { stdout } = await poller(["logs", "good", "--local", "--timestamps"]);
    const { stdout: json } = await poller(["logs", "good", "--local", "--json"]);

    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z import attempt 1\n/);
    expect(JSON.parse(json)).toMatchObject([
      { time: stdout.slice(0, 24), message: "import attempt 1" },
      { message: "red" },
    ]);
  });

  it("prints the log of a child of an array job", async () => {
    const { exitCode, stdout } = await poller(["logs", "array", "--local", "--index", "2"]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "import child 2\nred\n" });
  });

  it.each([
    [["array"], "is an array job, whose children have a log each; choose one with --index 0 to 2"],
    [["array", "--index", "3"], "choose one with --index 0 to 2"],
    [["good", "--index", "0"], "--index requires an array job, but the job of good is none"],
    [["good", "--attempt", "0"], "It must be an integer from 1 to 10."],
    [["good", "--json", "--follow"], "--json cannot be combined with --follow"],
    [["missing"], "ExecutionDoesNotExist"],
  ])("rejects %j", async (argv, message) => {
    const { exitCode, stderr } = await poller(["logs", "--local", ...argv]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });

  it("ends with 1 when the log must not be read", async () => {
    const refused = await startLoopbackServer({
      name: "test",
      handle: () =>
        Promise.resolve({ status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "no" }) }),
    });

    const { exitCode, stdout, stderr } = await poller(["logs", "good", "--local", "--quiet"], {}, undefined, {
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: refused.url,
    });

    await refused.close();
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^poller: cannot read the log of good: AccessDeniedException: no \(ask for this permission/);
  });

  it("reports an attempt that the job did not have", async () => {
    const { exitCode, stdout, stderr } = await poller(["logs", "good", "--local", "--attempt", "2"]);

    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "The job has no log, or its log is empty.\n",
    });
  });

  it.each([[[]], [["--attempt", "1"]]])("follows a running job to its end, with %j", async (options) => {
    const name = `slow-${options.length}`;
    await start(name, { jobName: "slow" }, "--quiet");

    const { exitCode, stdout, stderr } = await poller(["logs", name, "--local", "--follow", ...options]);

    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "slow attempt 1\nred\n", stderr: "" });
  });

  it("follows a child of an array job to the end of the execution", async () => {
    await start("slow-array", { jobName: "slow", arrayProperties: { size: 2 } }, "--quiet");

    const { exitCode, stdout } = await poller(["logs", "slow-array", "--local", "--follow", "--index", "1"]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "slow child 1\nred\n" });
  });

  it("prints what a running job has written, and ends; with --follow it ends with 2 on Ctrl-C", async () => {
    const before = runs;
    await start("endless", { jobName: "endless" }, "--quiet");
    await waitUntil("the job runs", () => Promise.resolve(runs > before));
    await waitUntil("it has a log", async () => (await poller(["logs", "endless", "--local"])).stdout !== "");

    const now = await poller(["logs", "endless", "--local"]);
    const followed = await poller(["logs", "endless", "--local", "--follow"], {}, AbortSignal.timeout(1_000));

    expect(now).toEqual({ exitCode: 0, stdout: "endless attempt 1\nred\n", stderr: "" });
    expect(followed).toEqual({ exitCode: 2, stdout: "endless attempt 1\nred\n", stderr: "" });
  });
});
