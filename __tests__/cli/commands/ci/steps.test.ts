import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "reviewed-terraform";
import { givenState } from "../../given-s3";
import { CANARY, givenPlan, givenStacks, SETTINGS, type GivenStacks } from "./given-stacks";

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

describe("poller ci lock --id", () => {
  const lock = (id: string) => given.run(["lock", "batch-dev", "--out-dir", given.outDir, "--id", id]);

  it("accepts only the lock with this ID, and shows the lock in the summary", async () => {
    given.s3.objects.set("state/dev/batch.tfstate.tflock", JSON.stringify({ ID: "1-2", Who: "ann@laptop" }));

    expect(await lock("1-2")).toMatchObject({ exitCode: 0 });
    expect(await lock("9")).toMatchObject({
      exitCode: 1,
      stderr: "poller: the state of batch-dev does not have the lock 9, so nothing was released\n",
    });
    expect(given.github("summary")).toContain("ann@laptop");
  });

  it("rejects an unlocked state", async () => {
    expect(await lock("1-2")).toMatchObject({ exitCode: 1 });
  });
});

describe("poller ci resources", () => {
  const bucket = "job-status-poller-dev-state-123456789012-us-east-1";

  it("lists what destroy would delete, with a digest that changes with the state", async () => {
    given.s3.buckets.add(bucket);
    const queue = { mode: "managed", type: "aws_sqs_queue", name: "dead-letters" };
    given.s3.objects.set(`${bucket}/dev/batch.tfstate`, givenState({}, [queue, { mode: "data", type: "aws_vpc" }]));

    const { exitCode, stdout } = await given.run(["resources", "--environment", "dev"]);
    const digest = /sha256:[0-9a-f]{64}/.exec(stdout)?.[0] ?? "";
    given.s3.objects.set(`${bucket}/dev/batch.tfstate`, givenState({}, []));
    const other = await given.run(["resources", "--environment", "dev", "--json"]);

    expect(exitCode).toBe(0);
    expect(stdout).toContain("batch-dev: 1 resources\n- aws_sqs_queue.dead-letters\njob-poller-dev: 0 resources\n");
    expect(given.github("summary")).toContain("- aws_sqs_queue.dead-letters");
    expect(parseVariables(given.github("output"))).toHaveProperty("digest");
    expect(other.stdout).not.toContain(digest);
  });
});

