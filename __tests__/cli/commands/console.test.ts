import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { openInBrowser } from "../../../cli/console/open-in-browser";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { givenApp } from "../../../testing/given-app";
import { givenS3, givenState, type GivenS3 } from "../given-s3";
import { givenContext } from "../memory-context";
import { containing } from "../../../testing/matchers";

describe("console", () => {
  let app: SynthesizedApp;
  beforeAll(async () => {
    app = await givenApp();
  }, 120_000);
  afterAll(() => app.remove());

  /** Runs until its result has been printed, looks at it, and then is interrupted. */
  async function serve(argv: readonly string[], look: (stdout: string) => Promise<void>, environment = {}) {
    const interrupt = new AbortController();
    const context = givenContext({ interrupt: interrupt.signal, environment });
    const { stdout } = context;
    context.stdout.write = (text) => {
      stdout.text += text;
      void look(text).finally(() => {
        interrupt.abort(new Error("Ctrl-C"));
      });
      return true;
    };
    const exitCode = await runPoller(["console", ...argv], context);
    return { exitCode, stdout: stdout.text, stderr: context.stderr.text };
  }
  const urlIn = (stdout: string): string => /http:\/\/127[^"\s]+/.exec(stdout)?.[0] ?? "";

  it("starts endpoints of its own, serves the page until Ctrl-C, and leaves nothing", async () => {
    let status = 0;

    const { exitCode, stdout, stderr } = await serve(["--cdktf-out", app.path], async (text) => {
      status = (await fetch(urlIn(text))).status;
    });

    expect({ exitCode, status }).toEqual({ exitCode: 0, status: 200 });
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
    expect(stderr).toContain("A minute's wait takes 2 s");
    expect(stderr).toMatch(/export AWS_ENDPOINT_URL_SFN=http:\/\/127\.0\.0\.1:\d+\n/);
    expect(stderr).not.toContain(urlIn(stdout).split("=")[1]);
    await expect(fetch(urlIn(stdout))).rejects.toThrow("fetch failed");
  });

  it("prints one line with --json, with what other clients need", async () => {
    const { stdout, stderr } = await serve(["--cdktf-out", app.path, "--json"], () => Promise.resolve());

    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      url: containing("?token="),
      AWS_ENDPOINT_URL_SFN: containing("http://127.0.0.1:"),
      stateMachineArn: containing(":stateMachine:job-status-poller-dev"),
    });
  });

  it("shows the endpoints of a running poller local", async () => {
    let executions = "";

    await serve(["--cdktf-out", app.path, "--json"], async (outer) => {
      const environment = z.record(z.string(), z.string()).parse(JSON.parse(outer));
      const inner = await serve(
        ["--json"],
        async (text) => {
          const address = new URL(urlIn(text));
          await runPoller(["start", "--local", "--name", "from-elsewhere"], givenContext({ environment }));
          const cookie = (await fetch(address)).headers.get("set-cookie")?.split(";")[0] ?? "";
          executions = await (await fetch(new URL("/api/executions", address), { headers: { cookie } })).text();
        },
        environment,
      );
      expect(inner.stdout).toMatch(/^\{"url":"[^"]+"\}\n$/);
    });

    expect(executions).toContain('"name":"from-elsewhere"');
  });

  describe("of a deployed environment", () => {
    const BUCKET = "job-status-poller-dev-state-123456789012-us-east-1";
    const NAME = "AWS_ENDPOINT_URL_SFN";
    const before = process.env[NAME];
    let s3: GivenS3;
    beforeEach(async () => {
      s3 = await givenS3();
      s3.buckets.add(BUCKET);
    });
    afterEach(async () => {
      if (before === undefined) Reflect.deleteProperty(process.env, NAME);
      else process.env[NAME] = before;
      await s3.close();
    });

    /** @param endpoint - endpoint of Step Functions in the settings; undefined for the real one */
    async function describeDeployed(endpoint?: string) {
      let reply: unknown;
      let stderr = "";
      await serve(["--cdktf-out", app.path, "--json"], async (outer) => {
        const endpoints = z.record(z.string(), z.string()).parse(JSON.parse(outer));
        const { [NAME]: url = "", stateMachineArn = "" } = endpoints;
        const output = (value: string): object => ({ value });
        s3.objects.set(
          `${BUCKET}/dev/job-poller.tfstate`,
          givenState({
            state_machine_arn: output(stateMachineArn),
            sample_input: output('{"jobName":"deployed"}'),
            console_url: output("https://console"),
          }),
        );
        // The SDK looks for its endpoint there.
        process.env[NAME] = url;
        const { PATH, HOME } = process.env;
        const settings = { PATH, HOME, AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
        const inner = await serve(
          ["--environment", "dev"],
          async (text) => {
            const address = new URL(urlIn(text));
            const cookie = (await fetch(address)).headers.get("set-cookie")?.split(";")[0] ?? "";
            reply = await (await fetch(new URL("/api/state-machine", address), { headers: { cookie } })).json();
          },
          { ...settings, [NAME]: endpoint ?? url },
        );
        stderr = inner.stderr;
      });
      return { reply, stderr };
    }

    it("finds it by its state, and says that an emulator is not AWS", async () => {
      const { reply, stderr } = await describeDeployed();

      expect(reply).toMatchObject({
        name: "job-status-poller-dev",
        isLocal: false,
        endpoint: containing("127.0.0.1:"),
        sampleInput: { jobName: "deployed" },
        optionsShown: "--environment dev",
        consoleUrl: null,
        speed: 30,
      });
      expect(stderr).toMatch(
        /^Using the Step Functions endpoint http:\/\/127\.0\.0\.1:\d+; times are those of its clock/,
      );
    }, 180_000);

    it("links to the AWS console where it is on AWS", async () => {
      const { reply, stderr } = await describeDeployed("https://states.us-east-1.amazonaws.com");

      expect(reply).toMatchObject({
        endpoint: null,
        consoleUrl: containing("https://us-east-1.console.aws.amazon.com"),
        speed: 1,
      });
      expect(stderr).not.toContain("not on AWS");
    }, 180_000);

    it("reports in one line that it is not deployed", async () => {
      const { PATH, HOME } = process.env;
      const environment = { PATH, HOME, AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
      const context = givenContext({ environment });

      await expect(runPoller(["console", "--environment", "dev"], context)).resolves.toBe(1);

      expect(context.stderr.text).toMatch(/^poller: job-poller-dev is not deployed: there is no state in .+\n$/);
    }, 180_000);
  });

  it.each([
    [["--environment", "dev", "--local"], /cannot be combined with --local/],
    [["--state-machine-arn", "x"], /--state-machine-arn must look like arn:aws:states:/],
    [["--speed", "5", "--environment", "dev"], /'--speed <n>' cannot be used with option '--environment <name>'/],
    [["--port", "70000"], /must be an integer from 0 to 65535/],
  ])("refuses %j in one line", async (argv, message) => {
    const context = givenContext();

    await expect(runPoller(["console", ...argv], context)).resolves.toBe(1);

    expect(context.stderr.text).toMatch(message);
    expect(context.stderr.lines).toHaveLength(1);
  });
});

describe("opening the page in a browser", () => {
  it("passes the address on in a file that only this user can read, and removes it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "opener-test-"));
    const opener = join(folder, "opener");
    const received = join(folder, "received");
    writeFileSync(opener, `#!/bin/sh\necho "$1" >${received}.part; mv ${received}.part ${received}\n`);
    chmodSync(opener, 0o755);

    const { problem, remove } = await openInBrowser("http://127.0.0.1:1/?token=secret", [opener]);

    expect(problem).toBeUndefined();
    while (!existsSync(received)) await new Promise((resolve) => setTimeout(resolve, 10));
    const argument = readFileSync(received, "utf8").trim();
    expect(argument).not.toContain("secret");
    expect(readFileSync(fileURLToPath(argument), "utf8")).toContain("url=http://127.0.0.1:1/?token=secret");
    await remove();
    expect(existsSync(fileURLToPath(argument))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it("reports why the browser could not be opened", async () => {
    const { problem, remove } = await openInBrowser("http://127.0.0.1:1/", ["/no/such/program"]);

    expect(problem).toContain("ENOENT");
    await remove();
  });
});
