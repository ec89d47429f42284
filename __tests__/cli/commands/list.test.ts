import { startLoopbackServer, type LoopbackServer } from "local-aws";
import * as z from "zod";
import { runPoller } from "../../../cli/run-poller";
import { EMPTY_RESULT } from "../../../workflow/result/job-result";
import { givenContext } from "../memory-context";

const STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
const NOW = Date.parse("2026-11-22T12:00:00Z");
const HOUR_MS = 3_600_000;

const requestSchema = z.object({
  executionArn: z.string().optional(),
  statusFilter: z.string().optional(),
  maxResults: z.number().optional(),
  nextToken: z.string().optional(),
});
type Request = z.output<typeof requestSchema>;

interface Listed {
  readonly name: string;
  readonly hoursAgo: number;
  readonly category?: string;
}

describe("poller list with filters", () => {
  let server: LoopbackServer;
  let requests: [operation: string, request: Request][];
  let running: number;
  let mostRunning: number;
  beforeEach(() => {
    requests = [];
    running = 0;
    mostRunning = 0;
  });
  afterEach(() => server.close());

  /** Lists executions in pages of 1,000, newest first. The endpoint's clock shows `NOW`. */
  async function list(executions: readonly Listed[], ...argv: readonly string[]) {
    const answer = (operation: string, request: Request): object => {
      if (operation === "DescribeExecution") {
        const { category } = executions.find(({ name }) => request.executionArn === `arn:${name}`) ?? {};
        return { cause: category === undefined ? "no JSON" : JSON.stringify({ ...EMPTY_RESULT, category }) };
      }
      const from = Number(request.nextToken ?? 0);
      const page = executions.slice(from, from + 1_000).map(({ name, hoursAgo }) => ({
        name,
        executionArn: `arn:${name}`,
        status: "FAILED",
        startDate: (NOW - hoursAgo * HOUR_MS) / 1000,
      }));
      return { executions: page, ...(from + 1_000 < executions.length ? { nextToken: String(from + 1_000) } : {}) };
    };
    server = await startLoopbackServer({
      name: "test",
      handle: async ({ headers, body, path }) => {
        if (path === "/_clock") return { status: 200, body: JSON.stringify({ nowMs: NOW, speed: 1 }) };
        const operation = headers["x-amz-target"]?.split(".")[1] ?? "";
        const request = requestSchema.parse(JSON.parse(body));
        requests.push([operation, request]);
        running += 1;
        mostRunning = Math.max(mostRunning, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { status: 200, body: JSON.stringify(answer(operation, request)) };
      },
    });
    const environment = { AWS_ENDPOINT_URL_SFN: server.url, AWS_ENDPOINT_URL_BATCH: server.url };
    const context = givenContext({ environment });
    const exitCode = await runPoller(["list", "--local", "--state-machine-arn", STATE_MACHINE, ...argv], context);
    const names = context.stdout.lines.slice(1).map((line) => line.split(" ")[0]);
    return { exitCode, names, stdout: context.stdout.text, stderr: context.stderr.text };
  }
  const count = (wanted: string): number => requests.filter(([operation]) => operation === wanted).length;
  const many = (length: number, more: Partial<Listed> = {}): Listed[] =>
    Array.from({ length }, (_, index) => ({ name: `e${index}`, hoursAgo: 1, ...more }));

  it.each([
    ["2d", ["new", "old"]],
    ["24h", ["new"]],
    ["2026-11-22", ["new"]],
    ["2026-11-21T07:00", ["new", "old"]],
    ["2026-11-21T09:00+01:00", ["new"]],
  ])("shows executions since %s, by the clock of the endpoint", async (since, expected) => {
    const executions = [
      { name: "new", hoursAgo: 2 },
      { name: "old", hoursAgo: 28.5 },
      { name: "older", hoursAgo: 72 },
    ];

    expect((await list(executions, "--since", since)).names).toEqual(expected);
  });

  it("reads no page after the first execution that is too old", async () => {
    const executions = [...many(500), ...many(3_000, { hoursAgo: 100 })];

    const { names } = await list(executions, "--since", "1d", "--limit", "1000");

    expect(names).toHaveLength(500);
    expect(count("ListExecutions")).toBe(1);
  });

  it("shows executions whose name starts with the prefix, from several pages", async () => {
    const executions = [...many(1_500), { name: "import-1", hoursAgo: 2 }, { name: "import-2", hoursAgo: 3 }];

    const { names } = await list(executions, "--name", "import-", "--limit", "1");

    expect(names).toEqual(["import-1"]);
    expect(requests[0]?.[1].maxResults).toBe(1_000);
    expect(count("ListExecutions")).toBe(2);
  });

  it("shows failed executions of a category, and says how many were read", async () => {
    const executions = many(12).map((each, index) => ({
      ...each,
      ...(index === 11 ? {} : { category: index % 4 === 0 ? "OutOfMemory" : "UserError" }),
    }));

    const { names, stderr } = await list(executions, "--category", "OutOfMemory");

    expect(names).toEqual(["e0", "e4", "e8"]);
    expect(stderr).toBe("3 of 12 failed executions looked at are OutOfMemory.\n");
    expect(requests[0]?.[1].statusFilter).toBe("FAILED");
    expect(mostRunning).toBeLessThanOrEqual(5);
  });

  it("stops reading when there are as many as asked for", async () => {
    const executions = many(100, { category: "OutOfMemory" });

    const { names } = await list(executions, "--category", "OutOfMemory", "--limit", "2");

    expect(names).toEqual(["e0", "e1"]);
    expect(count("DescribeExecution")).toBe(5);
  });

  it.each([["--json"], ["--quiet"]])(
    "warns that it stopped after 1,000 failed executions, also with %s",
    async (option) => {
      const { stderr } = await list(many(1_001, { category: "UserError" }), "--category", "NotFound", option);

      expect(count("DescribeExecution")).toBe(1_000);
      expect(stderr).toBe("poller: only the newest 1,000 failed executions were looked at; older ones may match too\n");
    },
  );

  it("warns that it stopped after 10,000 executions", async () => {
    const { stderr } = await list(many(10_001), "--name", "x");

    expect(stderr).toBe(
      "no execution matches\npoller: only the newest 10,000 executions were looked at; older ones may match too\n",
    );
    expect(count("ListExecutions")).toBeLessThanOrEqual(11);
  });

  it.each([
    [["--category", "UserError", "--status", "SUCCEEDED"], "only FAILED executions have one"],
    [["--since", "yesterday"], "a date or time in UTC, like 2026-11-22"],
    [["--since", "2026-13-22"], "a date or time in UTC, like 2026-11-22"],
    [["--category", "Odd"], "Allowed choices are UserError, OutOfMemory"],
  ])("rejects %j", async (argv, message) => {
    const { exitCode, stderr } = await list([], ...argv);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(requests).toEqual([]);
  });
});
