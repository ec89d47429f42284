import { startLoopbackServer, type LoopbackServer } from "local-aws";
import { runPoller } from "../../../cli/run-poller";
import { givenContext } from "../memory-context";

const ARN = "arn:aws:states:us-east-1:123456789012:execution:m:nightly-1";
const STATE_MACHINE = ["--state-machine-arn", "arn:aws:states:us-east-1:123456789012:stateMachine:m"];

describe("poller open", () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startLoopbackServer({
      name: "test",
      handle: ({ body, path }) =>
        Promise.resolve(
          path === "/" && body.includes("nightly-1")
            ? { status: 200, body: JSON.stringify({ status: "RUNNING", executionArn: ARN }) }
            : { status: 400, body: JSON.stringify({ __type: "ExecutionDoesNotExist", message: "no" }) },
        ),
    });
  });
  afterEach(() => server.close());

  /** Runs the command, looks at its first output, and interrupts it. */
  async function poller(argv: readonly string[], look: (stdout: string) => Promise<void> = () => Promise.resolve()) {
    const interrupt = new AbortController();
    const environment = {
      AWS_ENDPOINT_URL_SFN: server.url,
      AWS_ENDPOINT_URL_BATCH: server.url,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    };
    const context = givenContext({ environment, interrupt: interrupt.signal });
    const { stdout } = context;
    stdout.write = (text) => {
      stdout.text += text;
      void look(text).finally(() => {
        interrupt.abort(new Error("Ctrl-C"));
      });
      return true;
    };
    const exitCode = await runPoller(["open", ...argv], context);
    return { exitCode, stdout: stdout.text, stderr: context.stderr.text };
  }

  it.each([["nightly-1"], [ARN]])("serves the page of the execution %s until Ctrl-C", async (execution) => {
    let page = "";

    const { exitCode, stdout, stderr } = await poller(
      [execution, "--local", ...STATE_MACHINE, "--no-browser"],
      async (text) => {
        page = await (await fetch(text.trim())).text();
      },
    );

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/executions\/nightly-1\?token=[\w-]{43}\n$/);
    expect(page).toMatch(/^<!doctype html>/);
    expect(stderr).toContain("Do not share it");
  });

  it("prints the address as JSON", async () => {
    const { stdout, stderr } = await poller(["nightly-1", "--local", ...STATE_MACHINE, "--no-browser", "--json"]);

    expect(stdout).toMatch(/^\{"url":"http:[^"]+\/executions\/nightly-1\?token=[^"]+"\}\n$/);
    expect(stderr).toBe("");
  });

  it.each([
    [["missing", "--local", ...STATE_MACHINE], /^poller: ExecutionDoesNotExist: no \(see "poller list"/],
    [["nightly-1", "--local", ...STATE_MACHINE, "--aws-url"], /a local execution has no page in the AWS console/],
    [["nightly-1"], /^poller: no target: add --local for AWS_ENDPOINT_URL_SFN=/],
  ])("rejects %j", async (argv, message) => {
    const { exitCode, stdout, stderr } = await poller(argv);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });

  describe("on AWS", () => {
    const saved = { ...process.env };
    beforeEach(() => {
      // The SDK reads these variables itself.
      Object.assign(process.env, {
        AWS_ENDPOINT_URL_SFN: server.url,
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
      });
    });
    afterEach(() => {
      process.env = saved;
    });

    it.each([
      [
        [],
        /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/states\/home\?region=us-east-1#\/v2\/executions\/details\/arn:.*:nightly-1\n$/,
      ],
      [["--json"], /^\{"url":"https:\/\/us-east-1\.console\.aws\.amazon\.com\/[^"]+"\}\n$/],
    ])("prints the address in the AWS console, with %j", async (options, expected) => {
      const { exitCode, stdout } = await poller([ARN, "--aws-url", ...options]);

      expect(exitCode).toBe(0);
      expect(stdout).toMatch(expected);
    });
  });
});
