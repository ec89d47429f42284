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
import { waitUntil } from "../support/wait-until";

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

/** What the run that is under way tells in the state bucket of what it has made; empty when there is no journal. */
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

/** Waits until a run has told that it has made something. @throws Error with what it wrote when it ends before */
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

/** What a command wrote that must succeed. @throws Error with that when it does not */
function outputOf({ exitCode, output }: CommandEnd): string {
  if (exitCode !== 0) throw new Error(`exit code ${String(exitCode)}:\n${output}`);
  return output;
}

const cdktf = async (args: readonly string[], more: Environment = {}): Promise<string> => {
  const settings = { DEPLOY_ENVIRONMENT: "dev", CI: "true", ...more };
  return outputOf(await clone.run("node", ["node_modules/cdktf-cli/bundle/bin/cdktf.js", ...args], settings));
};

/** Is told of the lock that the killed run has left, and takes it away. */
async function unlock(): Promise<void> {
  const refused = await deploy();
  expect(refused.exitCode).toBe(1);
  const [, command = ""] = LOCKED.exec(refused.output) ?? [];
  outputOf(await clone.poller(["state", ...command.split(" ")]));
}

describe("the first deployment of an environment that starts executions by itself, and tells of their end", () => {
  step(
    "is bootstrapped, and reviewed",
    async () => {
      outputOf(await clone.poller(["bootstrap", ...DEV, "--yes"]));
      bootstrapped = await listAccount(cloud);
      // Plans that count as reviewed tell of which sources.
      const commit = "git -c user.name=ann -c user.email=ann@example.com commit -q --allow-empty -m first";
      outputOf(await clone.run("sh", ["-c", `git init -q && ${commit}`]));
      await cdktf(["synth"]);
      outputOf(await clone.poller(["ci", "plan", "job-poller-dev", "--report", "build/reviewed/job-poller-dev.json"]));
    },
    6 * MINUTE_MS,
  );

  step(
    "has no finding of checkov without a reason in docs/checkov.md",
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
    "explains the lock when Terraform was killed after it had made the network",
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
    "takes over what that one had made, and is killed once more, with poller itself, after it has made functions",
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
    "comes to its end by the pipelines' apply, to which what it takes over is what was reviewed",
    async () => {
      const output = outputOf(await clone.poller(["ci", "apply", "job-poller-dev", "--reviewed", "build/reviewed"]));

      expect(output).toMatch(
        /^job-poller-dev: the plan is the rest of the reviewed plan after an earlier attempt, and imports .*:\n(?: {2}.*\n)* {2}aws_lambda_function\./m,
      );
      expect(output).toContain("job-poller-dev: a second plan has no changes\n");
      expect(await readJournal("job-poller")).toBe("");
      expect(outputOf(await deploy()).match(/: nothing to change$/gm)).toEqual(STACKS.map(() => ": nothing to change"));
    },
    10 * MINUTE_MS,
  );

  step("has its rules, targets, roles and policies in the account", async () => {
    expect(await describeStarts(cloud)).toEqual(
      wantedStarts(STARTS.SCHEDULE_EXPRESSION, ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
    );
  });

  step(
    "is as cdktf deploy would have it, but for what is changed in turn, and poller finds nothing to add to that",
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
    "leaves nothing behind when it is taken away again",
    async () => {
      outputOf(await clone.poller(["destroy", ...DEV, "--yes"]));

      expect(await listAccount(cloud)).toEqual(bootstrapped);
    },
    5 * MINUTE_MS,
  );
});
