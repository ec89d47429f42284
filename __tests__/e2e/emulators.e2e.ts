import { spawn } from "node:child_process";
import { join } from "node:path";
import { runCommand } from "./support/command";
import { waitUntil } from "../../testing/wait-until";

const ROOT = join(__dirname, "..", "..");
const LIMIT_MS = 120_000;

describe("npm run emulators", () => {
  it(
    "prints the settings of an empty account, which is removed after Ctrl-C",
    async () => {
      const child = spawn("npm", ["run", "--silent", "emulators"], { cwd: ROOT, detached: true });
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
      const ended = new Promise((resolve) => child.once("close", resolve));
      try {
        await waitUntil("all lines are printed", () => /^export AWS_ACCOUNT_ID=/m.test(printed), LIMIT_MS);
        const environment: NodeJS.ProcessEnv = { ...process.env };
        for (const [, name = "", value] of printed.matchAll(/^export (\w+)=(\S+)$/gm)) environment[name] = value;

        const { output } = await runCommand(
          "node",
          ["--import", "tsx", "cli/main.ts", "state", "list", "--environment", "dev"],
          { cwd: ROOT, environment },
        );
        expect(output).toContain("the state bucket job-status-poller-dev-state-123456789012-us-east-1 does not exist;");

        process.kill(-(child.pid ?? 0), "SIGINT");
        await ended;
        await expect(fetch(environment["AWS_ENDPOINT_URL"] ?? "")).rejects.toThrow("fetch failed");
      } finally {
        if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), "SIGKILL");
      }
    },
    2 * LIMIT_MS,
  );
});
