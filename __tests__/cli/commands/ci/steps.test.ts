import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "reviewed-terraform";
import { CANARY, givenPlan, givenStacks, type GivenStacks } from "./given-stacks";

// Some of these synthesize the stacks, with the Lambdas' bundles, on a machine that may be busy.
jest.setTimeout(180_000);

let given: GivenStacks;
beforeEach(async () => {
  given = await givenStacks();
});
afterEach(() => given.remove());

/** Parses a file of variables like GitHub. */
function parseVariables(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)<<(\S+)\n([^]*?)\n\2\n/gm)].map(([, name = "", , value = ""]) => [name, value]),
  );
}

const SETTINGS = { AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

describe("poller ci waves", () => {
  it("orders the stacks that pipelines may apply", async () => {
    const { exitCode, stdout } = await given.run(["waves", "--out-dir", given.outDir]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "1. batch-dev\n2. job-poller-dev\n" });
    expect(parseVariables(given.github("output"))).toEqual({
      waves: '[["batch-dev"],["job-poller-dev"]]',
      stacks: '["batch-dev","job-poller-dev"]',
    });
    expect(JSON.parse((await given.run(["waves", "--json", "--out-dir", given.outDir])).stdout)).toEqual({
      waves: [["batch-dev"], ["job-poller-dev"]],
      stacks: ["batch-dev", "job-poller-dev"],
    });
  });

  it("refuses more waves than the workflow has jobs for", async () => {
    const { exitCode, stderr } = await given.run(["waves", "--max-waves", "1", "--out-dir", given.outDir]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("poller: the stacks need 2 waves, but there are jobs for 1; ");
  });

  it("explains how to create a manifest", async () => {
    expect((await given.run(["waves", "--out-dir", given.path])).stderr).toBe(
      `poller: there is no manifest.json in ${given.path}; run: npm run synth\n`,
    );
  });
});

describe("poller ci lock", () => {
  const lock = (...more: readonly string[]) => given.run(["lock", "batch-dev", "--out-dir", given.outDir, ...more]);

  it("reports an unlocked state", async () => {
    expect(await lock()).toEqual({ exitCode: 0, stdout: "the state of batch-dev is not locked\n", stderr: "" });
    expect((await lock("--json")).stdout).toBe("null\n");
  });

  it("reports the owner of the lock and how to release it", async () => {
    const held = { ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" };
    given.s3.objects.set("state/dev/batch.tfstate.tflock", JSON.stringify(held));

    expect(await lock()).toEqual({
      exitCode: 2,
      stdout:
        "the state of batch-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2; wait until it is released, or, if that run was killed: npm run state -- unlock 1-2 --environment dev --stack batch\n",
      stderr: "",
    });
  });
});

describe("poller ci synth", () => {
  it("writes the stacks of an environment, and outputs their waves and sources", async () => {
    const outDir = join(given.path, "synthesized");

    const ran = await given.run(["synth", "--environment", "dev", "--out-dir", outDir], SETTINGS);

    expect(ran).toEqual({ exitCode: 0, stdout: "1. batch-dev\n2. job-poller-dev\n", stderr: "" });
    expect(existsSync(join(outDir, "stacks", "job-poller-dev", "cdk.tf.json"))).toBe(true);
    const { tree, ...waves } = parseVariables(given.github("output"));
    expect(waves).toEqual({ waves: '[["batch-dev"],["job-poller-dev"]]', stacks: '["batch-dev","job-poller-dev"]' });
    expect(tree).toMatch(/^[0-9a-f]{40}$/);
  });

  it("refuses an environment that there is not", async () => {
    expect((await given.run(["synth", "--environment", "qa"], SETTINGS)).stderr).toBe(
      'poller: --environment must be dev or prod, got "qa"\n',
    );
  });
});

describe("poller ci environment", () => {
  it("checks the settings, and hands them and the roles on", async () => {
    const text = "# dev\nAWS_REGION=eu-west-1\nAWS_ACCOUNT_ID=123456789012\n";
    const { exitCode, stderr } = await given.run(["environment", "--environment", "dev"], {
      SETTINGS: text,
      GITHUB_REPOSITORY: "acme/poller",
    });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(parseVariables(given.github("env"))).toEqual({
      AWS_REGION: "eu-west-1",
      AWS_ACCOUNT_ID: "123456789012",
      DEPLOY_ENVIRONMENT: "dev",
    });
    const role = (name: string): string =>
      `arn:aws:iam::123456789012:role/job-status-poller-deploy/job-status-poller-dev-${name}-eu-west-1`;
    expect(parseVariables(given.github("output"))).toEqual({
      region: "eu-west-1",
      state_bucket: "job-status-poller-dev-state-123456789012-eu-west-1",
      plan_role_arn: role("plan"),
      apply_role_arn: role("apply"),
      smoke_role_arn: role("smoke"),
      drift_role_arn: role("drift"),
    });
  });

  it("names every wrong line, and every setting that is missing", async () => {
    const run = (text: string) => given.run(["environment", "--environment", "dev"], { SETTINGS: text });

    expect((await run("NODE_OPTIONS=x\nMAX_VCPUS")).stderr.match(/^poller: line/gm)).toHaveLength(2);
    const missing = await run("AWS_ACCOUNT_ID=12");
    expect(missing.stderr).toMatch(/^poller: AWS_REGION is not set.*\npoller: AWS_ACCOUNT_ID is "12"/);
    expect(missing.exitCode).toBe(1);
    expect(given.github("env")).toBe("");
  });
});

describe("poller ci firewall", () => {
  const firewall = (...more: readonly string[]) =>
    given.run(["firewall", "--environment", "dev", "--out-dir", given.outDir, ...more], SETTINGS);

  it("refuses stacks that are not as the settings say, and says where", async () => {
    mkdirSync(join(given.outDir, "stacks", "extra-dev"));

    const { exitCode, stderr } = await firewall();

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^batch-dev: terraform\.backend\.s3\S*: .* got "state"/m);
    expect(stderr).toMatch(/^extra-dev: cdk\.tf\.json: file: got nothing; synthesize again$/m);
    expect(given.github("summary")).toContain("## ❌ Rejected by the firewall: nothing was planned");
  });

  it("refuses a stack whose name is one of another environment", async () => {
    mkdirSync(join(given.outDir, "stacks", "batch-prod"));

    const { exitCode, stderr } = await firewall();

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^batch-prod: \.: stack name: got "batch-prod"; name it PART-dev; /m);
  });

  it("sees links and files that Terraform would read", async () => {
    symlinkSync("/etc/passwd", join(given.stackPath, "link"));
    writeFileSync(join(given.stackPath, "x.auto.tfvars"), "");

    const { stdout } = await firewall("--json");

    expect(JSON.parse(stdout)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ stack: "batch-dev", path: "link", rule: "file" }),
        expect.objectContaining({ stack: "batch-dev", path: "x.auto.tfvars", rule: "file" }),
      ]),
    );
  });

  it("accepts the stacks of this project", async () => {
    const settings = { ...SETTINGS, GITHUB_REPOSITORY: "acme/poller", DEPLOY_ENVIRONMENT: "dev" };
    const outDir = join(given.path, "real");
    const { PATH, HOME } = process.env;
    await runProgram({
      command: process.execPath,
      args: ["--import", "tsx", "main.ts"],
      cwd: join(__dirname, "..", "..", "..", ".."),
      environment: { PATH, HOME, ...settings, CDKTF_OUTDIR: outDir },
      interrupt: new AbortController().signal,
    });

    const ran = await given.run(["firewall", "--environment", "dev", "--out-dir", outDir], settings);

    expect(ran).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "the firewall accepted batch-dev, job-poller-dev, state-backend-dev\n",
    });
  });

  it("needs stacks", async () => {
    const { stderr } = await given.run(["firewall", "--environment", "dev", "--out-dir", given.path], SETTINGS);

    expect(stderr).toBe(`poller: there is no stack in ${given.path}; run: npm run synth\n`);
  });
});

describe("poller ci converge", () => {
  it("passes when a plan is empty", async () => {
    const { exitCode, stderr } = await given.run(["converge", "batch-dev", "--out-dir", given.outDir]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "batch-dev: a second plan has no changes\n" });
  });
});

it("shows no secret of a plan that did not converge", async () => {
  given.setPlans(
    givenPlan([
      { address: "aws_ssm_parameter.p", actions: ["update"], before: { secret: "x" }, after: { secret: CANARY } },
    ]),
  );

  const { exitCode, stdout, stderr } = await given.run(["converge", "batch-dev", "--out-dir", given.outDir]);

  expect(exitCode).toBe(2);
  expect(stderr).toContain("aws_ssm_parameter.p");
  expect(`${stdout}${stderr}${given.github("summary")}`).not.toContain(CANARY);
});
