import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { givenApp } from "../../../testing/given-app";
import { givenContext } from "../memory-context";

describe("local", () => {
  let app: SynthesizedApp;
  beforeAll(async () => {
    app = await givenApp();
  }, 60_000);
  afterAll(() => app.remove());

  /** Runs until its result has been printed, and then is interrupted. */
  async function local(argv: readonly string[]) {
    const interrupt = new AbortController();
    const context = givenContext({ interrupt: interrupt.signal });
    const { stdout } = context;
    context.stdout.write = (text) => {
      stdout.text += text;
      setImmediate(() => {
        interrupt.abort(new Error("Ctrl-C"));
      });
      return true;
    };
    const exitCode = await runPoller(["local", "--cdktf-out", app.path, ...argv], context);
    return { exitCode, stdout: stdout.text, stderr: context.stderr.text };
  }

  it("prints exports for a shell, with instructions on stderr", async () => {
    const { exitCode, stdout, stderr } = await local([]);

    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^export AWS_ENDPOINT_URL_SFN=http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringMatching(/^export AWS_ENDPOINT_URL_BATCH=http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringMatching(/^export AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=http:\/\/127\.0\.0\.1:\d+$/),
      "export AWS_REGION=us-east-1",
      "export AWS_DEFAULT_REGION=us-east-1",
      "export AWS_ACCESS_KEY_ID=local",
      "export AWS_SECRET_ACCESS_KEY=local",
      "export STATE_MACHINE_ARN=arn:aws:states:us-east-1:123456789012:stateMachine:job-status-poller-dev",
      "export JOB_QUEUE_ARN=arn:aws:batch:us-east-1:123456789012:job-queue/job-status-poller-dev",
      "export JOB_DEFINITION_ARN=arn:aws:batch:us-east-1:123456789012:job-definition/job-status-poller-dev:1",
      "unset AWS_PROFILE",
    ]);
    expect(stderr).toContain("IAM is not enforced: a permission that is missing on AWS is not missing here.\n");
    expect(stderr).toContain("Running until Ctrl-C.");
    expect(stderr).toMatch(/\nStopping both endpoints and deleting their executions and jobs\.\n$/);
  });

  it.each([
    [[], "Waits take as long as on AWS; --speed 30 shortens them 30 times.\n"],
    [["--speed", "30"], "A minute's wait takes 2 s; jobs themselves run in real time.\n"],
  ])("reports the duration of waits with %j", async (argv, sentence) => {
    const { stderr } = await local(argv);

    expect(stderr).toContain(sentence);
  });

  it("names the stacks that it reads", async () => {
    const { stderr } = await local([]);

    expect(stderr).toMatch(/^Reading the stacks from \S+, starting the endpoints \.\.\.\n/);
  });

  it("prints one line with --json, and nothing else", async () => {
    const { exitCode, stdout, stderr } = await local(["--json"]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^\{"AWS_ENDPOINT_URL_SFN":.*"AWS_DEFAULT_REGION":"us-east-1".*\}\n$/);
  });

  it.each(["70000", "-1", "http"])("refuses port %s in one line", async (port) => {
    const { exitCode, stderr } = await local(["--batch-port", port]);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^poller: option '--batch-port <port>' argument .* must be an integer from 0 to 65535\.\n$/);
  });
});

describe("the command line", () => {
  it.each([
    ["demo", "none with --integration sync"],
    ["list", "show the stack traces of errors"],
    ["deploy", "all stacks of an environment except the state bucket"],
    ["start", "with --local, one of several local state machines"],
  ])("explains in the help of %s: %s", async (command, words) => {
    const context = givenContext();

    await runPoller([command, "--help"], context);

    expect(context.stdout.text.replaceAll(/\s+/g, " ")).toContain(words);
  });

  it.each([[["--help"]], [["demo", "--help"]], [["watch", "--help"]]])(
    "shows help for %j within 80 columns",
    async (argv) => {
      const context = givenContext();

      await expect(runPoller(argv, context)).resolves.toBe(0);

      expect(context.stdout.text).toMatch(/Exit codes:\n {2}0 {2}SUCCEEDED/);
      expect(context.stdout.text).toMatch(/^Usage: poller/);
    },
  );

  it.each([
    [["strat"], "poller: unknown command 'strat' (Did you mean start?)\n"],
    [["watch"], "poller: missing required argument 'execution'\n"],
    [
      ["list", "--status", "DONE"],
      /^poller: option '--status <status>' argument 'DONE' is invalid\. Allowed choices are /,
    ],
    [["list"], /^poller: no target: give /],
  ])("refuses %j in one line", async (argv, message) => {
    const context = givenContext();

    await expect(runPoller(argv, context)).resolves.toBe(1);

    if (typeof message === "string") expect(context.stderr.text).toBe(message);
    else expect(context.stderr.text).toMatch(message);
    expect(context.stderr.lines).toHaveLength(1);
  });

  it("reports the interruption instead of consequent errors", async () => {
    const context = givenContext({
      interrupt: AbortSignal.abort(),
      environment: { AWS_ENDPOINT_URL_SFN: "http://127.0.0.1:9", AWS_ENDPOINT_URL_BATCH: "http://127.0.0.1:9" },
    });

    await expect(runPoller(["list", "--local"], context)).resolves.toBe(1);

    expect(context.stderr.text).toBe("poller: interrupted\n");
  });
});
