import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { createScaledClock, createSimulatedRunner, startLocalAws, type LocalAws } from "local-aws";
import { retryName } from "../../../cli/commands/retry";
import { readLocalResources } from "../../../cli/local/stacks/read-local-resources";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { createLocalClients } from "../../../cli/target/aws-clients";
import { givenApp } from "../../../testing/given-app";
import { givenContext } from "../memory-context";

const ARN_PREFIX = "arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:";
const INPUT = {
  jobName: "import",
  jobDefinition: "job-status-poller-dev",
  jobQueue: "job-status-poller-dev",
  run_timeout: 31_536_000,
  containerOverrides: {
    command: ["./import.sh"],
    environment: [
      { name: "DAY", value: "1" },
      { name: "TABLE", value: "orders" },
    ],
    resourceRequirements: [{ type: "MEMORY", value: "1024" }],
  },
};

describe("poller retry", () => {
  let app: SynthesizedApp;
  let local: LocalAws;
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
    await poller(["start", "--local", "--name", "nightly", "--watch", "--input", "-"], INPUT);
  }, 120_000);
  afterAll(async () => {
    await local.close();
    await app.remove();
  });

  async function poller(argv: readonly string[], input: object = {}) {
    const environment = {
      AWS_ENDPOINT_URL_SFN: local.stepFunctionsUrl,
      AWS_ENDPOINT_URL_BATCH: local.batchUrl,
      AWS_REGION: "us-east-1",
    };
    const context = givenContext({ environment, stdinText: JSON.stringify(input) });
    const exitCode = await runPoller(argv, context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }
  async function describeInput(executionArn: string): Promise<unknown> {
    const { stepFunctionsUrl, batchUrl } = local;
    const clients = createLocalClients("us-east-1", { stepFunctionsUrl, batchUrl, logsUrl: batchUrl });
    const { input = "" } = await clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    clients.close();
    return JSON.parse(input);
  }

  it("starts an execution with the same input and a derived name, and prints its ARN", async () => {
    const { exitCode, stdout, stderr } = await poller(["retry", "nightly", "--local"]);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${ARN_PREFIX}nightly-retry-\\d{8}-\\d{6}\n$`));
    expect(stderr).toMatch(/^Starting nightly-retry-\d{8}-\d{6} with the input of nightly, unchanged\.\n$/);
    await expect(describeInput(stdout.trim())).resolves.toEqual(INPUT);
  });

  it("changes size, variables and command, and prints the changes without values of variables", async () => {
    const changes = ["--memory", "4096", "--vcpus", "2", "--env", "DAY=secret", "--", "./import.sh", "--full"];

    const { stdout, stderr } = await poller(["retry", "nightly", "--local", "--name", "again", ...changes]);

    expect(stderr.split("\n")).toEqual([
      "Starting again with the input of nightly, changed:",
      "  command: ./import.sh --full",
      "  environment variable DAY",
      "  vCPUs: that of the job definition -> 2",
      "  memory in MiB: 1024 -> 4096",
      "",
    ]);
    await expect(describeInput(stdout.trim())).resolves.toEqual({
      ...INPUT,
      containerOverrides: {
        command: ["./import.sh", "--full"],
        environment: [
          { name: "TABLE", value: "orders" },
          { name: "DAY", value: "secret" },
        ],
        resourceRequirements: [
          { type: "VCPU", value: "2" },
          { type: "MEMORY", value: "4096" },
        ],
      },
    });
  });

  it("finds the state machine in an ARN, and follows with --watch", async () => {
    const { exitCode, stdout } = await poller([
      "retry",
      `${ARN_PREFIX}nightly`,
      "--local",
      "--watch",
      "--name",
      "seen",
    ]);

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ status: "FAILED", exitCode: 3 });
  });

  it("rejects an execution that is running", async () => {
    await poller(["start", "--local", "--name", "busy", "--input", "-"], { ...INPUT, jobName: "endless" });

    const { exitCode, stdout, stderr } = await poller(["retry", "busy", "--local"]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(
      "poller: execution busy is still running; stop it first, or start another one with poller start\n",
    );
  });

  it("rejects changes for an execution that waited for an existing job", async () => {
    const attached = { jobId: "9f0c3f2e-0000-4000-8000-000000000000" };
    await poller(["start", "--local", "--name", "attached", "--watch", "--input", "-"], attached);

    const { exitCode, stderr } = await poller(["retry", "attached", "--local", "--memory", "4096"]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("waited for an existing job, whose command and size cannot be changed");
  });

  it("rejects an execution that does not exist", async () => {
    const { exitCode, stderr } = await poller(["retry", "missing", "--local"]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^poller: ExecutionDoesNotExist: /);
  });
});

describe("retryName", () => {
  const now = new Date("2026-11-22T08:05:03Z");

  it.each([
    ["nightly-1", "nightly-1-retry-20261122-080503"],
    ["nightly-1-retry-20261121-080000", "nightly-1-retry-20261122-080503"],
    ["x".repeat(80), `${"x".repeat(58)}-retry-20261122-080503`],
  ])("derives a name from %s", (earlier, expected) => {
    expect(retryName(earlier, now)).toBe(expected);
  });
});
