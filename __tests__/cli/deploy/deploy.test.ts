import { existsSync } from "node:fs";
import { join } from "node:path";
import { givenDeploy, message } from "./given-deploy";

const LOCK = JSON.stringify({ ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" });
const LOCKED = (stack: string): string =>
  `the state of ${stack}-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2; wait until it is released, or, if that run was killed: npm run state -- unlock 1-2 --environment dev --stack ${stack}`;
const VPC = "aws_vpc.job-network_121697CE";
const QUEUE = "aws_batch_job_queue.job-queue_43A2E469";

describe("poller deploy", () => {
  let given: Awaited<ReturnType<typeof givenDeploy>>;
  beforeEach(async () => {
    given = await givenDeploy();
  });
  afterEach(() => given.remove());

  it("plans and applies one stack after the other, in the order of their dependencies, and adds up what it did", async () => {
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
      "batch-dev apply -json stack.tfplan",
      "job-poller-dev init -reconfigure",
      "job-poller-dev plan -out=stack.tfplan",
      "job-poller-dev show -json stack.tfplan",
    ]);
    expect(stderr.replaceAll(/\d+ s$/gm, "9 s")).toBe(`batch-dev: planning
batch-dev has these planned changes:
  +   create   aws_vpc              job-network_121697CE
  -/+ replace  aws_batch_job_queue  job-queue_43A2E469
batch-dev: applying
  [1/3] created vpc.job-network, 1 min 9 s
  still deleting batch_job_queue.job-queue, 9 s
  [2/3] deleted batch_job_queue.job-queue, 9 s
  [3/3] created batch_job_queue.job-queue, 9 s
job-poller-dev: planning
job-poller-dev: nothing to change

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

    expect(stderr).toContain("Change batch-dev? [yes/no]");
    expect(end).toEqual(["cancelled; batch-dev was not changed", "not deployed because of this error: job-poller-dev"]);
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
  });

  it("applies after approval", async () => {
    given.set("batch-dev", [{ address: VPC }], [message("apply_complete", VPC)]);

    expect((await given.run({}, { isTTY: true, stdinText: "yes\n" })).end).toBe(0);
  });

  it("changes nothing without --yes or a terminal", async () => {
    expect((await given.run({})).end).toEqual([
      "nothing was changed: approval requires a terminal; to approve without one, add --yes",
    ]);
    expect(given.asked()).toEqual([]);
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
      "not applied (2 of 3); run the same command again to apply the rest:",
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
      "not applied (1 of 1); run the same command again to apply the rest:",
      `  ${VPC}: interrupted`,
      LOCKED("batch"),
      "not deployed because of this error: job-poller-dev",
    ]);
  });
});
