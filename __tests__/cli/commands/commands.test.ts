import { BatchClient, SubmitJobCommand } from "@aws-sdk/client-batch";
import { createScaledClock, createSimulatedRunner, startLocalAws, type LocalAws } from "local-aws";
import { readLocalResources } from "../../../cli/local/stacks/read-local-resources";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { DUMMY_CREDENTIALS } from "../../../cli/target/dummy-credentials";
import { givenApp } from "../../../testing/given-app";
import { givenContext, type GivenContext } from "../memory-context";
import { waitUntil } from "../../../testing/wait-until";

const ARN_PREFIX = "arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:";

describe("start, watch, stop, list and attach on a running poller local", () => {
  let app: SynthesizedApp;
  let local: LocalAws;
  beforeAll(async () => {
    app = await givenApp();
    const clock = createScaledClock(1_000);
    local = await startLocalAws({
      resources: readLocalResources(app.path, "dev"),
      clock,
      runner: createSimulatedRunner(clock, ({ jobName }) =>
        jobName === "endless" ? { runsForMs: Infinity } : { runsForMs: 1_000, exitCode: jobName === "failing" ? 3 : 0 },
      ),
    });
  }, 60_000);
  afterAll(async () => {
    await local.close();
    await app.remove();
  });

  async function poller(argv: readonly string[], given: GivenContext = {}) {
    const environment = {
      AWS_ENDPOINT_URL_SFN: local.stepFunctionsUrl,
      AWS_ENDPOINT_URL_BATCH: local.batchUrl,
      AWS_REGION: "us-east-1",
    };
    const context = givenContext({ environment, ...given });
    const exitCode = await runPoller(argv, context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }
  const target = { jobDefinition: "job-status-poller-dev", jobQueue: "job-status-poller-dev" };
  // The timeout of the job definition is a few seconds here, and must not end a job that is to run.
  const givenInput = (jobName: string): GivenContext => ({
    stdinText: JSON.stringify({ jobName, ...target, run_timeout: 31_536_000 }),
  });

  it("starts the sample input and prints the execution's ARN", async () => {
    await expect(poller(["start", "--local", "--name", "one"])).resolves.toEqual({
      exitCode: 0,
      stdout: `${ARN_PREFIX}one\n`,
      stderr: "",
    });
  });

  it("prints the ARN as JSON", async () => {
    const { stdout } = await poller(["start", "--local", "--name", "one-json", "--json"]);

    expect(JSON.parse(stdout)).toEqual({ executionArn: `${ARN_PREFIX}one-json` });
  });

  it("starts, follows and reports a job that succeeds", async () => {
    const { exitCode, stdout, stderr } = await poller(["start", "--local", "--watch"]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED" });
    expect(stderr).toContain("SUCCEEDED after");
  });

  it("starts, follows and reports a job that fails", async () => {
    const { exitCode, stdout, stderr } = await poller(
      ["start", "--local", "--watch", "--input", "-", "--name", "failing"],
      givenInput("failing"),
    );

    expect(exitCode).toBe(2);
    expect(stderr).toContain("    npm run poller -- logs failing --local   print the log of its job\n");
    expect(stderr).toContain("    npm run poller -- retry failing --local  run it again (--memory, --env)\n");
    expect(JSON.parse(stdout)).toMatchObject({ status: "FAILED", category: "UserError", exitCode: 3 });
  });

  it.each([["twice"], [`${ARN_PREFIX}twice`]])("watches an execution that has ended, by %s", async (execution) => {
    await poller(["start", "--local", "--name", "twice", "--watch"]);

    const { exitCode, stdout } = await poller(["watch", execution, "--local", "--json"]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("refuses a name that is taken, in one line", async () => {
    await poller(["start", "--local", "--name", "taken"]);

    const { exitCode, stderr } = await poller(["start", "--local", "--name", "taken", "--input", "-"], givenInput("x"));

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^poller: ExecutionAlreadyExists: .*choose another --name.*\n$/);
  });

  it("stops an execution and says what its job does", async () => {
    await poller(["start", "--local", "--name", "stopped", "--input", "-"], givenInput("endless"));

    const { exitCode, stdout } = await poller(["stop", "stopped", "--local", "--reason", "wrong input"]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "stopped stopped\n" });
    const again = await poller(["stop", "stopped", "--local"]);
    expect(again.stdout).toBe("stopped had already ended: ABORTED\n");
    const watched = await poller(["watch", "stopped", "--local"]);
    expect(watched.exitCode).toBe(2);
    expect(watched.stderr).toContain("  Cause       wrong input");
  });

  it("stops an execution whose job runs, and says that the job is terminated", async () => {
    await poller(["start", "--local", "--name", "left", "--input", "-"], givenInput("endless"));
    await waitUntil("the watch sees it", async () =>
      (await poller(["watch", "left", "--local"], interrupted(250))).stderr.includes("SUBMITTED"),
    );

    const { stdout, stderr } = await poller(["stop", "left", "--local"]);

    expect(stdout).toBe("stopped left\n");
    expect(stderr).toMatch(
      /^Its job [0-9a-f-]{36} is terminated within seconds, or within 15 minutes if the first attempt fails/,
    );
  });

  it("stops an execution that only waits for a job, and says how to end that job", async () => {
    const name = "attached";
    const input = { stdinText: JSON.stringify({ jobId: "9f0c3f2e-0000", wait_time: 86_400 }) };
    await poller(["start", "--local", "--name", name, "--input", "-"], input);
    await waitUntil("the watch sees it", async () =>
      (await poller(["watch", name, "--local"], interrupted(250))).stderr.includes("ATTACHED"),
    );

    const { stdout, stderr } = await poller(["stop", name, "--local"]);

    expect(stdout).toBe(`stopped ${name}\n`);
    expect(stderr).toMatch(
      /^Job 9f0c3f2e-\S+ was only attached and is still running\. To terminate it: aws batch terminate-job --job-id 9f0c3f2e-/,
    );
  });

  it("gives the end of an execution that was stopped as JSON", async () => {
    await poller(["start", "--local", "--name", "stop-json", "--input", "-"], givenInput("endless"));

    const { stdout } = await poller(["stop", "stop-json", "--local", "--json"]);

    expect(JSON.parse(stdout)).toEqual({ executionArn: `${ARN_PREFIX}stop-json`, stopped: true, status: "ABORTED" });
  });

  it("leaves an execution running when watching is interrupted, and says how to stop it", async () => {
    await poller(["start", "--local", "--name", "watched", "--input", "-"], givenInput("endless"));

    const { exitCode, stderr } = await poller(["watch", "watched", "--local"], interrupted(300));

    expect(exitCode).toBe(2);
    expect(stderr).toContain("npm run poller -- stop watched --local");
    const listed = await poller(["list", "--local", "--status", "RUNNING", "--json"]);
    expect(listed.stdout).toContain('"name":"watched"');
  });

  it("lists executions, the newest first, within 80 columns", async () => {
    await poller(["start", "--local", "--watch", "--name", "list-1"]);
    await poller(["start", "--local", "--name", "list-2", "--input", "-"], givenInput("endless"));

    const { stdout } = await poller(["list", "--local", "--limit", "2"]);

    const [head, ...lines] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^NAME {4}STATUS {5}STARTED \(UTC\) {8}TOOK$/);
    expect(lines[0]).toMatch(/^list-2 {2}RUNNING {4}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(lines[1]).toMatch(/^list-1 {2}SUCCEEDED {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\d+ /);
  });

  it("reports an empty list", async () => {
    const { stdout, stderr } = await poller(["list", "--local", "--status", "TIMED_OUT"]);

    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "no execution is TIMED_OUT\n" });
  });

  it("waits for a job that exists already", async () => {
    const batch = new BatchClient({ region: "us-east-1", endpoint: local.batchUrl, credentials: DUMMY_CREDENTIALS });
    const { jobId = "" } = await batch.send(
      new SubmitJobCommand({ jobName: "x", jobDefinition: "job-status-poller-dev", jobQueue: local.jobQueueArn }),
    );
    batch.destroy();

    const jobArn = `arn:aws:batch:us-east-1:123456789012:job/${jobId}`;

    const { exitCode, stdout, stderr } = await poller(["attach", jobArn, "--local", "--wait-time", "5", "--watch"]);

    expect(exitCode).toBe(0);
    expect(stderr).toContain(`ATTACHED    to job ${jobId}`);
    expect(JSON.parse(stdout)).toMatchObject({ jobId, status: "SUCCEEDED" });
  });

  it("starts nothing with a job definition of another region", async () => {
    const input = {
      jobName: "x",
      jobQueue: local.jobQueueArn,
      jobDefinition: "arn:aws:batch:eu-west-1:123456789012:job-definition/job-status-poller-dev:1",
    };

    const { exitCode, stderr } = await poller(["start", "--local", "--input", "-", "--name", "elsewhere"], {
      stdinText: JSON.stringify(input),
    });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^poller: input: jobDefinition must be in region us-east-1 of account 123456789012, /);
    expect((await poller(["list", "--local"])).stdout).not.toContain("elsewhere");
  });

  it.each([
    ["no job", /^poller: input: jobId must be the ID of a job, .*got "no job"\n$/],
    ["not-a-job", /^poller: input: jobId must be the ID of a job, .*got "not-a-job"\n$/],
    [
      "arn:aws:batch:eu-west-1:123456789012:job/876da822-4198-45f2-a252-6cea32512ea8",
      /^poller: input: jobId must be in region us-east-1 of account 123456789012, .*got "arn:aws:batch:eu-west-1:/,
    ],
    [
      "arn:aws:batch:us-east-1:123456789012:service-job/876da822-4198-45f2-a252-6cea32512ea8",
      /jobId must not be a service job: only DescribeServiceJob describes those/,
    ],
  ])("refuses to attach to %s, in one line, and starts nothing", async (jobId, message) => {
    const before = await poller(["list", "--local", "--json"]);

    const { exitCode, stderr } = await poller(["attach", jobId, "--local"]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect((await poller(["list", "--local", "--json"])).stdout).toBe(before.stdout);
  });
});

/** A watch that is interrupted after some real milliseconds. */
function interrupted(afterMs: number): GivenContext & { readonly environment?: never } {
  return { interrupt: AbortSignal.timeout(afterMs) };
}
