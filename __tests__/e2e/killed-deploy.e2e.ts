import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { join } from "node:path";
import { compareCheckov } from "./support/checkov";
import { makeClone, type Clone } from "./support/clone";
import { ACCOUNT_ID, REGION, startCloud, type Cloud } from "./support/cloud";
import type { CommandEnd, Environment } from "./support/command";
import { listAccount } from "./support/inventory";
import { killPoller, killTerraform } from "./support/kill-terraform";
import { plan } from "./support/plan-stack";
import { describeStarts, STARTS, wantedStarts } from "./support/starts";
import { step } from "./support/steps";
import { waitUntil } from "../../testing/wait-until";

const DEV = ["--environment", "dev"];
const STACKS = ["batch-dev", "job-poller-dev"];
const MINUTE_MS = 60_000;
const LOCKED =
  /^poller: the state of \S+ is locked by \S+ \(apply\) since \d{4}-.+, lock \S+; .*npm run state -- (unlock .+)$/m;

let cloud: Cloud;
let clone: Clone;
let bootstrapped: string[];

beforeAll(async () => {
  cloud = await startCloud();
  clone = await makeClone({ ...cloud.environment, ...STARTS }, "022");
}, 5 * MINUTE_MS);

afterAll(async () => {
  await clone.remove();
  await cloud.stop();
});

/** Returns the journal of the current run in the state bucket; empty if there is none. */
async function readJournal(part: string): Promise<string> {
  const s3 = new S3Client({
    region: REGION,
    endpoint: cloud.motoUrl,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const Bucket = `job-status-poller-dev-state-${ACCOUNT_ID}-${REGION}`;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `dev/${part}.tfstate.journal` }));
    return (await Body?.transformToString()) ?? "";
  } catch {
    return "";
  } finally {
    s3.destroy();
  }
}

/** Waits until the journal has entries. @throws Error with the output if the run ends before that */
async function untilMade(part: string, type: string, run: Promise<CommandEnd>): Promise<void> {
  let end: CommandEnd | undefined;
  void run.then((value) => (end = value));
  await waitUntil(
    `${type} is made`,
    async () => {
      if (end !== undefined) throw new Error(`it ended before:\n${end.output}`);
      return new RegExp(`"${type}\\.[^"]+":"`).test(await readJournal(part));
    },
    8 * MINUTE_MS,
  );
}

const deploy = (more: Environment = {}) => clone.poller(["deploy", ...DEV, "--yes"], more);

/** Returns the output of a successful command. @throws Error with the output if the command fails */
function outputOf({ exitCode, output }: CommandEnd): string {
  if (exitCode !== 0) throw new Error(`exit code ${String(exitCode)}:\n${output}`);
  return output;
}

const cdktf = async (args: readonly string[], more: Environment = {}): Promise<string> => {
  const settings = { DEPLOY_ENVIRONMENT: "dev", CI: "true", ...more };
  return outputOf(await clone.run("node", ["node_modules/cdktf-cli/bundle/bin/cdktf.js", ...args], settings));
};

/** Reads the lock that the killed run left from the error message, and releases it. */
async function unlock(): Promise<void> {
  const refused = await deploy();
  expect(refused.exitCode).toBe(1);
  const [, command = ""] = LOCKED.exec(refused.output) ?? [];
  outputOf(await clone.poller(["state", ...command.split(" ")]));
}

describe("first deployment of an environment with a schedule, an S3 trigger and notifications", () => {
  step(
    "bootstraps and reports the plans",
    async () => {
      outputOf(await clone.poller(["bootstrap", ...DEV, "--yes"]));
      bootstrapped = await listAccount(cloud);
      await cdktf(["synth"]);
      outputOf(await clone.poller(["ci", "plan", ...DEV]));
    },
    6 * MINUTE_MS,
  );

  step(
    "has no checkov finding without a reason in docs/reference/checkov.md",
    async () => {
      const stacks = ["state-backend-dev", ...STACKS];
      for (const stack of stacks) {
        const { exitCode, output } = await plan(clone, stack);
        if (exitCode !== 0 && exitCode !== 2) throw new Error(output);
      }

      const { exitCode, output } = await compareCheckov(clone, stacks);

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    },
    5 * MINUTE_MS,
  );

  step(
    "explains the lock after Terraform was killed when it had created the network",
    async () => {
      const killed = deploy();
      await untilMade("batch", "aws_vpc", killed);
      expect(killTerraform(join(clone.path, "cdktf.out", "stacks", "batch-dev"))).toBe(1);

      const { exitCode, output } = await killed;

      expect(exitCode).toBe(1);
      expect(output).toMatch(/^poller: batch-dev was applied in part: terraform apply .* was ended by SIGKILL$/m);
      expect(output).toMatch(LOCKED);
      await unlock();
    },
    6 * MINUTE_MS,
  );

  step(
    "recovers those resources, and is killed again together with poller after it created functions",
    async () => {
      const killed = deploy();
      await untilMade("job-poller", "aws_lambda_function", killed);
      expect(killPoller(clone.path)).toBe(1);
      expect(killTerraform(join(clone.path, "cdktf.out", "stacks", "job-poller-dev"))).toBe(1);

      const { signal, output } = await killed;

      expect(signal).toBe("SIGKILL");
      expect(output).toMatch(/^ {2}< +import +aws_vpc /m);
      expect(output).not.toMatch(/^ {2}\+ +create +aws_vpc /m);
      expect(await readJournal("batch")).toBe("");
      await unlock();
    },
    10 * MINUTE_MS,
  );

  step(
    "shows a person of the pipeline the imports, and finishes with deploy",
    async () => {
      const { exitCode, output } = await clone.poller(["ci", "review", ...DEV, "--reports", "build/reports"]);

      expect(exitCode).toBe(3);
      expect(output).toMatch(/^job-poller-dev: the plan differs from the reports$/m);
      expect(output).toMatch(/^ {2}aws_\S+: imported from: reviewed \(none\), now /m);
      outputOf(await deploy());
      expect(await readJournal("job-poller")).toBe("");
      expect(outputOf(await deploy()).match(/: nothing to change$/gm)).toEqual(STACKS.map(() => ": nothing to change"));
    },
    10 * MINUTE_MS,
  );

  step("creates its rules, targets, roles and policies", async () => {
    expect(await describeStarts(cloud)).toEqual(
      wantedStarts(STARTS.SCHEDULE_EXPRESSION, ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
    );
  });

  step(
    "matches cdktf deploy except for intentional changes, and poller plans no changes",
    async () => {
      const changed = { MAX_VCPUS: "8", SCHEDULE_EXPRESSION: "cron(0 6 ? * MON-FRI *)", NOTIFICATION_ENDS: "failures" };

      const change = await cdktf(
        ["deploy", ...STACKS, "--skip-provider-lock", "--auto-approve", "--no-color"],
        changed,
      );
      const found = outputOf(await deploy(changed));

      expect(change).not.toMatch(/: (?:Creating|Destroying)\.\.\./);
      expect(found.match(/: nothing to change$/gm)).toHaveLength(STACKS.length);
      expect(await describeStarts(cloud)).toEqual(
        wantedStarts(changed.SCHEDULE_EXPRESSION, ["FAILED", "TIMED_OUT", "ABORTED"]),
      );
    },
    10 * MINUTE_MS,
  );

  step(
    "leaves no resources after it is destroyed",
    async () => {
      outputOf(await clone.poller(["destroy", ...DEV, "--yes"]));

      expect(await listAccount(cloud)).toEqual(bootstrapped);
    },
    5 * MINUTE_MS,
  );
});
