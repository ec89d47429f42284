import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { join } from "node:path";
import { makeClone, type Clone } from "./support/clone";
import { ACCOUNT_ID, REGION, startCloud, type Cloud } from "./support/cloud";
import { waitFor, type CommandEnd } from "./support/command";
import { listAccount } from "./support/inventory";
import { killPoller, killTerraform } from "./support/kill-terraform";
import { step } from "./support/steps";

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
  clone = await makeClone(cloud.environment, "022");
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
  await waitFor(
    `${type} is made`,
    async () => {
      if (end !== undefined) throw new Error(`it ended before:\n${end.output}`);
      return new RegExp(`"${type}\\.[^"]+":"`).test(await readJournal(part));
    },
    8 * MINUTE_MS,
  );
}

const deploy = () => clone.poller(["deploy", ...DEV, "--yes"]);

/** Is told of the lock that the killed run has left, and takes it away. */
async function unlock(): Promise<void> {
  const refused = await deploy();
  expect(refused.exitCode).toBe(1);
  const [, command = ""] = LOCKED.exec(refused.output) ?? [];
  expect(await clone.poller(["state", ...command.split(" ")])).toMatchObject({ exitCode: 0 });
}

describe("the first deployment of an environment", () => {
  step(
    "is bootstrapped",
    async () => {
      expect(await clone.poller(["bootstrap", ...DEV, "--yes"])).toMatchObject({ exitCode: 0 });
      bootstrapped = await listAccount(cloud);
    },
    4 * MINUTE_MS,
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
    "comes to the same end as if nothing had happened",
    async () => {
      const { exitCode, output } = await deploy();

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output).toMatch(/^ {2}< +import +aws_lambda_function /m);
      expect(await readJournal("job-poller")).toBe("");
    },
    8 * MINUTE_MS,
  );

  step(
    "is as cdktf itself would have it",
    async () => {
      const cdktf = ["node_modules/cdktf-cli/bundle/bin/cdktf.js", "deploy", ...STACKS];
      const options = ["--skip-provider-lock", "--auto-approve", "--no-color"];
      const settings = { DEPLOY_ENVIRONMENT: "dev", CI: "true" };

      const { exitCode, output } = await clone.run("node", [...cdktf, ...options], settings);

      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output.match(/No changes\. Your infrastructure matches the configuration\./g)).toHaveLength(2);
    },
    5 * MINUTE_MS,
  );

  step(
    "leaves nothing behind when it is taken away again",
    async () => {
      expect(await clone.poller(["destroy", ...DEV, "--yes"])).toMatchObject({ exitCode: 0 });
      expect(await listAccount(cloud)).toEqual(bootstrapped);
    },
    5 * MINUTE_MS,
  );
});
