import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runPoller } from "../../../cli/run-poller";
import { givenProgram, type GivenProgram } from "../given-program";
import { givenS3, givenState, type GivenS3 } from "../given-s3";
import { givenContext } from "../memory-context";

const BUCKET = "job-status-poller-dev-state-123456789012-us-east-1";
const STATE = `${BUCKET}/dev/job-poller.tfstate`;
const LOCK = `${STATE}.tflock`;

/** Stands for Terraform: writes down what it was asked, and answers like it. */
const FAKE = `
case "$1" in version) echo '{"terraform_version":"1.11.4"}'; exit;; esac
echo "$*" >> "$(dirname "$0")/asked"
case "$1" in import) ls assets/* > "$(dirname "$0")/assets" 2>&1;; esac
case "$1 $2" in "state list") printf 'aws_iam_role.a\\naws_iam_role.b\\n';; "state show") echo "# $3";; esac`;

describe("a deployed environment, from the command line", () => {
  let s3: GivenS3;
  let terraform: GivenProgram;
  beforeEach(async () => {
    s3 = await givenS3();
    s3.buckets.add(BUCKET);
    terraform = givenProgram(FAKE);
  });
  afterEach(async () => {
    terraform.remove();
    await s3.close();
  });

  async function run(...args: readonly string[]) {
    const { PATH, HOME } = process.env;
    const settings = { AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
    const context = givenContext({ environment: { PATH, HOME, ...settings, TERRAFORM_BINARY_NAME: terraform.path } });
    const exitCode = await runPoller([...args, "--environment", "dev"], context);
    return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
  }
  const asked = (): string => {
    const file = join(terraform.folder, "asked");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };

  it("lists the addresses of every stack", async () => {
    for (const part of ["state-backend", "job-poller"]) s3.objects.set(`${BUCKET}/dev/${part}.tfstate`, givenState({}));

    expect(await run("state", "list")).toEqual({
      exitCode: 0,
      stdout: "aws_iam_role.a\naws_iam_role.b\naws_iam_role.a\naws_iam_role.b\n",
      stderr: "state-backend-dev: 2 resources\nbatch-dev: not deployed\njob-poller-dev: 2 resources\n",
    });
    expect(JSON.parse((await run("state", "list", "--json")).stdout)).toEqual({
      "state-backend-dev": ["aws_iam_role.a", "aws_iam_role.b"],
      "job-poller-dev": ["aws_iam_role.a", "aws_iam_role.b"],
    });
  }, 180_000);

  it("lists the addresses of one stack", async () => {
    s3.objects.set(STATE, givenState({}));

    expect(await run("state", "list", "--stack", "job-poller", "--json")).toEqual({
      exitCode: 0,
      stdout: '["aws_iam_role.a","aws_iam_role.b"]\n',
      stderr: "",
    });
    expect(asked()).toBe("init -input=false -reconfigure\nstate list\n");
  }, 180_000);

  it("shows a resource without sensitive values", async () => {
    s3.objects.set(STATE, givenState({}));

    expect(await run("state", "show", "aws_iam_role.a")).toMatchObject({ exitCode: 0, stdout: "# aws_iam_role.a\n" });
    expect((await run("state", "show", "aws_iam_role.a", "--json")).stderr).toBe(
      "poller: state show has no --json, which would not hide sensitive values\n",
    );
  }, 180_000);

  it("shows outputs without sensitive values", async () => {
    s3.objects.set(
      STATE,
      givenState({ a: { value: "x" }, list: { value: [1] }, key: { value: "s", sensitive: true } }),
    );

    expect(await run("state", "output")).toEqual({
      exitCode: 0,
      stdout: "a     x\nlist  [1]\nkey   (sensitive value)\n",
      stderr: "",
    });
  }, 180_000);

  it("releases a lock and imports an existing resource", async () => {
    s3.objects.set(LOCK, JSON.stringify({ ID: "1-2" }));

    expect((await run("state", "unlock", "1-2")).stderr).toBe("The state of job-poller-dev is unlocked.\n");
    expect((await run("state", "import", "aws_iam_role.a", "a")).stderr).toBe(
      "aws_iam_role.a was imported into the state of job-poller-dev.\n",
    );
    expect(asked()).toContain("force-unlock -force 1-2\n");
    expect(asked()).toContain("import aws_iam_role.a a\n");
  }, 180_000);

  it("imports with the assets of the stack, which Terraform reads first", async () => {
    s3.objects.set(STATE, givenState({}));

    await run("state", "import", "aws_iam_role.a", "a", "--stack", "job-poller");

    expect(readFileSync(join(terraform.folder, "assets"), "utf8")).toMatch(/^assets\/\S+:\n\w+/);
  }, 180_000);

  it("does not import into the state of a bootstrap that has not ended, nor without a bucket", async () => {
    const { stderr } = await run("state", "import", "aws_iam_role.a", "a", "--stack", "state-backend");
    s3.buckets.delete(BUCKET);
    const withoutBucket = await run("state", "import", "aws_iam_role.a", "a");

    expect(stderr).toBe(
      `poller: the state of state-backend-dev is not in s3://${BUCKET}/dev/state-backend.tfstate, so nothing was imported; first run: npm run poller -- bootstrap --environment dev\n`,
    );
    expect(withoutBucket.stderr).toContain("the state of job-poller-dev is not in s3://");
    expect(asked()).toBe("");
  }, 180_000);

  it("fails to release a lock that does not exist", async () => {
    const { exitCode, stderr } = await run("state", "unlock", "1-2");

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^poller: the state of job-poller-dev is not locked, .* lock 1-2 .*--stack batch\n$/);
    expect(asked()).toBe("");
  }, 180_000);

  it("keeps a lock with another ID and describes it", async () => {
    s3.objects.set(LOCK, JSON.stringify({ ID: "3-4", Who: "ann@laptop" }));

    expect((await run("state", "unlock", "1-2")).stderr).toMatch(
      /^poller: no lock 1-2 any more: the state of job-poller-dev is locked by ann@laptop .*unlock 3-4 /,
    );
    expect(asked()).toBe("");
  }, 180_000);

  it.each([
    [
      "start",
      `poller: job-poller-dev is not deployed: there is no state in s3://${STATE}; run: npm run deploy -- --environment dev\n`,
    ],
    [
      "smoke",
      `poller: job-poller-dev is not deployed: there is no state in s3://${STATE}; run: npm run deploy -- --environment dev\n`,
    ],
  ])(
    "fails when the environment is not deployed: %s",
    async (command, stderr) => {
      expect(await run(command)).toEqual({ exitCode: 1, stdout: "", stderr });
    },
    180_000,
  );

  it("reports a destroyed environment", async () => {
    s3.objects.set(STATE, givenState({}));

    expect((await run("list")).stderr).toBe(
      "poller: job-poller-dev is not deployed: its state is empty; run: npm run deploy -- --environment dev\n",
    );
  }, 180_000);

  it("names the missing outputs", async () => {
    s3.objects.set(STATE, givenState({ state_machine_arn: { value: "arn" }, sample_input: { value: "{}" } }));

    expect((await run("list")).stderr).toBe(
      "poller: missing or invalid outputs of job-poller-dev: console_url; redeploy the stack\n",
    );
  }, 180_000);

  it("rejects several targets", async () => {
    expect((await run("list", "--local")).stderr).toBe(
      "poller: --environment cannot be combined with --local or --state-machine-arn\n",
    );
  });

  it("knows no stack of that name", async () => {
    expect((await run("state", "output", "--stack", "nope")).stderr).toBe(
      "poller: there is no stack nope-dev; --stack is a name without its environment, like job-poller\n",
    );
  }, 180_000);

  it("explains how to create a missing bucket", async () => {
    s3.buckets.clear();

    expect((await run("state", "list")).stderr).toBe(
      `poller: the state bucket ${BUCKET} does not exist; create it with: npm run poller -- bootstrap --environment dev\n`,
    );
  }, 180_000);

  it.each(["bootstrap", "deploy", "destroy"])("looks for Terraform before anything else: %s", async (command) => {
    terraform.remove();
    const { exitCode, stderr } = await run(command);
    terraform = givenProgram(FAKE);

    expect(stderr).toMatch(/^poller: Terraform \(.+\) is not installed; get 1\.10 or later from .+\n$/);
    expect(exitCode).toBe(1);
  });
});
