import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { createScreen } from "../../../cli/screen";
import { followExecution, type ShownLog } from "../../../cli/watch/follow-execution";
import { AWS_PACE } from "../../../cli/watch/watch-pace";
import type { SimulatedRun } from "local-aws";
import { givenApp } from "../../../testing/given-app";
import { givenVirtualEnvironment, type VirtualEnvironment } from "../given-virtual-environment";
import { givenContext, type GivenContext } from "../memory-context";

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}/g;

describe("followExecution", () => {
  let app: SynthesizedApp;
  let syncApp: SynthesizedApp;
  let virtual: VirtualEnvironment;
  beforeAll(async () => {
    app = await givenApp();
    syncApp = await givenApp("sync");
  }, 60_000);
  afterAll(() => Promise.all([app.remove(), syncApp.remove()]));
  afterEach(() => virtual.close());

  async function follow(executionArn: string, given: GivenContext = {}, json = false, log: ShownLog = "all") {
    const context = givenContext(given);
    const exitCode = await followExecution({
      clients: virtual.clients,
      executionArn,
      clock: virtual.clock,
      pace: AWS_PACE,
      showLinks: false,
      context,
      screen: createScreen(context, { json, color: true }),
      log,
      onInterrupt: ["left running"],
    });
    return { exitCode, stderr: context.stderr.text.replaceAll(ID, "ID"), stdout: context.stdout.text };
  }

  const given = async (run: SimulatedRun, path = app.path): Promise<void> => {
    virtual = await givenVirtualEnvironment(path, () => run);
  };

  it("shows a job that succeeds from submission to log", async () => {
    await given({ runsForMs: 100_000, exitCode: 0, logLines: ["step 1 of 1: done"] });
    const executionArn = await virtual.start("good");

    const { exitCode, stderr, stdout } = await follow(executionArn);

    expect(exitCode).toBe(0);
    // How often the progress is repeated depends on how fast the machine answers.
    expect(stderr.replaceAll(/^.*, (first|next) check .*\n/gm, "")).toMatchInlineSnapshot(`
      "Execution good

      00:00:00          0 s  STARTED     2026-01-01 00:00:00 UTC
      00:00:00          0 s  SUBMITTED   my-job, ID
      00:00:03          3 s  RUNNABLE    poll 1
      00:00:10  | step 1 of 1: done
      00:01:03    1 min 3 s  RUNNING     poll 2
      00:02:03    2 min 3 s  SUCCEEDED   poll 3, exit code 0

      SUCCEEDED after 2 min 3 s

        Closed      2026-01-01 00:02:03 UTC
        Job         my-job
        Job ID      ID
        Exit code   0
        Reason      Essential container in task exited
        Attempts    1
        Queued      10 s
        Ran         1 min 40 s
        Polls       3
        Log group   /aws/batch/job-status-poller-dev
        Log stream  job-status-poller-dev/default/ID

      "
    `);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED", exitCode: 0, polls: 3 });
  });

  it("shows why a job failed, and its log", async () => {
    await given({ runsForMs: 1_000, exitCode: 3, logLines: ["error: no such table"] });
    const executionArn = await virtual.start("bad");

    const { exitCode, stderr, stdout } = await follow(executionArn);

    expect(exitCode).toBe(2);
    expect(stderr).toContain("FAILED with BatchJob.UserError after 1 min 3 s\n");
    expect(stderr).toContain("  Exit code   3\n");
    expect(stderr).toContain("00:00:10  | error: no such table\n");
    expect(JSON.parse(stdout)).toMatchObject({ status: "FAILED", category: "UserError", exitCode: 3 });
  });

  it("reports a missed deadline and the termination of the job", async () => {
    await given({ runsForMs: Infinity });
    const executionArn = await virtual.start("late", { overall_timeout: 90 });

    const { exitCode, stderr } = await follow(executionArn);

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/ TERMINATE\n {4}OverallTimeout: .*\n {4}arn:\S+\n/);
    expect(stderr).toContain("FAILED with BatchJob.OverallTimeout");
  });

  it("shows an execution in which Step Functions itself waits for the job", async () => {
    await given({ runsForMs: 100_000, exitCode: 0, logLines: ["hello"] }, syncApp.path);
    const executionArn = await virtual.start("sync");

    const { exitCode, stderr } = await follow(executionArn);

    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/ {2}SUBMITTED {3}my-job, ID\n/);
    expect(stderr).toMatch(/ {2}SUCCEEDED {3}exit code 0\n/);
    expect(stderr).toContain("  | hello\n");
  });

  it("shows an execution that was stopped, and gives its end as JSON", async () => {
    await given({ runsForMs: Infinity });
    const release = virtual.clock.hold();
    const executionArn = await virtual.start("stopped");
    await virtual.clients.stepFunctions.send(
      new StopExecutionCommand({ executionArn, error: "Poller.Stopped", cause: "wrong input" }),
    );
    release();

    const { exitCode, stderr, stdout } = await follow(executionArn);

    expect(exitCode).toBe(2);
    expect(stderr).toContain("ABORTED with Poller.Stopped");
    expect(JSON.parse(stdout)).toEqual({
      executionArn,
      status: "ABORTED",
      error: "Poller.Stopped",
      cause: "wrong input",
    });
  });

  it("prints nothing but one line of JSON with --json, and no log", async () => {
    await given({ runsForMs: 1_000, exitCode: 0, logLines: ["hello"] });
    const executionArn = await virtual.start("json");

    const { stderr, stdout } = await follow(executionArn, {}, true, "all");

    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\{.*\}\n$/);
  });

  it("leaves the execution running when it is interrupted, and says so", async () => {
    await given({ runsForMs: Infinity });
    const executionArn = await virtual.start("long");
    const interrupt = new AbortController();
    const following = follow(executionArn, { interrupt: interrupt.signal });
    await virtual.clock.sleep(600_000);
    interrupt.abort(new Error("Ctrl-C"));

    const { exitCode, stderr } = await following;

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/\nleft running\n$/);
  });

  it("reports only that the execution does not exist", async () => {
    await given({});
    const executionArn = (await virtual.start("one")).replace(/one$/, "two");

    await expect(follow(executionArn)).rejects.toThrow(/^cannot watch execution two: ExecutionDoesNotExist/);
  });

  it("begins with the last 100 lines of a job that has already started", async () => {
    await given({ runsForMs: 60_000, exitCode: 0, logLines: Array.from({ length: 300 }, (_, n) => `line ${n + 1}`) });
    const executionArn = await virtual.start("late");
    await virtual.clock.sleep(30_000);

    const { stderr } = await follow(executionArn, {}, false, "recent");

    expect(stderr).toContain("          last 100 lines of the log so far:\n00:00:10  | line 201\n");
    expect(stderr.match(/\| line /g)).toHaveLength(100);
    expect(stderr).toContain("| line 300\n");
  });

  it("shows the last lines of an execution that has already ended", async () => {
    await given({ runsForMs: 1_000, exitCode: 0, logLines: ["hello", "bye"] });
    const executionArn = await virtual.start("ended");
    await virtual.clock.sleep(3_600_000);

    const { stderr } = await follow(executionArn, {}, false, "recent");

    expect(stderr).toContain("00:00:10  | hello\n00:00:10  | bye\n\nSUCCEEDED after");
  });

  it("shows the log of every attempt", async () => {
    let attempts = 0;
    virtual = await givenVirtualEnvironment(app.path, () => {
      attempts += 1;
      return { runsForMs: 20_000, exitCode: attempts === 1 ? 1 : 0, logLines: [`this is attempt ${attempts}`] };
    });
    const executionArn = await virtual.start("retried", { retryStrategy: { attempts: 2 } });

    const { stderr } = await follow(executionArn);

    expect(stderr).toMatch(/\| this is attempt 1\n[^]* {10}attempt 2:\n[\d:]+ {2}\| this is attempt 2\n/);
    expect(stderr.match(/this is attempt/g)).toHaveLength(2);
  });

  it("explains that an array job has no log", async () => {
    await given({ runsForMs: 1_000, exitCode: 0, logLines: ["hello"] });
    const executionArn = await virtual.start("array", { arrayProperties: { size: 2 } });

    const { stderr } = await follow(executionArn);

    expect(stderr).toContain(
      "no log: each of the 2 children of an array job has its own; to follow one, attach to job ID:0\n",
    );
    expect(stderr).not.toContain("| hello");
  });

  it("shows the last lines only at the end when asked to", async () => {
    await given({ runsForMs: 1_000, exitCode: 0, logLines: ["hello"] });
    const executionArn = await virtual.start("end");

    const { stderr } = await follow(executionArn, {}, false, "end");

    expect(stderr).toMatch(/Log stream .*\n\n {2}Last log lines\n {2}\| hello\n\n$/);
  });

  it("shows no log lines when asked to", async () => {
    await given({ runsForMs: 1_000, exitCode: 0, logLines: ["hello"] });
    const executionArn = await virtual.start("none");

    const { exitCode, stderr } = await follow(executionArn, {}, false, "none");

    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("hello");
  });

  it("lets no control characters of the log reach the terminal", async () => {
    const evil = "\u001B[2J\u001B]0;owned\u0007\u009B31mred\u001B[0m, \u0007\r\u202Egnp";
    await given({ runsForMs: 1_000, exitCode: 0, logLines: [evil] });
    const executionArn = await virtual.start("evil");

    const { stderr } = await follow(executionArn);

    expect(stderr).toContain("  | red, ^G^M<U+202E>gnp\n");
    expect(stderr.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
  });

  const denial = Object.assign(new Error("no"), { name: "AccessDeniedException", $metadata: {} });

  it("continues with one warning when it may not read the log", async () => {
    await given({ runsForMs: 100_000, exitCode: 0, logLines: ["hello"] });
    const executionArn = await virtual.start("denied");
    virtual.clients.logs.middlewareStack.add(() => () => Promise.reject(denial), { step: "initialize" });

    const { exitCode, stderr } = await follow(executionArn);

    expect(exitCode).toBe(0);
    expect(stderr.match(/ {10}cannot read the log: AccessDeniedException: no \(ask for this permission/g)).toHaveLength(
      1,
    );
  });

  it("continues with one warning when it may not describe jobs, and shows the log at the end", async () => {
    await given({ runsForMs: 100_000, exitCode: 0, logLines: ["hello"] });
    const executionArn = await virtual.start("unknown-job");
    virtual.clients.batch.middlewareStack.add(() => () => Promise.reject(denial), { step: "initialize" });

    const { exitCode, stderr } = await follow(executionArn);

    expect(exitCode).toBe(0);
    expect(stderr.match(/ {10}cannot find the log before the job has ended: AccessDenied/g)).toHaveLength(1);
    expect(stderr).toMatch(/ SUCCEEDED .*\n00:00:10 {2}\| hello\n/);
  });

  it("continues without the log when it cannot be read", async () => {
    await given({ runsForMs: 1_000, exitCode: 0, logLines: ["hello"] });
    const executionArn = await virtual.start("no-log");
    virtual.clients.logs.middlewareStack.add(() => () => Promise.reject(new Error("down")), { step: "initialize" });

    const { exitCode, stderr } = await follow(executionArn);

    expect(exitCode).toBe(0);
    expect(stderr.match(/ {10}cannot read the log: down\n/g)).toHaveLength(1);
    expect(stderr).toContain("lines are missing here: the log could not be read in time\n");
  });
});
