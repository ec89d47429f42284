import { spawn } from "node:child_process";
import { join } from "node:path";
import { runCommand } from "./support/command";
import { waitUntil } from "../../testing/wait-until";

const ROOT = join(__dirname, "..", "..");
const LIMIT_MS = 120_000;
/** Managed policy of AWS that modules attach to the service role of Batch. */
const BATCH_POLICY_ARN = "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole";
const IAM_AUTHORIZATION =
  "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=00";

describe("npm run emulators", () => {
  it(
    "prints the settings of an account with the policies of AWS only, which is removed after Ctrl-C",
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

        const policy = await fetch(environment["AWS_ENDPOINT_URL"] ?? "", {
          method: "POST",
          headers: { authorization: IAM_AUTHORIZATION },
          body: new URLSearchParams({ Action: "GetPolicy", PolicyArn: BATCH_POLICY_ARN }),
        });
        expect(await policy.text()).toContain(`<Arn>${BATCH_POLICY_ARN}</Arn>`);

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
