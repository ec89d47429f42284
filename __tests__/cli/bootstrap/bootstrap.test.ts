import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../../cli/local/project-root";
import { bootstrapStack } from "../../../cli/bootstrap/bootstrap";
import { DeliveryError } from "reviewed-terraform";
import { CliError } from "../../../cli/cli-error";
import { synthesizeStack, type SynthesizedStack } from "../../../cli/state/synthesized-stack";
import { givenProgram, type GivenProgram } from "../given-program";
import { givenS3, givenState, type GivenS3 } from "../given-s3";
import { message } from "../deploy/given-deploy";
import { givenContext } from "../memory-context";
import { failWith, ROWS } from "../terraform/aws-errors";

/** An account of this test's own, though the folder below build/ is shared with the developer's. */
const SETTINGS = { AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012", GITHUB_REPOSITORY: "acme/poller" };
const BUCKET = "job-status-poller-dev-state-123456789012-us-east-1";
const FOLDER = join(PROJECT_ROOT, "build", "terraform", "state-backend-dev");
const LOCAL_STATE = join(FOLDER, "bootstrap.tfstate");
const REMOTE_STATE = `${BUCKET}/dev/state-backend.tfstate`;

const created = (address: string, name: string) => ({
  address,
  mode: "managed",
  type: address.split(".")[0],
  change: { actions: ["create"], before: null, after: { name } },
});

/** Stand-in for Terraform: records its arguments and returns the given plans. */
const FAKE = `
here=$(dirname "$0")
case "$1" in version) echo '{"terraform_version":"1.11.4"}'; exit;; esac
echo "$*" >> "$here/asked"
cp cdk.tf.json "$here/last.json"; cat cdk.tf.json >> "$here/stacks.jsonl"; echo >> "$here/stacks.jsonl"
case "$1" in
  plan) exit $(cat "$here/plan-exit");;
  show) cat "$here/plan.json";;
  apply) . "$here/apply";;
esac`;

describe("poller bootstrap", () => {
  let s3: GivenS3;
  let terraform: GivenProgram;
  let stack: SynthesizedStack;
  beforeAll(async () => {
    const { PATH, HOME } = process.env;
    stack = await synthesizeStack("state-backend", "dev", givenContext({ environment: { PATH, HOME, ...SETTINGS } }));
  }, 60_000);
  beforeEach(async () => {
    rmSync(FOLDER, { recursive: true, force: true });
    s3 = await givenS3();
    terraform = givenProgram(FAKE);
    givenPlan([created("aws_s3_bucket.state", BUCKET)]);
    givenApply([message("apply_start", "aws_s3_bucket.state"), message("apply_complete", "aws_s3_bucket.state")]);
    // S3 holds the state as soon as Terraform was asked to move it there.
    s3.onRequest = () => {
      if (!asked().some((line) => line.includes("-migrate-state"))) return;
      s3.buckets.add(BUCKET);
      s3.objects.set(REMOTE_STATE, givenState({ state_bucket: { value: BUCKET } }));
    };
  });
  afterEach(async () => {
    terraform.remove();
    rmSync(FOLDER, { recursive: true, force: true });
    await s3.close();
  });

  function givenPlan(changes: readonly object[]): void {
    writeFileSync(join(terraform.folder, "plan-exit"), changes.length === 0 ? "0" : "2");
    const plan = { format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, resource_changes: changes };
    writeFileSync(join(terraform.folder, "plan.json"), JSON.stringify(plan));
  }

  const givenApply = (commands: readonly string[]): void => {
    writeFileSync(join(terraform.folder, "apply"), commands.join("\n"));
  };
  const asked = (): string[] => {
    const file = join(terraform.folder, "asked");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };
  const readStacks = (): unknown[] =>
    readFileSync(join(terraform.folder, "stacks.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
  const lastStack = (): unknown => JSON.parse(readFileSync(join(terraform.folder, "last.json"), "utf8"));

  async function run(options: { yes?: boolean; json?: boolean } = {}, typed?: string) {
    const environment = { PATH: process.env["PATH"], TERRAFORM_BINARY_NAME: terraform.path };
    const given = givenContext({ environment, isTTY: typed !== undefined, stdinText: typed ?? "" });
    const context = { ...given, stdin: Object.assign(given.stdin, { isTTY: typed !== undefined }) };
    const problem = await bootstrapStack(stack, { environment: "dev", color: true, ...options }, context).then(
      () => undefined,
      (error: unknown) => (error instanceof CliError || error instanceof DeliveryError ? error.message : error),
    );
    return { problem, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  it("creates everything with a local state, then moves the state to the bucket", async () => {
    const { problem, stdout, stderr } = await run({ yes: true });

    expect(asked()).toEqual([
      "init -input=false -reconfigure",
      "plan -input=false -detailed-exitcode -out=stack.tfplan",
      "show -json stack.tfplan",
      "apply -input=false -json stack.tfplan",
      "init -input=false -migrate-state -force-copy",
    ]);
    expect(stderr).toContain(`+   create   aws_s3_bucket  ${BUCKET}\n`);
    expect(stderr).toContain("state-backend-dev: applying\n  [1/1] created s3_bucket.state\nMoving the state");
    expect(stderr).toMatch(/\nNext: npm run deploy -- --environment dev\n$/);
    expect(lastStack()).toMatchObject({ terraform: { backend: { s3: { bucket: BUCKET } } } });
    expect(stdout).toBe(`state_bucket = ${BUCKET}\n`);
    expect(problem).toBeUndefined();
  });

  it.each(ROWS.filter(([name]) => name.endsWith(", bootstrap")))(
    "prints the advice, and is green after it: %s",
    async (_name, text, start, advice) => {
      givenApply([message("apply_start", "aws_s3_bucket.state"), failWith(text), "exit 1"]);
      const { problem: failed } = await run({ yes: true });
      givenApply([message("apply_start", "aws_s3_bucket.state"), message("apply_complete", "aws_s3_bucket.state")]);
      const { problem } = await run({ yes: true });

      const reason = String(failed).replace(/^state-backend-dev was not applied: /, "");
      expect(reason).toMatch(start);
      expect(reason).toContain(advice);
      expect(problem).toBeUndefined();
    },
  );

  it("changes nothing without approval or a terminal", async () => {
    const { problem } = await run();

    expect(asked().map((line) => line.split(" ")[0])).toEqual(["init", "plan", "show"]);
    expect(lastStack()).toMatchObject({ terraform: { backend: { local: { path: "bootstrap.tfstate" } } } });
    expect(problem).toContain("nothing was changed: approval requires a terminal");
  });

  it("lists remaining changes after a failure and keeps the local state", async () => {
    const diagnostic = { severity: "error", summary: "creating S3 Bucket: denied", address: "aws_s3_bucket.state" };
    givenApply([`echo '${JSON.stringify({ type: "diagnostic", diagnostic })}'`, "exit 1"]);

    const { problem, stdout } = await run({ yes: true });

    expect(problem).toBe(
      [
        "state-backend-dev was not applied: Error: creating S3 Bucket: denied\n  with aws_s3_bucket.state,",
        "not applied (1 of 1); run the same command again to apply the rest:",
        "  aws_s3_bucket.state: not begun",
      ].join("\n"),
    );
    expect(stdout).toBe("");
    expect(asked().some((line) => line.includes("-migrate-state"))).toBe(false);
  });

  it("prints planning progress on a terminal only", async () => {
    expect((await run({}, "no\n")).stderr).toContain("state-backend-dev: planning ...");
    expect((await run()).stderr).not.toContain("planning");
  });

  it("applies only after approval on the terminal", async () => {
    const no = await run({}, "no\n");
    const yes = await run({}, "yes\n");

    expect(no.problem).toBe("cancelled; nothing was changed");
    expect(yes.problem).toBeUndefined();
    expect(asked().filter((line) => line.startsWith("apply"))).toHaveLength(1);
  });

  it("changes nothing when all is there, and shows the outputs", async () => {
    s3.buckets.add(BUCKET);
    s3.objects.set(REMOTE_STATE, givenState({ state_bucket: { value: BUCKET } }));
    givenPlan([]);

    const { problem, stdout, stderr } = await run({ json: true });

    expect(asked().map((line) => line.split(" ")[0])).toEqual(["init", "plan"]);
    expect(lastStack()).toMatchObject({ terraform: { backend: { s3: {} } } });
    expect({ problem, stdout, stderr }).toEqual({
      problem: undefined,
      stdout: `{"state_bucket":"${BUCKET}"}\n`,
      stderr: "",
    });
  });

  it("deletes nothing by --yes alone", async () => {
    givenPlan([
      {
        ...created("aws_iam_role.apply", "apply"),
        change: { actions: ["delete"], before: { name: "apply" }, after: null },
      },
    ]);

    const { problem } = await run({ yes: true });

    expect(problem).toContain("nothing was changed: the plan deletes aws_iam_role.apply, which --yes does not approve");
    expect(asked().at(-1)).toBe("show -json stack.tfplan");
  });

  it("never deletes the OIDC provider: one that the settings no longer create is removed from the state", async () => {
    const provider = { mode: "managed", type: "aws_iam_openid_connect_provider", name: "old" };
    const bucket = { mode: "managed", type: "aws_s3_bucket", name: "state" };
    const removed = [{ from: "aws_iam_openid_connect_provider.old", lifecycle: { destroy: false } }];
    s3.buckets.add(BUCKET);
    s3.objects.set(REMOTE_STATE, givenState({ state_bucket: { value: BUCKET } }, [bucket, provider]));
    givenPlan([]);

    const { problem, stderr } = await run();

    expect(problem).toBeUndefined();
    expect(lastStack()).toMatchObject({ removed, terraform: { backend: { s3: {} } } });
    expect(stderr).toContain(
      "aws_iam_openid_connect_provider.old stays in the account, and is only removed from the state\n",
    );

    s3.objects.delete(REMOTE_STATE);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(LOCAL_STATE, givenState({}, [bucket, provider]));
    await run();
    expect(readStacks()).toContainEqual(expect.objectContaining({ removed }));
  });

  it("removes no provider that the settings create", async () => {
    const resources: unknown = stack.json["resource"];
    const [name = ""] = Object.keys(
      z.object({ aws_iam_openid_connect_provider: z.record(z.string(), z.unknown()) }).parse(resources)
        .aws_iam_openid_connect_provider,
    );
    s3.buckets.add(BUCKET);
    s3.objects.set(
      REMOTE_STATE,
      givenState({ state_bucket: { value: BUCKET } }, [
        { mode: "managed", type: "aws_iam_openid_connect_provider", name },
      ]),
    );
    givenPlan([]);
    await run();

    expect(lastStack()).not.toHaveProperty("removed");
  });

  describe("over roles that exist", () => {
    const ISSUER = "token.actions.githubusercontent.com";
    const REPOSITORY = "acme/poller";
    const IDS: readonly [string, string] = ["11", "22"];
    const role = (repository: string, ids?: readonly [string, string]) => ({
      name: "job-status-poller-dev-apply-us-east-1",
      assume_role_policy: JSON.stringify({
        Statement: [
          {
            Condition: {
              StringEquals: {
                [`${ISSUER}:sub`]: [
                  `repo:${repository}:pull_request`,
                  ...(ids === undefined
                    ? []
                    : [`repo:${repository.replace("/", `@${ids[0]}/`)}@${ids[1]}:pull_request`]),
                ],
                ...(ids === undefined
                  ? {}
                  : { [`${ISSUER}:repository_owner_id`]: ids[0], [`${ISSUER}:repository_id`]: ids[1] }),
              },
            },
          },
        ],
      }),
    });
    const givenRoles = (before: object | null, after: object | null): void => {
      const actions = after === null ? ["delete"] : before === null ? ["create"] : ["update"];
      givenPlan([{ ...created("aws_iam_role.apply", "apply"), change: { actions, before, after } }]);
    };

    it.each([
      ["another name", role("other/poller"), role(REPOSITORY), "other/poller, not acme/poller"],
      [
        "a name that cannot be a rename",
        role("other/poller"),
        role(REPOSITORY, IDS),
        "other/poller, not acme/poller (IDs 11/22)",
      ],
      [
        "other IDs",
        role(REPOSITORY, ["11", "33"]),
        role(REPOSITORY, IDS),
        "acme/poller (IDs 11/33), not acme/poller (IDs 11/22)",
      ],
    ])("refuses with --yes when they trust a repository with %s", async (_, before, after, repositories) => {
      givenRoles(before, after);

      const { problem } = await run({ yes: true });

      expect(problem).toMatch(
        new RegExp(
          `^the role job-status-poller-dev-apply-us-east-1 trusts the repository ${repositories.replace(/[()]/g, "\\$&")}, so nothing was changed; `,
        ),
      );
      expect(problem).toContain("set another POLLER_NAME and bootstrap again");
      expect(asked().at(-1)).toBe("show -json stack.tfplan");
    });

    it.each([
      ["renamed", role("acme/old", IDS), role(REPOSITORY, IDS)],
      ["the same in other letter case", role("Acme/Poller"), role(REPOSITORY)],
      ["the same, now with IDs", role(REPOSITORY), role(REPOSITORY, IDS)],
      ["unknown, because a person wrote the policy", { name: "apply", assume_role_policy: "{" }, role(REPOSITORY)],
      ["not named", { name: "apply", assume_role_policy: '{"Statement":[{}]}' }, role(REPOSITORY)],
    ])("changes them when the repository is %s", async (_, before, after) => {
      givenRoles(before, after);

      expect((await run({ yes: true })).problem).toBeUndefined();
    });

    it("advises to set the IDs after a rename when they are not set", async () => {
      givenRoles(role("acme/old", IDS), role(REPOSITORY));

      expect((await run({ yes: true })).problem).toContain(
        "\nIf the repository was renamed, set GITHUB_REPOSITORY_OWNER_ID and GITHUB_REPOSITORY_ID.\n",
      );
    });

    it("moves to another repository as the refusal says: first without a repository, then with the new one", async () => {
      givenRoles(role("other/poller"), null);
      const without = await run({}, "yes\n");
      givenRoles(null, role(REPOSITORY));
      const withNew = await run({ yes: true });

      expect([without.problem, withNew.problem]).toEqual([undefined, undefined]);
      expect(asked().filter((line) => line.startsWith("apply"))).toHaveLength(2);
    });
  });

  it("resumes with the local state of an interrupted run", async () => {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(LOCAL_STATE, givenState({}, [{ mode: "managed", type: "aws_s3_bucket" }]));
    s3.buckets.add(BUCKET);
    givenPlan([]);

    const { problem } = await run({ yes: true });

    expect(asked().map((line) => line.split(" ")[0])).toEqual(["init", "plan", "init"]);
    expect(existsSync(LOCAL_STATE)).toBe(false);
    expect(problem).toBeUndefined();
  });

  it("imports a bucket that an interrupted run created without saving its state", async () => {
    s3.buckets.add(BUCKET);

    await run();

    expect(lastStack()).toHaveProperty("import.0.id", BUCKET);
    expect(lastStack()).toHaveProperty("import.0.to", expect.stringMatching(/^aws_s3_bucket\..+/));
  });

  it("keeps the local state when the bucket did not take it", async () => {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(LOCAL_STATE, givenState({}, [{ mode: "managed", type: "aws_s3_bucket" }]));
    s3.onRequest = () => undefined;
    s3.buckets.add(BUCKET);

    const { problem } = await run({ yes: true });

    expect(problem).toContain("does not hold the state of state-backend-dev yet; run bootstrap again");
    expect(existsSync(LOCAL_STATE)).toBe(true);
  });
});
