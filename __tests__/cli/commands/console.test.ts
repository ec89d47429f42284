import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { openInBrowser } from "../../../cli/console/open-in-browser";
import type { SynthesizedApp } from "../../../cli/local/synthesize-app";
import { runPoller } from "../../../cli/run-poller";
import { givenOwnApp } from "../given-app";
import { givenContext } from "../memory-context";
import { containing } from "../../local/step-functions/matchers";

describe("console", () => {
  let app: SynthesizedApp;
  beforeAll(async () => {
    app = await givenOwnApp();
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

  it("shows the endpoints of a poller local whose exports were taken over, while others drive them", async () => {
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

  it.each([
    [["--environment", "dev", "--local"], /give it without --local/],
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
    const told = join(folder, "told");
    writeFileSync(opener, `#!/bin/sh\necho "$1" >${told}.part; mv ${told}.part ${told}\n`);
    chmodSync(opener, 0o755);

    const { problem, remove } = await openInBrowser("http://127.0.0.1:1/?token=secret", [opener]);

    expect(problem).toBeUndefined();
    while (!existsSync(told)) await new Promise((resolve) => setTimeout(resolve, 10));
    const argument = readFileSync(told, "utf8").trim();
    expect(argument).not.toContain("secret");
    expect(readFileSync(fileURLToPath(argument), "utf8")).toContain("url=http://127.0.0.1:1/?token=secret");
    await remove();
    expect(existsSync(fileURLToPath(argument))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it("says why no browser could be opened", async () => {
    const { problem, remove } = await openInBrowser("http://127.0.0.1:1/", ["/no/such/program"]);

    expect(problem).toContain("ENOENT");
    await remove();
  });
});
