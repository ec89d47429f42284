import { BatchClient, DescribeJobsCommand } from "@aws-sdk/client-batch";
import { createScaledClock, createSimulatedRunner, startLocalAws, type LocalAws } from "local-aws";
import * as z from "zod";
import { readLocalResources } from "../../../cli/local/stacks/read-local-resources";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { DUMMY_CREDENTIALS } from "../../../cli/target/dummy-credentials";
import { givenApp } from "../../../testing/given-app";
import { givenContext } from "../memory-context";

const resultSchema = z.object({ jobId: z.string() });
let exitCode = 0;

describe("poller run", () => {
  let app: SynthesizedApp;
  let local: LocalAws;
  beforeAll(async () => {
    app = await givenApp();
    const clock = createScaledClock(1_000);
    local = await startLocalAws({
      resources: readLocalResources(app.path, "dev"),
      clock,
      runner: createSimulatedRunner(clock, () => ({ runsForMs: 1_000, exitCode, logLines: ["imported 3 rows"] })),
    });
  }, 60_000);
  beforeEach(() => {
    exitCode = 0;
  });
  afterAll(async () => {
    await local.close();
    await app.remove();
  });

  async function poller(...argv: readonly string[]) {
    const context = givenContext({
      environment: {
        AWS_ENDPOINT_URL_SFN: local.stepFunctionsUrl,
        AWS_ENDPOINT_URL_BATCH: local.batchUrl,
        AWS_REGION: "us-east-1",
      },
    });
    const end = await runPoller(["run", ...argv], context);
    return { end, stdout: context.stdout.text, stderr: context.stderr.text };
  }
  const describeContainer = async (stdout: string) => {
    const batch = new BatchClient({ region: "us-east-1", endpoint: local.batchUrl, credentials: DUMMY_CREDENTIALS });
    const { jobId } = resultSchema.parse(JSON.parse(stdout));
    const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
    batch.destroy();
    return jobs[0]?.container;
  };

  it("runs a command with its variables and size, and shows its log", async () => {
    const size = ["--vcpus", "0.5", "--memory", "1024"];
    const variables = ["--env", "DAY=1", "--env", "QUERY=a=b", "--env", "DAY=2"];

    const { end, stdout, stderr } = await poller("--local", ...size, ...variables, "--", "./import.sh", "--full");

    expect(end).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED", exitCode: 0 });
    expect(stderr).toMatch(/^\d\d:\d\d:\d\d {2}\| imported 3 rows$/m);
    const container = await describeContainer(stdout);
    expect(container?.command).toEqual(["./import.sh", "--full"]);
    expect(container?.environment).toEqual(
      expect.arrayContaining([
        { name: "DAY", value: "2" },
        { name: "QUERY", value: "a=b" },
      ]),
    );
    expect(container?.resourceRequirements).toEqual(
      expect.arrayContaining([
        { type: "VCPU", value: "0.5" },
        { type: "MEMORY", value: "1024" },
      ]),
    );
  });

  it.each(["--no-log", "--json"])("shows no log with %s", async (option) => {
    const { end, stdout, stderr } = await poller("--local", option, "--", "true");

    expect(end).toBe(0);
    expect(stderr).not.toContain("imported 3 rows");
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("ends with exit code 2 and the JobResult when the command fails", async () => {
    exitCode = 3;

    const { end, stdout } = await poller("--local", "--name", "fails", "--", "false");

    expect(end).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ status: "FAILED", category: "UserError", exitCode: 3 });
  });

  it.each([
    [[], "missing required argument 'command'"],
    [["--env", "DAY", "--", "true"], "'DAY' is invalid. It must be NAME=VALUE."],
    [["--env", "AWS_BATCH_X=1", "--", "true"], "must not start with AWS_BATCH"],
    [["--vcpus", "0", "--", "true"], "It must be a number from 0.25 to 1000, like 0.5."],
    [["--memory", "2g", "--", "true"], "It must be an integer from 4 to 100000000."],
  ])("rejects invalid arguments: %j", async (argv, message) => {
    const { end, stderr } = await poller("--local", ...argv);

    expect(stderr).toContain(message);
    expect(end).toBe(1);
  });

  it("requires a target whose job definition is known", async () => {
    const { end, stderr } = await poller(
      "--state-machine-arn",
      "arn:aws:states:us-east-1:1:stateMachine:m",
      "--",
      "true",
    );

    expect(stderr).toBe(
      "poller: run requires --environment NAME or --local, which determine the job queue and definition\n",
    );
    expect(end).toBe(1);
  });

  it("states in its help that the image cannot be changed", async () => {
    expect((await poller("--help")).stdout.replaceAll(/\s+/g, " ")).toContain(
      "job definition, which cannot be changed here",
    );
  });
});
