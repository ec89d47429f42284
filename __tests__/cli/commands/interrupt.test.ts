import { PassThrough } from "node:stream";
import { runPoller } from "../../../cli/run-poller";
import { startLoopbackServer, type LoopbackServer } from "local-aws";
import { givenContext } from "../memory-context";

const STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
const STARTED = { events: [{ id: 1, type: "ExecutionStarted", timestamp: 0 }], nextToken: "t" };

describe("Ctrl-C", () => {
  let server: LoopbackServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  /** Runs a command against replies by operation; at the first operation without one, Ctrl-C comes and no reply. */
  async function interrupted(argv: readonly string[], replies: Readonly<Record<string, object>> = {}) {
    const interrupt = new AbortController();
    const answered = new Set<string>();
    server = await startLoopbackServer({
      name: "test",
      handle: ({ headers }) => {
        const operation = headers["x-amz-target"]?.split(".")[1] ?? "";
        const reply = answered.has(operation) ? undefined : replies[operation];
        answered.add(operation);
        if (reply !== undefined) return Promise.resolve({ status: 200, body: JSON.stringify(reply) });
        interrupt.abort(new Error("Ctrl-C"));
        return new Promise(() => undefined);
      },
    });
    const environment = { AWS_ENDPOINT_URL_SFN: server.url, AWS_ENDPOINT_URL_BATCH: server.url };
    const context = givenContext({ environment, interrupt: interrupt.signal });
    const exitCode = await runPoller([...argv, "--local"], context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  it("ends a command that reads the standard input", async () => {
    const interrupt = new AbortController();
    const stdin = new PassThrough();
    const context = { ...givenContext({ interrupt: interrupt.signal }), stdin };
    const running = runPoller(["start", "--local", "--input", "-"], context);

    interrupt.abort(new Error("Ctrl-C"));

    await expect(running).resolves.toBe(1);
    expect(context.stderr.text).toBe("poller: interrupted\n");
  });

  it.each([
    ["finding the state machine", ["list"], {}],
    ["listing", ["list", "--state-machine-arn", STATE_MACHINE], {}],
    ["looking at what to stop", ["stop", "e", "--state-machine-arn", STATE_MACHINE], {}],
    ["stopping", ["stop", "e", "--state-machine-arn", STATE_MACHINE], { DescribeExecution: { status: "RUNNING" } }],
  ])("ends a command that waits for the endpoint, %s", async (_, argv, replies) => {
    await expect(interrupted(argv, replies)).resolves.toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "poller: interrupted\n",
    });
  });

  it("reports that an execution may have been started and how to find it", async () => {
    const { exitCode, stderr } = await interrupted(["start", "--name", "e", "--state-machine-arn", STATE_MACHINE]);

    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "poller: interrupted; execution e may have been started, see: npm run poller -- list --local\n",
    );
  });

  it.each([
    ["at the first look", {}],
    ["in the middle of the history", { GetExecutionHistory: STARTED }],
  ])("ends a watch that waits for the endpoint %s, and leaves the execution running", async (_, replies) => {
    const { exitCode, stderr } = await interrupted(["watch", "e", "--state-machine-arn", STATE_MACHINE], replies);

    expect(exitCode).toBe(2);
    expect(stderr).toContain("Stopped watching; the execution is still running.");
  });
});
