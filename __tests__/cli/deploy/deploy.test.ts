import { existsSync } from "node:fs";
import { join } from "node:path";
import { givenDeploy, message } from "./given-deploy";

const LOCK = JSON.stringify({ ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" });
const LOCKED = (stack: string): string =>
  `the state of ${stack}-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2; wait until it is released, or, if that run was killed: npm run state -- unlock 1-2 --environment dev --stack ${stack}`;
const NO_TERMINAL = "nothing was changed: approval requires a terminal; to approve without one, add --yes";
const VPC = "aws_vpc.job-network_121697CE";
const QUEUE = "aws_batch_job_queue.job-queue_43A2E469";

describe("poller deploy", () => {
  let given: Awaited<ReturnType<typeof givenDeploy>>;
  beforeEach(async () => {
    given = await givenDeploy();
  });
  afterEach(() => given.remove());

  it("plans all stacks, then applies them in the order of their dependencies, and adds up what it did", async () => {
    given.set(
      "batch-dev",
      [{ address: VPC }, { address: QUEUE, actions: ["delete", "create"] }],
      [
        message("apply_start", VPC),
        message("apply_complete", VPC, { id_value: "vpc-1", elapsed_seconds: 61 }),
        message("apply_start", QUEUE, {}, "delete"),
        message("apply_progress", QUEUE, { elapsed_seconds: 10 }, "delete"),
        message("apply_complete", QUEUE, { elapsed_seconds: 12 }, "delete"),
        message("apply_complete", QUEUE, { elapsed_seconds: 3 }),
      ],
    );

    const { end, stderr } = await given.run();

    expect(given.asked().map((line) => line.replace(/ -input=false| -detailed-exitcode/g, ""))).toEqual([
      "batch-dev init -reconfigure",
      "batch-dev plan -out=stack.tfplan",
      "batch-dev show -json stack.tfplan",
      "job-poller-dev init -reconfigure",
      "job-poller-dev plan -out=stack.tfplan",
      "batch-dev apply -json stack.tfplan",
    ]);
    expect(stderr.replaceAll(/\d+ s$/gm, "9 s")).toBe(`batch-dev: planning
job-poller-dev: planning
batch-dev has these planned changes:
  +   create   aws_vpc              job-network_121697CE
  -/+ replace  aws_batch_job_queue  job-queue_43A2E469
job-poller-dev: nothing to change
Plan for dev: 1 to create, 1 to replace
batch-dev: applying
  [1/3] created vpc.job-network, 1 min 9 s
  still deleting batch_job_queue.job-queue, 9 s
  [2/3] deleted batch_job_queue.job-queue, 9 s
  [3/3] created batch_job_queue.job-queue, 9 s

STACK           CREATED  CHANGED  DELETED  IMPORTED  TOOK
batch-dev             2        0        1         0   9 s
job-poller-dev        0        0        0         0   9 s
all                   2        0        1         0   9 s

Next: npm run poller -- smoke --environment dev
`);
    expect(end).toBe(0);
    expect(existsSync(join(given.folder("batch-dev"), "stack.tfplan"))).toBe(false);
  });

  it("prints nothing but the result with --json", async () => {
    given.set("batch-dev", [{ address: VPC }], [message("apply_start", VPC), message("apply_complete", VPC)]);

    const { end, stdout, stderr } = await given.run({ yes: true, json: true });

    expect(JSON.parse(stdout)).toMatchObject([{ stack: "batch-dev", created: 1 }, { stack: "job-poller-dev" }]);
    expect(stderr).toBe("");
    expect(end).toBe(0);
  });

  it("shows progress on a terminal and clears it", async () => {
    given.set(
      "batch-dev",
      [{ address: VPC }, { address: QUEUE }],
      [
        message("apply_start", VPC),
        message("apply_start", QUEUE),
        message("apply_progress", QUEUE, { elapsed_seconds: 10 }),
        message("apply_complete", VPC),
      ],
    );

    const { stderr } = await given.run({ yes: true }, { isTTY: true });

    expect(stderr).toMatch(/ {2}0 of 2 in [\d.]+ s: creating vpc\.job-network \([\d.]+ s\) and 1 more/);
    expect(stderr).toContain("\r\u001B[2K  [1/2] created vpc.job-network\n");
    expect(stderr).not.toContain("still creating");
  });

  it("prompts on a terminal and changes nothing without approval", async () => {
    given.set("batch-dev", [{ address: VPC }], [message("apply_complete", VPC)]);

    const { end, stderr } = await given.run({}, { isTTY: true, stdinText: "no\n" });

    expect(stderr).toContain("Plan for dev: 1 to create\nApply this plan to dev? [yes/no]");
    expect(end).toEqual(["cancelled; nothing was changed"]);
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
  });

  it("prompts once for all stacks and applies them after approval", async () => {
    for (const stack of ["batch-dev", "job-poller-dev"])
      given.set(stack, [{ address: VPC }], [message("apply_complete", VPC)]);

    const { end, stderr } = await given.run({}, { isTTY: true, stdinText: "yes\n" });

    expect(end).toBe(0);
    expect(stderr.match(/\[yes\/no\]/g)).toHaveLength(1);
    expect(given.asked().filter((line) => line.includes(" apply "))).toHaveLength(2);
  });

  it("does not prompt when there is nothing to change", async () => {
    const { end, stderr } = await given.run({});

    expect(stderr).toContain("Plan for dev: no changes\n");
    expect(end).toBe(0);
  });

  it.each([{}, { json: true }])("shows the plan and changes nothing without --yes or a terminal: %j", async (more) => {
    given.set("batch-dev", [{ address: VPC }]);

    const { end, stdout, stderr } = await given.run(more);

    expect(stderr).toContain("batch-dev has these planned changes:\n  +   create   aws_vpc  job-network_121697CE\n");
    expect(stdout).toBe("");
    expect(end).toEqual([NO_TERMINAL]);
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
    expect(existsSync(join(given.folder("batch-dev"), "stack.tfplan"))).toBe(false);
  });

  it("changes nothing when a later stack cannot be planned", async () => {
    given.set("batch-dev", [{ address: VPC }], [message("apply_complete", VPC)]);
    given.setPlan("job-poller-dev", 1, [], "echo 'AWS account ID not allowed: 210987654321' >&2; exit 1");

    const { end } = await given.run();

    expect(end).toEqual([
      expect.stringContaining("the AWS credentials belong to account 210987654321"),
      "nothing was changed, because not every stack could be planned",
    ]);
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
  });

  it("requires another deploy when a plan is stale", async () => {
    const diagnostic = { severity: "error", summary: "Saved plan is stale", detail: "The given plan file" };
    given.set(
      "batch-dev",
      [{ address: VPC }],
      [`echo '${JSON.stringify({ type: "diagnostic", diagnostic })}'`, "exit 1"],
    );

    expect((await given.run()).end).toEqual([
      "batch-dev was not applied: the plan of batch-dev is stale, because its state has changed since; run the same command again to plan it again",
      "not applied (1 of 1); run deploy again to apply the rest:",
      `  ${VPC}: not begun`,
    ]);
  });

  it.each(["batch", "job-poller"])("runs nothing when the state of %s is locked", async (part) => {
    given.s3.objects.set(`state/dev/${part}.tfstate.tflock`, LOCK);

    expect((await given.run()).end).toEqual([LOCKED(part)]);
    expect(given.asked()).toEqual([]);
  });

  it("runs nothing when the state bucket is missing", async () => {
    given.s3.buckets.clear();

    expect((await given.run()).end).toEqual([
      "the state bucket state does not exist; create it with: npm run poller -- bootstrap --environment dev",
    ]);
    expect(given.asked()).toEqual([]);
  });

  it("lists applied and remaining changes and stacks after a failure", async () => {
    given.set("job-poller-dev", [{ address: VPC }]);
    const diagnostic = { severity: "error", summary: "creating Batch Job Queue: denied", address: QUEUE };
    given.set(
      "batch-dev",
      [{ address: VPC }, { address: QUEUE }, { address: "aws_subnet.a" }],
      [
        message("apply_start", VPC),
        message("apply_complete", VPC),
        message("apply_start", QUEUE),
        message("apply_errored", QUEUE, { elapsed_seconds: 4 }),
        `echo '${JSON.stringify({ type: "diagnostic", diagnostic })}'`,
        "exit 1",
      ],
    );

    const { end, stderr } = await given.run();

    expect(stderr).toContain("  [1/3] not created: batch_job_queue.job-queue, 4 s\n");
    expect(end).toEqual([
      `batch-dev was applied in part: Error: creating Batch Job Queue: denied\n  with ${QUEUE},`,
      "not applied (2 of 3); run deploy again to apply the rest:",
      `  ${QUEUE}: failed`,
      "  aws_subnet.a: not begun",
      "not deployed because of this error: job-poller-dev",
    ]);
  });

  it("explains the lock that a Terraform leaves behind that is killed", async () => {
    given.set("batch-dev", [{ address: VPC }], [message("apply_start", VPC), "kill -9 $$"]);
    // Two stacks' states and locks are looked at before Terraform runs.
    let requests = 0;
    given.s3.onRequest = () => {
      requests += 1;
      if (requests > 4) given.s3.objects.set("state/dev/batch.tfstate.tflock", LOCK);
    };

    expect((await given.run()).end).toEqual([
      "batch-dev was not applied: terraform apply -input=false was ended by SIGKILL",
      "not applied (1 of 1); run deploy again to apply the rest:",
      `  ${VPC}: interrupted`,
      LOCKED("batch"),
    ]);
  });
});
