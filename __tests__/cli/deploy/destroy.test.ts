import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeliveryError } from "reviewed-terraform";
import { CliError } from "../../../cli/cli-error";
import { destroyStacks, type DestroyOptions } from "../../../cli/deploy/destroy";
import { digestOf, findResources } from "../../../cli/deploy/environment-resources";
import type { SynthesizedStack } from "../../../cli/state/synthesized-stack";
import { givenProgram, type GivenProgram } from "../given-program";
import { givenS3, givenState, type GivenS3 } from "../given-s3";
import { givenContext } from "../memory-context";
import { ROWS } from "../terraform/aws-errors";

const stackOf = (part: string): SynthesizedStack => {
  const state = { bucket: "state", key: `dev/${part}.tfstate`, region: "us-east-1" };
  return { name: `${part}-dev`, part, environment: "dev", state, json: { terraform: { backend: { s3: state } } } };
};
const STACKS = [stackOf("batch"), stackOf("job-poller")];
const LOCK = JSON.stringify({ ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" });
const LOCKED =
  "the state of job-poller-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2; wait until it is released, or, if that run was killed: npm run state -- unlock 1-2 --environment dev --stack job-poller";

/** Fake Terraform in the folder of a stack: records its arguments, and destroys by a script. */
const FAKE = `
echo "$(basename "$PWD") $*" >> "$(dirname "$0")/asked"
[ "$1" = init ] || . "$(dirname "$0")/destroy"`;

describe("poller destroy", () => {
  let s3: GivenS3;
  let program: GivenProgram;
  beforeEach(async () => {
    s3 = await givenS3();
    s3.buckets.add("state");
    s3.objects.set("state/dev/batch.tfstate", givenState({}));
    program = givenProgram(FAKE);
    for (const { name } of STACKS) mkdirSync(join(program.folder, "stacks", name), { recursive: true });
  });
  afterEach(async () => {
    program.remove();
    await s3.close();
  });

  async function run(script = "", more: Partial<DestroyOptions> = { yes: true }, stdinText?: string) {
    writeFileSync(join(program.folder, "destroy"), script);
    const isTTY = stdinText !== undefined;
    const given = givenContext({ environment: { PATH: process.env["PATH"] }, isTTY, stdinText: stdinText ?? "" });
    const context = { ...given, stdin: Object.assign(given.stdin, { isTTY }) };
    const options = { environment: "dev", color: false, ...more };
    const end = await destroyStacks(STACKS, program.folder, program.path, options, context).catch((error: unknown) =>
      error instanceof CliError || error instanceof DeliveryError ? error.message : error,
    );
    return { end, stdout: context.stdout.text, stderr: context.stderr.text };
  }

  const asked = (): string[] => {
    const file = join(program.folder, "asked");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };

  it("destroys the stacks in the reverse order of their deployment, each with its own backend", async () => {
    const { end, stderr } = await run('echo "Destroy complete!"');

    expect(asked()).toEqual([
      "job-poller-dev init -input=false -reconfigure",
      "job-poller-dev destroy -input=false -auto-approve",
      "batch-dev init -input=false -reconfigure",
      "batch-dev destroy -input=false -auto-approve",
    ]);
    expect(stderr).toBe(
      "job-poller-dev: destroying\nDestroy complete!\nbatch-dev: destroying\nDestroy complete!\n\nSTACK           DELETED  LEFT\nbatch-dev             0     0\njob-poller-dev        0     0\nall                   0     0\n\nThe state bucket of dev and the other bootstrap resources still exist; docs/state-backend.md explains how to delete them.\n",
    );
    expect(end).toBe(0);
  });

  it("destroys only resources that were shown: a later change of a state stops it", async () => {
    const shown = digestOf(await findResources(STACKS));

    const first = await run("", { yes: true, resources: shown });
    s3.objects.set("state/dev/job-poller.tfstate", givenState({}));
    const count = asked().length;
    const changed = await run("", { yes: true, resources: shown });

    expect(first.end).toBe(0);
    expect(changed.end).toBe(
      "the states of dev have changed since they were shown, so nothing was destroyed; start again, which shows the current resources",
    );
    expect(asked()).toHaveLength(count);
  });

  it("hides the plan, which contains values", async () => {
    const { stderr } = await run(
      'printf "Terraform will perform the following actions:\\n  - value = canary\\nPlan: 0 to add, 0 to change, 1 to destroy.\\n"',
    );

    expect(stderr).toContain("1 to destroy.");
    expect(stderr).not.toContain("canary");
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

    const { stderr } = await run();

    expect(stderr).toContain(`
STACK           DELETED  LEFT
batch-dev             2     0
job-poller-dev        0     2
all                   2     2
`);
  });

  it("prints only the result with --json", async () => {
    const { stdout, stderr } = await run('echo "Destroy complete!"', { yes: true, json: true });

    expect(JSON.parse(stdout)).toEqual([
      { stack: "batch-dev", deleted: 0, left: 0 },
      { stack: "job-poller-dev", deleted: 0, left: 0 },
    ]);
    expect(stderr).toBe("");
  });

  it("runs nothing when the state bucket is missing", async () => {
    s3.buckets.clear();

    const { end } = await run();

    expect(end).toBe(
      "the state bucket state does not exist; create it with: npm run poller -- bootstrap --environment dev",
    );
    expect(asked()).toEqual([]);
  });

  it("runs nothing when any of the states is locked", async () => {
    s3.objects.set("state/dev/job-poller.tfstate.tflock", LOCK);

    const { end } = await run();

    expect(end).toBe(LOCKED);
    expect(asked()).toEqual([]);
  });

  it("names the locks of all states at once", async () => {
    s3.objects.set("state/dev/job-poller.tfstate.tflock", LOCK);
    s3.objects.set("state/dev/batch.tfstate.tflock", LOCK);

    expect((await run()).end).toBe(`${LOCKED.replaceAll("job-poller", "batch")}\n${LOCKED}`);
  });

  it("runs nothing after an interrupted deploy", async () => {
    s3.objects.set("state/dev/batch.tfstate.journal", JSON.stringify({ version: 1, planned: [], made: {} }));

    const { end } = await run();

    expect(end).toBe(
      "an apply of batch-dev was interrupted before it saved its state, so destroy would leave resources behind; first run: npm run deploy -- --environment dev; if that fails, delete the resources it names and then s3://state/dev/batch.tfstate.journal",
    );
    expect(asked()).toEqual([]);
  });

  describe("with a rule in the state", () => {
    const RULE = { mode: "managed", type: "aws_cloudwatch_event_rule", name: "sweep" };
    const before = process.env["AWS_ENDPOINT_URL_EVENTBRIDGE"];
    beforeEach(() => {
      process.env["AWS_ENDPOINT_URL_EVENTBRIDGE"] = process.env["AWS_ENDPOINT_URL_S3"] ?? "";
      const resource = { ...RULE, instances: [{ attributes: { name: "dev-sweep" } }] };
      s3.objects.set("state/dev/job-poller.tfstate", givenState({}, [resource]));
    });
    afterEach(() => {
      if (before === undefined) Reflect.deleteProperty(process.env, "AWS_ENDPOINT_URL_EVENTBRIDGE");
      else process.env["AWS_ENDPOINT_URL_EVENTBRIDGE"] = before;
    });
    const answerTargets = (targets: readonly object[]): void => {
      s3.onRequest = ({ headers }) => {
        const isTargets = headers["x-amz-target"] === "AWSEvents.ListTargetsByRule";
        s3.override = isTargets ? { status: 200, body: JSON.stringify({ Targets: targets }) } : undefined;
      };
    };

    it("runs nothing when it has targets of others, and destroys after the advised command", async () => {
      answerTargets([{ Id: "audit", Arn: "arn:aws:sqs:us-east-1:1:audit" }]);
      const refused = await run();
      answerTargets([]);
      const { end } = await run();

      expect(refused.end).toBe(
        "the EventBridge rule dev-sweep has targets of others: audit (arn:aws:sqs:us-east-1:1:audit); remove them with: aws events remove-targets --rule dev-sweep --ids audit\nAWS would not delete these resources, so nothing was destroyed; after the commands, run the same command again",
      );
      expect(end).toBe(0);
      expect(asked()).toHaveLength(4);
    });

    it("reports all obstacles at once", async () => {
      answerTargets([{ Id: "audit", Arn: "arn" }]);
      s3.objects.set("state/dev/batch.tfstate.journal", JSON.stringify({ version: 1, planned: [], made: {} }));

      const { end } = await run();

      expect(end).toMatch(/^an apply of batch-dev was interrupted .*\nthe EventBridge rule dev-sweep /);
    });

    it("destroys when AWS does not answer a check, and says so", async () => {
      const { end, stderr } = await run();

      expect(end).toBe(0);
      expect(stderr).toContain(
        "not checked before the destroy: targets of EventBridge rules: AWS answers 404 (NoSuchBucket)\n",
      );
    });
  });

  it("explains a failure, and keeps the stacks below the failed one", async () => {
    const { end } = await run('echo "Error: AWS account ID not allowed: 210987654321" >&2; exit 1');

    expect(end).toContain(
      "the AWS credentials belong to account 210987654321, which is not AWS_ACCOUNT_ID of job-poller-dev",
    );
    expect(asked()).toEqual([
      "job-poller-dev init -input=false -reconfigure",
      "job-poller-dev destroy -input=false -auto-approve",
    ]);
  });

  it.each(ROWS.filter(([name]) => name.endsWith(", destroy")))(
    "prints the advice, and is green after it: %s",
    async (_name, text, start, advice) => {
      const { end: failed } = await run(`cat >&2 <<'END'\n${text}\nEND\nexit 1`);
      const { end } = await run('echo "Destroy complete!"');

      expect(failed).toMatch(start);
      expect(failed).toContain(advice);
      expect(end).toBe(0);
    },
  );

  it("reports a killed Terraform as a failure", async () => {
    expect((await run("kill -9 $$")).end).toContain("terraform destroy");
  });

  it("changes nothing without approval or a terminal", async () => {
    const { end } = await run("", {});

    expect(end).toBe("nothing was changed: approval requires a terminal; to approve without one, add --yes");
    expect(asked()).toEqual([]);
  });

  it.each([
    ["yes", 0, 4],
    ["no", "cancelled; nothing was changed", 0],
  ])("shows the resources on a terminal and asks once: %s", async (answer, wanted, commands) => {
    s3.objects.set("state/dev/batch.tfstate", givenState({}, [{ mode: "managed", type: "aws_vpc", name: "network" }]));

    const { end, stderr } = await run("", {}, `${answer}\n`);

    expect(stderr).toContain("To be destroyed (1):\n  batch-dev: aws_vpc.network\n");
    expect(end).toBe(wanted);
    expect(asked()).toHaveLength(commands);
  });
});
