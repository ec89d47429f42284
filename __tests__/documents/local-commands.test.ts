import { BatchClient, SubmitJobCommand } from "@aws-sdk/client-batch";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedApp } from "../../cli/local/synthesize-app";
import { runPoller } from "../../cli/run-poller";
import { DUMMY_CREDENTIALS } from "../../cli/target/dummy-credentials";
import { createSimulatedRunner, createScaledClock, startLocalAws, type LocalAws } from "local-aws";
import { readLocalResources } from "../../cli/local/stacks/read-local-resources";
import { givenApp } from "../../testing/given-app";
import { givenContext } from "../cli/memory-context";
import { DOCUMENTED_COMMANDS } from "./documented-commands";
import { wordsOf } from "./words-of";

const MACHINE_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:job-status-poller-dev";
const EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1";
/** Input of the help example with `--input -`. Its queue and definition do not exist, so the execution fails. */
const PIPED_INPUT = '{"jobName":"my-job","jobDefinition":"d","jobQueue":"q"}';

/** Documented commands on local endpoints and their results. Each needs what the commands before it have started. */
const COMMANDS: readonly (readonly [command: string, exitCode: number, output: RegExp])[] = [
  ["poller --help", 0, /^Usage: poller /],
  ["poller ci --help", 0, /^Usage: poller ci /],
  ["poller start --local", 0, /^arn:aws:states:/],
  ["poller start --local --watch", 0, /"SUCCEEDED"/],
  ["poller start --local --input -", 0, /^arn:aws:states:/],
  ["poller start --state-machine-arn ARN --input my-input.json --name nightly-1", 0, /:nightly-1\n$/],
  ["poller run --local -- sh -c 'echo hello'", 0, /"SUCCEEDED"/],
  ["poller watch nightly-1 --local", 2, /"FAILED"/],
  ["poller watch EXECUTION_ARN", 2, /"FAILED"/],
  ["poller list --local", 0, /nightly-1/],
  ["poller list --local --name import- --category OutOfMemory --limit 100", 0, /executions/],
  ["poller list --state-machine-arn ARN --status FAILED --limit 100", 0, /nightly-1/],
  ["poller report nightly-1 --local --out report.html", 0, /report\.html/],
  ["poller report EXECUTION_ARN --out -", 0, /^<!doctype html>/i],
  ['poller stop nightly-1 --local --reason "wrong input"', 0, /^nightly-1 had already ended: FAILED\n$/],
  ["poller stop EXECUTION_ARN", 0, /already ended/],
  ["poller attach JOB_ID --local --watch", 0, /"SUCCEEDED"/],
  ["poller attach JOB_ID --state-machine-arn ARN --wait-time 300", 0, /^arn:aws:states:/],
];

/** Documented command with the names that COMMANDS uses. */
const toPlaceholders = (command: string): string =>
  command.replace(/arn:aws:states:\S+:execution:\S+/, "EXECUTION_ARN").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "JOB_ID");

it("covers the documented commands that run on endpoints or an ARN, and no other", () => {
  const onEndpoints = (command: string): boolean =>
    /^poller (?:start|run|watch|list|report|stop|attach) /.test(command) && !/ --(?:environment|help)/.test(command);
  const documented = DOCUMENTED_COMMANDS.map(({ command }) => toPlaceholders(command)).filter(onEndpoints);

  expect([...new Set(documented)].sort()).toEqual(
    COMMANDS.map(([command]) => command)
      .filter(onEndpoints)
      .sort(),
  );
});

describe("documented commands on a running poller local", () => {
  const folder = mkdtempSync(join(tmpdir(), "poller-documents-"));
  let app: SynthesizedApp;
  let local: LocalAws;
  let jobId = "";
  beforeAll(async () => {
    app = await givenApp();
    const clock = createScaledClock(1_000);
    const runner = createSimulatedRunner(clock, ({ jobName }) => ({
      runsForMs: 1_000,
      exitCode: jobName === "failing" ? 3 : 0,
    }));
    local = await startLocalAws({
      resources: readLocalResources(app.path, "dev"),
      clock,
      runner,
    });
    // The AWS SDK reads them by itself for a command without --local.
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SFN: local.stepFunctionsUrl,
      AWS_ENDPOINT_URL_BATCH: local.batchUrl,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: local.batchUrl,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: DUMMY_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: DUMMY_CREDENTIALS.secretAccessKey,
    });
    const job = { jobName: "failing", jobDefinition: "job-status-poller-dev", jobQueue: "job-status-poller-dev" };
    writeFileSync(join(folder, "my-input.json"), JSON.stringify(job));
    jobId = await submitJob(local.batchUrl, { ...job, jobName: "well" });
  }, 120_000);
  afterAll(async () => {
    await local.close();
    await app.remove();
    rmSync(folder, { recursive: true });
  });

  async function run(argv: readonly string[], interrupt?: AbortSignal) {
    // As npm says where it was called.
    const environment = { ...process.env, INIT_CWD: folder, npm_lifecycle_script: "node --import tsx cli/main.ts" };
    const context = givenContext({
      environment,
      stdinText: PIPED_INPUT,
      ...(interrupt === undefined ? {} : { interrupt }),
    });
    const exitCode = await runPoller(argv, context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  it.each(COMMANDS)("%s", async (command, exitCode, output) => {
    const actual = { EXECUTION_ARN, JOB_ID: jobId, ARN: MACHINE_ARN };
    const argv = wordsOf(command).map((word) => Object.entries(actual).find(([name]) => name === word)?.[1] ?? word);

    const end = await run(argv);

    expect(`${String(end.exitCode)} ${end.stderr}`).toMatch(new RegExp(`^${String(exitCode)} `));
    expect(`${end.stdout}${end.stderr}`).toMatch(output);
  });

  it("writes a report where npm was called", () => {
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("nightly-1");
  });

  it("poller local --faults faults.json", async () => {
    const [, script = ""] = /^ {4}(\{ "faults".*\})$/m.exec(readFileSync("docs/local-faults.md", "utf8")) ?? [];
    writeFileSync(join(folder, "faults.json"), script);
    const interrupt = new AbortController();
    interrupt.abort(new Error("as Ctrl-C would"));

    const { stderr } = await run(["local", "--faults", "faults.json", "--cdktf-out", app.path], interrupt.signal);

    expect(stderr).not.toContain("faults.json");
  });

  const estimates = DOCUMENTED_COMMANDS.map(({ command }) => command).filter((one) =>
    one.startsWith("poller estimate "),
  );
  it.each([...new Set(estimates)])("%s", async (command) => {
    const { exitCode, stdout } = await run(wordsOf(command));

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\d/);
  });
});

/** @returns ID of a job that ends by itself */
async function submitJob(
  endpoint: string,
  job: { readonly jobName: string; readonly jobDefinition: string; readonly jobQueue: string },
): Promise<string> {
  const batch = new BatchClient({ endpoint, region: "us-east-1", credentials: DUMMY_CREDENTIALS });
  const { jobId = "" } = await batch.send(new SubmitJobCommand(job));
  batch.destroy();
  return jobId;
}