describe("poller ci synth", () => {
  it("writes the stacks of an environment, and prints their order", async () => {
    const outDir = join(given.path, "synthesized");

    const ran = await given.run(["synth", "--environment", "dev", "--out-dir", outDir]);

    expect(ran).toEqual({ exitCode: 0, stdout: "batch-dev\njob-poller-dev\n", stderr: "" });
    expect(existsSync(join(outDir, "stacks", "job-poller-dev", "cdk.tf.json"))).toBe(true);
  });

  /** Another project whose script writes its variables and two stacks, like `app.synth()`. */
  function givenProject(): string {
    const project = join(given.path, "project");
    mkdirSync(join(project, "providers"), { recursive: true });
    const stack = (name: string, dependencies: readonly string[]) => ({
      ...{ name, workingDirectory: `stacks/${name}`, synthesizedStackPath: `stacks/${name}/cdk.tf.json`, dependencies },
    });
    const stacks = { "alarms-dev": stack("alarms-dev", ["messages-dev"]), "messages-dev": stack("messages-dev", []) };
    const script = `
      const { mkdirSync, writeFileSync } = require("node:fs");
      const { CDKTF_OUTDIR: out, DEPLOY_ENVIRONMENT, NAME_PREFIX, STATE_BUCKET, STATE_PREFIX } = process.env;
      for (const name of ["alarms-dev", "messages-dev"]) mkdirSync(out + "/stacks/" + name, { recursive: true });
      writeFileSync(out + "/manifest.json", ${JSON.stringify(JSON.stringify({ stacks }))});
      writeFileSync("given", [DEPLOY_ENVIRONMENT, NAME_PREFIX, STATE_BUCKET, STATE_PREFIX].join());`;
    writeFileSync(join(project, "synth.cjs"), script);
    writeFileSync(join(project, "package.json"), JSON.stringify({ scripts: { synth: "node synth.cjs" } }));
    writeFileSync(join(project, "providers", "messages.lock.hcl"), "lock");
    return project;
  }
  const synthProject = (project: string, settings: Readonly<Record<string, string>>) =>
    given.run(["synth", "--environment", "dev", "--out-dir", join(given.path, "out"), "--project", project], {
      ...settings,
    });

  it("synthesizes another project with its script, and its provider lock files", async () => {
    const project = givenProject();

    const ran = await synthProject(project, { POLLER_NAME: "orders", DEPLOYED_STACKS: "messages,alarms" });

    expect(ran).toEqual({ exitCode: 0, stdout: "messages-dev\nalarms-dev\n", stderr: "" });
    expect(readFileSync(join(project, "given"), "utf8")).toBe(
      "dev,orders-dev,orders-dev-state-123456789012-us-east-1,orders-dev",
    );
    expect(existsSync(join(given.path, "out", "stacks", "messages-dev", "providers.lock.hcl"))).toBe(true);
  });

  it("rejects stacks whose states the roles cannot access", async () => {
    expect(await synthProject(givenProject(), {})).toMatchObject({
      exitCode: 1,
      stderr:
        "poller: the stacks are messages-dev, alarms-dev, but must be batch-dev, job-poller-dev; set DEPLOYED_STACKS to their names without -dev, and run bootstrap again\n",
    });
  });

  it("refuses an environment that there is not", async () => {
    expect((await given.run(["synth", "--environment", "qa"])).stderr).toBe(
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
      main_plan_role_arn: role("main-plan"),
      apply_role_arn: role("apply"),
      smoke_role_arn: role("smoke"),
      drift_role_arn: role("drift"),
    });
  });

  it("names every wrong line, and every setting that is missing", async () => {
    const run = (text: string) =>
      given.run(["environment", "--environment", "dev"], { AWS_REGION: "", SETTINGS: text });

    expect((await run("NODE_OPTIONS=x\nMAX_VCPUS")).stderr.match(/^poller: line/gm)).toHaveLength(2);
    const missing = await run("AWS_ACCOUNT_ID=12");
    expect(missing.stderr).toMatch(/^poller: AWS_REGION is not set.*\npoller: AWS_ACCOUNT_ID is "12"/);
    expect(missing.exitCode).toBe(1);
    expect(given.github("env")).toBe("");
  });
});

describe("poller ci firewall", () => {
  const firewall = (...more: readonly string[]) =>
    given.run(["firewall", "--environment", "dev", "--out-dir", given.outDir, ...more]);

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

  it.each<[string, Readonly<Record<string, string>>]>([
    ["the defaults", {}],
    [
      "the rules of an organization",
      {
        TAGS: '{"CostCenter":"4711"}',
        IGNORE_TAGS: "BackupPlan,audit:*",
        PERMISSIONS_BOUNDARY_ARN: `arn:aws:iam::${SETTINGS.AWS_ACCOUNT_ID}:policy/theirs`,
        ROLE_PATH: "/team-a/",
        KMS_KEY_ARN: `arn:aws:kms:${SETTINGS.AWS_REGION}:${SETTINGS.AWS_ACCOUNT_ID}:key/1`,
      },
    ],
  ])("accepts the stacks of this project with %s", async (_, more) => {
    const settings = { ...SETTINGS, ...more, GITHUB_REPOSITORY: "acme/poller", DEPLOY_ENVIRONMENT: "dev" };
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
    const { stderr } = await given.run(["firewall", "--environment", "dev", "--out-dir", given.path]);

    expect(stderr).toBe(`poller: there is no stack in ${given.path}; run: npm run synth\n`);
  });
});

it("shows no secret in drift", async () => {
  given.setPlans(
    givenPlan([
      { address: "aws_ssm_parameter.p", actions: ["update"], before: { secret: "x" }, after: { secret: CANARY } },
    ]),
  );

  const { exitCode, stdout, stderr } = await given.run(["drift", "batch-dev", "--out-dir", given.outDir]);

  expect(exitCode).toBe(2);
  expect(given.github("summary")).toContain("aws_ssm_parameter.p");
  expect(`${stdout}${stderr}${given.github("summary")}`).not.toContain(CANARY);
});
