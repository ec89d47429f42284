import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { makeClone, type Clone } from "../e2e/support/clone";
import { ACCOUNT_ID, REGION, startCloud, type Cloud } from "../e2e/support/cloud";
import type { CommandEnd } from "../e2e/support/command";
import { listAccount } from "../e2e/support/inventory";
import { reportPlan } from "../e2e/support/plan-report";
import { plan, synthesize } from "../e2e/support/plan-stack";
import { step } from "../e2e/support/steps";

const STACKS = ["batch-dev", "job-poller-dev"];
const DEV = ["--environment", "dev"];
const MINUTE_MS = 60_000;
const CHANGED = { JOB_TIMEOUT_SECONDS: "7200", WAIT_INTEGRATION: "sync" };

let cloud: Cloud;
let tofu: Clone;
let terraform: Clone;
let bootstrapped: string[];

beforeAll(async () => {
  cloud = await startCloud();
  const { TERRAFORM_BINARY_NAME = "tofu" } = process.env;
  tofu = await makeClone({ ...cloud.environment, TERRAFORM_BINARY_NAME }, "022");
  terraform = await makeClone({ ...cloud.environment, TERRAFORM_BINARY_NAME: "terraform" }, "022");
}, 5 * MINUTE_MS);

afterAll(async () => {
  await Promise.all([tofu.remove(), terraform.remove()]);
  await cloud.stop();
});

/** Returns the output of a successful command. @throws Error with the output if the command fails */
async function outputOf(end: Promise<CommandEnd>): Promise<string> {
  const { exitCode, output } = await end;
  if (exitCode !== 0) throw new Error(`exit code ${String(exitCode)}:\n${output}`);
  return output;
}

async function reportChange(where: Clone) {
  await synthesize(where, CHANGED);
  const reports = [];
  for (const stack of STACKS) {
    expect(await plan(where, stack)).toMatchObject({ exitCode: 2 });
    reports.push(await reportPlan(where, stack));
  }
  return reports;
}

describe("environment deployed with OpenTofu", () => {
  step("runs OpenTofu", async () => {
    expect(await outputOf(tofu.run("sh", ["-c", '"$TERRAFORM_BINARY_NAME" version']))).toMatch(/^OpenTofu v1\./m);
  });

  step("bootstraps, and changes nothing the second time", async () => {
    expect(await outputOf(tofu.poller(["bootstrap", ...DEV, "--yes"]))).toContain("state_bucket = ");
    bootstrapped = await listAccount(cloud);

    expect(await outputOf(tofu.poller(["bootstrap", ...DEV]))).toContain("state-backend-dev: nothing to change\n");
  });

  step("deploys, and then plans no changes", async () => {
    await outputOf(tofu.poller(["deploy", ...DEV, "--yes"]));
    await synthesize(tofu);

    for (const stack of STACKS) expect(await plan(tofu, stack)).toMatchObject({ exitCode: 0 });
  });

  step("shows its state, and passes the smoke test", async () => {
    expect(await outputOf(tofu.poller(["state", "list", ...DEV]))).toContain("aws_sfn_state_machine.");
    expect(JSON.parse((await tofu.poller(["smoke", ...DEV, "--json"])).stdout)).toMatchObject({ status: "SUCCEEDED" });
  });

  step("has the same plan digest with Terraform and OpenTofu", async () => {
    const [ours, theirs] = [await reportChange(tofu), await reportChange(terraform)];

    expect(theirs.map(({ digest }) => digest)).toEqual(ours.map(({ digest }) => digest));
  });

  step("plans no changes with OpenTofu after a change by Terraform", async () => {
    await outputOf(terraform.poller(["deploy", ...DEV, "--yes"], CHANGED));

    for (const stack of STACKS) expect(await plan(tofu, stack)).toMatchObject({ exitCode: 0 });
  });

  step("respects the lock of another client", async () => {
    const s3 = new S3Client({
      region: REGION,
      endpoint: cloud.motoUrl,
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const lock = { ID: "5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b", Operation: "OperationTypeApply", Who: "ann@laptop" };
    await s3.send(
      new PutObjectCommand({
        Bucket: `job-status-poller-dev-state-${ACCOUNT_ID}-${REGION}`,
        Key: "dev/batch.tfstate.tflock",
        Body: JSON.stringify({ ...lock, Info: "", Version: "1.11.4", Created: "2026-11-22T08:00:00Z", Path: "" }),
      }),
    );
    s3.destroy();

    const refused = await tofu.terraform("batch-dev", ["plan", "-input=false", "-no-color"]);
    const unlocked = tofu.poller(["state", "unlock", lock.ID, ...DEV, "--stack", "batch"]);

    expect(refused.output).toContain("Error acquiring the state lock");
    expect(await outputOf(unlocked)).toBe("The state of batch-dev is unlocked.\n");
  });

  step("destroys everything except the resources of bootstrap", async () => {
    await outputOf(tofu.poller(["destroy", ...DEV, "--yes"]));

    expect(await listAccount(cloud)).toEqual(bootstrapped);
  });
});
