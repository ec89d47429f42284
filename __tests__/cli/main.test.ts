import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { connect } from "node:net";
import * as z from "zod";
import { PROJECT_ROOT } from "../../cli/local/project-root";
import type { SynthesizedApp } from "../../cli/local/synthesize-app";
import { givenApp } from "../../testing/given-app";

const settingsSchema = z.object({
  AWS_ENDPOINT_URL_SFN: z.url(),
  AWS_ENDPOINT_URL_BATCH: z.url(),
  AWS_REGION: z.literal("us-east-1"),
  stateMachineArn: z.string(),
  jobQueueArn: z.string(),
  jobDefinitionArn: z.string(),
});

describe("poller as a process", () => {
  let app: SynthesizedApp;
  let child: ChildProcessWithoutNullStreams;
  beforeAll(async () => {
    app = await givenApp();
  }, 180_000);
  afterAll(() => app.remove());
  afterEach(() => {
    child.kill("SIGKILL");
  });

  function givenPoller(...argv: readonly string[]): ChildProcessWithoutNullStreams {
    child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", ...argv], { cwd: PROJECT_ROOT });
    return child;
  }
  const exitOf = (process: ChildProcessWithoutNullStreams): Promise<number | null> =>
    new Promise((resolve) => process.once("exit", resolve));

  it.each(["SIGINT", "SIGTERM"] as const)(
    "serves until %s, then ends with 0 and listens no more",
    async (signal) => {
      const poller = givenPoller("local", "--json", "--cdktf-out", app.path);
      const settings = settingsSchema.parse(JSON.parse(await firstLine(poller)));
      const exit = exitOf(poller);

      poller.kill(signal);

      await expect(exit).resolves.toBe(0);
      await expect(isListening(settings.AWS_ENDPOINT_URL_SFN)).resolves.toBe(false);
      await expect(isListening(settings.AWS_ENDPOINT_URL_BATCH)).resolves.toBe(false);
    },
    180_000,
  );

  it("prints exports that a shell can take over", async () => {
    const poller = givenPoller("local", "--cdktf-out", app.path);

    await expect(firstLine(poller)).resolves.toMatch(/^export AWS_ENDPOINT_URL_SFN=http:\/\/127\.0\.0\.1:\d+$/);
  }, 180_000);

  it("ends with 1 and one line when a port is in use", async () => {
    const poller = givenPoller("local", "--json", "--cdktf-out", app.path);
    const { AWS_ENDPOINT_URL_SFN: url } = settingsSchema.parse(JSON.parse(await firstLine(poller)));
    const { port } = new URL(url);

    const second = spawn(
      process.execPath,
      ["--import", "tsx", "cli/main.ts", "local", "--json", "--sfn-port", port, "--cdktf-out", app.path],
      { cwd: PROJECT_ROOT },
    );
    let stderr = "";
    second.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));

    await expect(exitOf(second)).resolves.toBe(1);
    expect(stderr).toMatch(new RegExp(`^poller: port ${port} for the Step Functions endpoint is in use; .*\n$`));
  }, 180_000);

  it("reports an unreachable endpoint in one line", async () => {
    const url = "http://127.0.0.1:9";
    child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", "list", "--local"], {
      cwd: PROJECT_ROOT,
      env: { PATH: process.env["PATH"], AWS_ENDPOINT_URL_SFN: url, AWS_ENDPOINT_URL_BATCH: url },
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));

    await expect(exitOf(child)).resolves.toBe(1);
    expect(stderr).toMatch(/^poller: cannot reach the endpoint \(ECONNREFUSED: 127\.0\.0\.1:9\); .*\n$/);
  }, 180_000);

  it("exits silently when its output is closed", async () => {
    const poller = givenPoller("demo", "--help");
    let stderr = "";
    poller.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const exit = exitOf(poller);

    poller.stdout.destroy();

    await expect(exit).resolves.toBe(0);
    expect(stderr).toBe("");
  }, 180_000);

  it("shows its help with the exit codes", async () => {
    const poller = givenPoller("demo", "--help");
    let stdout = "";
    poller.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));

    await expect(exitOf(poller)).resolves.toBe(0);
    expect(stdout).toContain("2  ended otherwise, or still running");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  }, 180_000);
});

function firstLine(poller: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    poller.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    poller.once("exit", (code) => {
      reject(new Error(`poller ended with ${String(code)} before it printed a line`));
    });
  });
}

function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
