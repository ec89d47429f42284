import { stripVTControlCharacters } from "node:util";
import { startLoopbackServer, type LoopbackServer } from "local-aws";
import { runPoller } from "../../../cli/run-poller";
import { givenContext, type GivenContext } from "../memory-context";

const STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
const EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:m:e";

describe("commands on an endpoint that answers sparsely", () => {
  let server: LoopbackServer;
  afterEach(() => server.close());

  /** Runs a command against replies by operation, several in turn; one without a reply is refused. */
  async function poller(argv: readonly string[], replies: Readonly<Record<string, object>>, given: GivenContext = {}) {
    const left = new Map(
      Object.entries(replies).map(([operation, given]): [string, object[]] => [operation, [given].flat()]),
    );
    server = await startLoopbackServer({
      name: "test",
      handle: ({ headers }) => {
        const operation = headers["x-amz-target"]?.split(".")[1] ?? "";
        const reply = left.get(operation)?.shift();
        return Promise.resolve(
          reply === undefined
            ? { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: `no ${operation}` }) }
            : { status: 200, body: JSON.stringify(reply) },
        );
      },
    });
    const urls = { AWS_ENDPOINT_URL_SFN: server.url, AWS_ENDPOINT_URL_BATCH: server.url };
    const context = givenContext({ ...given, environment: { ...urls, ...given.environment } });
    const exitCode = await runPoller([...argv, "--local", "--state-machine-arn", STATE_MACHINE], context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  it("lists an execution of which little is known", async () => {
    const { stdout } = await poller(["list"], {
      ListExecutions: { executions: [{ name: "e" }, { status: "FAILED" }] },
    });

    expect(stdout.split("\n")).toEqual([expect.stringMatching(/^NAME/), "e", "      FAILED", ""]);
  });

  it("treats a reply without executions as empty", async () => {
    await expect(poller(["list"], { ListExecutions: {} })).resolves.toMatchObject({ stderr: "no executions yet\n" });
  });

  it("lists page after page until there are as many as were asked for", async () => {
    const { stdout } = await poller(["list", "--limit", "3", "--json"], {
      ListExecutions: [
        { executions: [{ name: "a" }], nextToken: "t" },
        { executions: [], nextToken: "u" },
        { executions: [{ name: "b" }, { name: "c" }, { name: "d" }], nextToken: "v" },
      ],
    });

    expect(JSON.parse(stdout)).toEqual([{ name: "a" }, { name: "b" }, { name: "c" }]);
  });

  it("reports a StartExecution reply without an ARN", async () => {
    const { exitCode, stderr } = await poller(["start"], { StartExecution: {} });

    expect(exitCode).toBe(1);
    expect(stderr).toBe("poller: StartExecution: the reply has no executionArn\n");
  });

  it("ends with 2 when the execution was started but cannot be watched", async () => {
    const { exitCode, stderr } = await poller(["start", "--watch"], {
      StartExecution: { executionArn: EXECUTION, startDate: 0 },
    });

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^poller: cannot watch execution e: AccessDeniedException: no GetExecutionHistory \(ask for/,
    );
  });

  it("stops an execution that has not submitted its job yet", async () => {
    const { exitCode, stdout, stderr } = await poller(["stop", "e"], {
      DescribeExecution: [{ status: "RUNNING" }, { status: "ABORTED" }],
      StopExecution: { stopDate: 0 },
      GetExecutionHistory: { events: [{ id: 1, type: "ExecutionStarted", timestamp: 0, previousEventId: 0 }] },
    });

    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "stopped e\n", stderr: "" });
  });

  it.each([
    ["SUCCEEDED", 0, "e had already ended: SUCCEEDED\n"],
    ["RUNNING", 2, "requested to stop e; its status is still RUNNING\n"],
  ])("does not claim to have stopped an execution that is %s afterwards", async (status, exitCode, stdout) => {
    const replies = {
      DescribeExecution: [{ status: "RUNNING" }, { status }],
      StopExecution: { stopDate: 0 },
      GetExecutionHistory: { events: [] },
    };

    const shown = await poller(["stop", "e"], replies);

    expect(shown).toEqual({ exitCode, stdout, stderr: "" });
    await server.close();
    const { stdout: json } = await poller(["stop", "e", "--json"], replies);
    expect(JSON.parse(json)).toEqual({ executionArn: EXECUTION, stopped: false, status });
  });

  it("reports as JSON that an execution had already ended", async () => {
    const { stdout } = await poller(["stop", "e", "--json"], { DescribeExecution: { status: "FAILED" } });

    expect(JSON.parse(stdout)).toEqual({ executionArn: EXECUTION, stopped: false, status: "FAILED" });
  });

  const ENDED = {
    GetExecutionHistory: {
      events: [
        { id: 2, type: "ExecutionSucceeded", timestamp: 0, executionSucceededEventDetails: { output: '"ok"' } },
        { id: 1, type: "ExecutionStarted", timestamp: 0 },
      ],
    },
  };

  it("prints the summary and no JSON on a terminal", async () => {
    const { exitCode, stdout, stderr } = await poller(["watch", "e"], ENDED, { isTTY: true });

    expect(exitCode).toBe(0);
    expect(stripVTControlCharacters(stdout)).toBe(
      '\nSUCCEEDED after 0 s\n\n  Closed      1970-01-01 00:00:00 UTC\n  Output      "ok"\n\n',
    );
    expect(stderr).toContain("STARTED");
    expect(stderr).not.toContain("SUCCEEDED");
  });

  it("prints one line of JSON on a terminal with --json", async () => {
    const { stdout, stderr } = await poller(["watch", "e", "--json"], ENDED, { isTTY: true });

    expect(JSON.parse(stdout)).toMatchObject({ executionArn: EXECUTION, status: "SUCCEEDED" });
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).toBe("");
  });

  it.each([
    ["one line on a terminal", true, /^SUCCEEDED after 0 s\n$/],
    ["JSON in a pipe", false, /^\{\n {2}"executionArn"/],
  ])("prints with --quiet only the result: %s", async (_case, isTTY, expected) => {
    const { stdout, stderr } = await poller(["watch", "e", "--quiet"], ENDED, { isTTY });

    expect(stripVTControlCharacters(stdout)).toMatch(expected);
    expect(stderr).toBe("");
  });

  it("prints the summary without escape codes and JSON on a terminal with TERM=dumb", async () => {
    const { stdout, stderr } = await poller(["watch", "e"], ENDED, { isTTY: true, environment: { TERM: "dumb" } });

    expect(stdout).toMatch(/^\nSUCCEEDED after 0 s\n/);
    expect(stdout).not.toContain("{");
    expect(stdout + stderr).not.toContain("\u001B");
  });
});
