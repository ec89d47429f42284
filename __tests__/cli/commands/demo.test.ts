import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as z from "zod";
import { checkFreshness } from "../../../cli/local/open-local-environment";
import { PROJECT_ROOT } from "../../../cli/local/project-root";
import { runScript, type SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { givenApp } from "../../../testing/given-app";
import { givenContext } from "../memory-context";

const ENVIRONMENT = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
/** The synthesized job, with a command that does not sleep. */
const QUICK = ["sh", "-c", 'echo "exit $EXIT_CODE" && exit "$EXIT_CODE"'];
const BATCH = "arn:aws:batch:us-east-1:123456789012";
const BY_NAME = {
  jobName: "my-job",
  jobDefinition: "job-status-poller-dev",
  jobQueue: "job-status-poller-dev",
  containerOverrides: { command: QUICK },
  wait_time: 10,
};

describe("demo", () => {
  let app: SynthesizedApp;
  beforeAll(async () => {
    app = await givenApp();
  }, 60_000);
  afterAll(() => app.remove());

  async function demo(argv: readonly string[], input: unknown = BY_NAME, interrupt = new AbortController().signal) {
    const stdinText = typeof input === "string" ? input : JSON.stringify(input);
    const context = givenContext({ stdinText, environment: ENVIRONMENT, interrupt });
    const speed = argv.includes("--real-time") ? [] : ["--speed", "300"];
    const exitCode = await runPoller(["demo", "--cdktf-out", app.path, ...speed, "--input", "-", ...argv], context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  it("shows a job from start to finish and ends with its JobResult and what to do next", async () => {
    const { exitCode, stdout, stderr } = await demo([]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED", exitCode: 0, jobName: "my-job" });
    expect(stderr).toContain("Waits are shortened 300 times; --real-time keeps them.");
    expect(stderr).toContain("  | exit 0\n");
    expect(stderr).toContain("npm run demo -- --fail");
    expect(stderr).toContain("the console links in the JobResult have the form of real ones, but lead nowhere");
  });

  it("writes no escape codes on a terminal without them", async () => {
    const context = givenContext({
      stdinText: JSON.stringify(BY_NAME),
      environment: { ...ENVIRONMENT, TERM: "dumb" },
      isTTY: true,
    });

    const exitCode = await runPoller(["demo", "--cdktf-out", app.path, "--speed", "300", "--input", "-"], context);

    expect(exitCode).toBe(0);
    expect(`${context.stdout.text}${context.stderr.text}`).not.toContain("\u001B");
  });

  it("writes a report with --report, and refuses before anything starts what it could not write", async () => {
    const folder = mkdtempSync(join(tmpdir(), "poller-demo-"));
    const file = join(folder, "report.html");

    const first = await demo(["--fail", "--report", file]);
    const second = await demo(["--fail", "--report", file]);
    const stdout = await demo(["--report", "-"]);

    const report = readFileSync(file, "utf8");
    rmSync(folder, { recursive: true });
    expect([first.exitCode, second.exitCode, stdout.exitCode]).toEqual([2, 1, 1]);
    expect(first.stderr).toContain(`Wrote ${file}.`);
    expect(report).toContain("exit 3");
    expect(report).toContain("exit code 3.");
    expect(second.stderr).toMatch(/^poller: report\.html already exists/);
    expect(stdout.stderr).toMatch(/^poller: --report requires a file/);
  });

  it("shows with --fail how the same job ends when it fails", async () => {
    const { exitCode, stdout, stderr } = await demo(["--fail"]);

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ status: "FAILED", category: "UserError", exitCode: 3 });
    expect(stderr).toContain("FAILED with BatchJob.UserError");
    expect(stderr).toContain("  | exit 3\n");
  });

  it.each([["jobDefinition"], ["jobQueue"]])("lists the available ones when there is no such %s", async (field) => {
    const { exitCode, stderr } = await demo([], { ...BY_NAME, [field]: "nope" });

    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "\n\nThis machine has job definition job-status-poller-dev and job queue\njob-status-poller-dev.\n\n",
    );
    expect(stderr).toContain("npm run demo                  the sample job, ending well\n");
    expect(stderr).not.toContain("--fail");
  });

  it("accepts ARNs as names, and an execution name", async () => {
    const byArn = {
      ...BY_NAME,
      jobDefinition: `${BATCH}:job-definition/job-status-poller-dev`,
      jobQueue: `${BATCH}:job-queue/job-status-poller-dev`,
    };

    const { exitCode, stderr } = await demo(["--name", "nightly-1"], byArn);

    expect(exitCode).toBe(0);
    expect(stderr).toContain("Execution nightly-1\n");
  });

  it("prints nothing but the JobResult with --json", async () => {
    const { stdout, stderr } = await demo(["--json"]);

    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\{.*"status":"SUCCEEDED".*\}\n$/);
  });

  it("shows what the Lambdas log with --verbose", async () => {
    const { stderr } = await demo(["--verbose"]);

    expect(stderr).toContain("[job-status-poller-dev-submit-job] ");
  });

  it.each([
    ["", [], /^poller: input: the standard input is empty/],
    ["{", [], /^poller: input: the standard input is not JSON: a } is missing at line 1, column 2\n$/],
    [{ ...BY_NAME, colour: "red" }, [], /^poller: input: colour is no field/],
    [{ ...BY_NAME, wait_time: 0, jobName: "-" }, [], /^poller: input: jobName .*\npoller: input: wait_time .*\n$/],
    [BY_NAME, ["--name", "naïve"], /^poller: execution name may hold only/],
    [BY_NAME, ["--name", "a".repeat(81)], /^poller: execution name must have 1 to 80 characters, got 81/],
    [{ jobId: "x" }, ["--fail"], /^poller: --fail requires an input that submits a job/],
    [BY_NAME, ["--cdktf-out", "no-such-folder"], /\npoller: no synthesized stack at .*no-such-folder.*npm run synth/],
    [BY_NAME, ["--speed", "0"], /^poller: option '--speed <n>' argument '0' is invalid\. It must be a number/],
    [
      BY_NAME,
      ["--speed", "5", "--real-time"],
      /^poller: option '--speed <n>' cannot be used with option '--real-time'\n$/,
    ],
    [
      BY_NAME,
      ["--colour"],
      /^poller: unknown option '--colour' \(Did you mean --no-color\?\)\n|^poller: unknown option/,
    ],
  ])("starts nothing on %j with %j", async (input, argv, message) => {
    const { exitCode, stdout, stderr } = await demo(argv, input);

    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("STARTED");
  });

  it("stops everything when it is interrupted", async () => {
    const { exitCode, stderr } = await demo(["--real-time"], BY_NAME, AbortSignal.timeout(1_500));

    expect(exitCode).toBe(2);
    expect(stderr).toContain("Waits take as long as on AWS.");
    expect(stderr).toMatch(/\nInterrupted: the execution, its job and both endpoints are stopped\.\n$/);
  });

  it("shows the stack trace of an error only with --verbose", async () => {
    const { stderr } = await demo(["--verbose"], "{");

    expect(stderr).toMatch(/^poller: input: .*\nCliError: /);
  });

  it("builds and synthesizes by itself, and leaves nothing behind", async () => {
    // Other test workers make and remove folders of their own meanwhile.
    const prefix = `local-${process.pid}-`;
    const list = (): string[] =>
      readdirSync(join(PROJECT_ROOT, "build"))
        .filter((name) => name.startsWith(prefix))
        .sort();
    const before = list();
    const context = givenContext({ stdinText: JSON.stringify(BY_NAME), environment: ENVIRONMENT });

    const exitCode = await runPoller(["demo", "--speed", "300", "--input", "-", "--integration", "sync"], context);

    expect(exitCode).toBe(0);
    expect(before).toContain(basename(app.path));
    expect(list()).toEqual(before);
  }, 30_000);
});

