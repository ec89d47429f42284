import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeliveryError } from "reviewed-terraform";
import { CliError } from "../../../cli/cli-error";
import { destroyStacks, type DestroyOptions } from "../../../cli/deploy/destroy";
import { digestOf, findResources } from "../../../cli/deploy/environment-resources";
import type { SynthesizedStack } from "../../../cli/state/synthesized-stack";
import { givenProgram, type GivenProgram } from "../given-program";
import { givenS3, givenState, type GivenS3 } from "../given-s3";
import { givenContext } from "../memory-context";

const stackOf = (part: string): SynthesizedStack => {
  const state = { bucket: "state", key: `dev/${part}.tfstate`, region: "us-east-1" };
  return { name: `${part}-dev`, part, environment: "dev", state, json: { terraform: { backend: { s3: state } } } };
};
const STACKS = [stackOf("batch"), stackOf("job-poller")];
const LOCK = JSON.stringify({ ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" });
const LOCKED =
  "the state of job-poller-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2; wait until it is released, or, if that run was killed: npm run state -- unlock 1-2 --environment dev --stack job-poller";

describe("poller destroy", () => {
  let s3: GivenS3;
  let program: GivenProgram;
  beforeEach(async () => {
    s3 = await givenS3();
    s3.buckets.add("state");
    s3.objects.set("state/dev/batch.tfstate", givenState({}));
    program = givenProgram("");
  });
  afterEach(async () => {
    program.remove();
    await s3.close();
  });

  async function run(cdktf: string, more: Partial<DestroyOptions> = { yes: true }, isTTY = false) {
    const script = join(program.folder, "cdktf.cjs");
    const asked = join(program.folder, "asked.json");
    writeFileSync(
      script,
      `require("fs").writeFileSync(${JSON.stringify(asked)}, JSON.stringify(process.argv.slice(2)));${cdktf}`,
    );
    const given = givenContext({ environment: { PATH: process.env["PATH"] } });
    const context = { ...given, stdin: Object.assign(given.stdin, { isTTY }) };
    const options = { environment: "dev", color: true, ...more };
    const end = await destroyStacks(STACKS, options, context, script).catch((error: unknown) =>
      error instanceof CliError || error instanceof DeliveryError ? error.message : error,
    );
    const wasAsked = (): unknown => JSON.parse(readFileSync(asked, "utf8"));
    return { end, wasAsked, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  it("uses the backend of the stack instead of this clone's last backend", async () => {
    const { stderr } = await run("console.log(process.env.TF_CLI_ARGS_init)");

    expect(stderr).toContain("-reconfigure\n");
  });

  it("destroys only resources that were shown: a later change of a state stops it", async () => {
    const shown = digestOf(await findResources(STACKS));

    const { wasAsked } = await run("", { yes: true, resources: shown });
    expect(wasAsked()).toContain("destroy");
    program.remove();
    program = givenProgram("");
    s3.objects.set("state/dev/job-poller.tfstate", givenState({}));
    const changed = await run("", { yes: true, resources: shown });

    expect(changed.end).toBe(
      "the states of dev have changed since they were shown, so nothing was destroyed; start again, which shows the current resources",
    );
    expect(() => changed.wasAsked()).toThrow("ENOENT");
  });

  it("runs cdktf for every stack and shows its output", async () => {
    const { end, wasAsked, stderr } = await run(
      'console.log("Destroy complete!", process.env.DEPLOY_ENVIRONMENT, process.env.CI)',
    );

    expect(wasAsked()).toEqual([
      "destroy",
      "batch-dev",
      "job-poller-dev",
      "--skip-provider-lock",
      "--no-color",
      "--auto-approve",
    ]);
    expect(stderr).toBe(
      "Destroy complete! dev true\n\nSTACK           DELETED  LEFT\nbatch-dev             0     0\njob-poller-dev        0     0\nall                   0     0\n\nThe state bucket of dev and the other bootstrap resources still exist; docs/state-backend.md explains how to delete them.\n",
    );
    expect(end).toBe(0);
  });

  it("counts the deleted and remaining resources", async () => {
    const resources = ["managed", "managed", "data"].map((mode) => ({ mode, type: "aws_vpc" }));
    s3.objects.set("state/dev/batch.tfstate", givenState({}, resources));
    s3.objects.set("state/dev/job-poller.tfstate", givenState({}, resources));
    let requests = 0;
    s3.onRequest = () => {
      requests += 1;
      if (requests > 8) s3.objects.set("state/dev/batch.tfstate", givenState({}));
    };

    const { stderr } = await run("");

    expect(stderr).toContain(`
STACK           DELETED  LEFT
batch-dev             2     0
job-poller-dev        0     2
all                   2     2
`);
  });

  it("prints only the result with --json", async () => {
    const { stdout, stderr } = await run("", { yes: true, json: true });

    expect(JSON.parse(stdout)).toEqual([
      { stack: "batch-dev", deleted: 0, left: 0 },
      { stack: "job-poller-dev", deleted: 0, left: 0 },
    ]);
    expect(stderr).toBe("");
  });

  it("runs nothing when the state bucket is missing", async () => {
    s3.buckets.clear();

    const { end, wasAsked } = await run("");

    expect(end).toBe(
      "the state bucket state does not exist; create it with: npm run poller -- bootstrap --environment dev",
    );
    expect(wasAsked).toThrow("ENOENT");
  });

  it("runs nothing when any of the states is locked", async () => {
    s3.objects.set("state/dev/job-poller.tfstate.tflock", LOCK);

    const { end, wasAsked } = await run("");

    expect(end).toBe(LOCKED);
    expect(wasAsked).toThrow("ENOENT");
  });

  it("runs nothing after an interrupted deploy", async () => {
    s3.objects.set("state/dev/batch.tfstate.journal", JSON.stringify({ version: 1, planned: [], made: {} }));

    const { end, wasAsked } = await run("");

    expect(end).toBe(
      "an apply of batch-dev was interrupted before it saved its state, so destroy would leave resources behind; first run: npm run deploy -- --environment dev; if that fails, delete the resources it names and then s3://state/dev/batch.tfstate.journal",
    );
    expect(wasAsked).toThrow("ENOENT");
  });

  it("reports a killed Terraform as a failure", async () => {
    // Before cdktf runs, the states of two stacks are read twice, their locks and journals once.
    let requests = 0;
    s3.onRequest = () => {
      requests += 1;
      if (requests > 8) s3.objects.set("state/dev/job-poller.tfstate.tflock", LOCK);
    };

    const { end } = await run("");

    expect(end).toBe(LOCKED);
  });

  it("explains a failure by the stack that failed", async () => {
    const { end } = await run(
      'console.log("job-poller-dev  Initializing\\nbatch-dev  Error: AWS account ID not allowed: 210987654321"); process.exit(1)',
    );

    expect(end).toContain(
      "the AWS credentials belong to account 210987654321, which is not AWS_ACCOUNT_ID of batch-dev",
    );
  });

  it("points at cdktf's own words for any other failure", async () => {
    expect((await run("process.exit(3)")).end).toBe("cdktf ended with exit code 3; see above");
  });

  it("changes nothing without approval or a terminal", async () => {
    const { end, wasAsked } = await run("", {});

    expect(end).toBe("nothing was changed: approval requires a terminal; to approve without one, add --yes");
    expect(wasAsked).toThrow("ENOENT");
  });

  it.each([
    ["process.exit(0)", 0],
    ["process.exit(1)", 1],
  ])("leaves the question to cdktf on a terminal: %s", async (cdktf, exitCode) => {
    const { end, wasAsked } = await run(cdktf, {}, true);

    expect(wasAsked()).toEqual(["destroy", "batch-dev", "job-poller-dev", "--skip-provider-lock", "--no-color"]);
    expect(end).toBe(exitCode);
  });
});