it("waits for an event of the sample job, without its wait_time", async () => {
  const context = givenContext({ environment: ENVIRONMENT });

  const exitCode = await runPoller(["demo", "--speed", "600", "--integration", "events", "--json"], context);

  expect(exitCode).toBe(0);
  // With a wait_time of a minute, there would be more than 15.
  expect(z.object({ polls: z.number().max(5) }).safeParse(JSON.parse(context.stdout.text)).error).toBeUndefined();
}, 60_000);

describe("checkFreshness", () => {
  it("refuses stacks that are older than a source, and names the source", async () => {
    const app = await givenApp();
    const file = join(app.path, "stacks", "job-poller-dev", "cdk.tf.json");

    expect(() => {
      checkFreshness(app.path, "dev");
    }).not.toThrow();
    utimesSync(file, new Date(0), new Date(0));

    expect(() => {
      checkFreshness(app.path, "dev");
    }).toThrow(/are older than main\.ts; run "npm run build" and "npm run synth"/);
    await app.remove();
  }, 30_000);
});

describe("runScript", () => {
  const run = (code: string, interrupt = new AbortController().signal): Promise<void> =>
    runScript({ purpose: "testing", nodeArguments: ["-e", code], environment: {}, interrupt }, ENVIRONMENT);

  it("shows what a failing script wrote", async () => {
    await expect(run("console.error('no disk'); process.exit(3)")).rejects.toThrow(
      "testing failed: it ended with exit code 3; it wrote:\nno disk",
    );
  });

  it("reports the signal that ended a silent script", async () => {
    await expect(run("process.kill(process.pid, 'SIGKILL')")).rejects.toThrow("testing failed: it ended with SIGKILL");
  });

  it("ends the script when it is interrupted", async () => {
    const running = run("setInterval(() => {}, 1000)", AbortSignal.timeout(200));

    await expect(running).rejects.toThrow("interrupted; nothing was started");
  });
});
