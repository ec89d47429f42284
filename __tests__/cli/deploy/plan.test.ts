import { existsSync } from "node:fs";
import { join } from "node:path";
import { givenDeploy } from "./given-deploy";

const VPC = "aws_vpc.job-network_121697CE";
const JOURNAL = "state/dev/batch.tfstate.journal";

describe("poller plan", () => {
  let given: Awaited<ReturnType<typeof givenDeploy>>;
  beforeEach(async () => {
    given = await givenDeploy();
  });
  afterEach(() => given.remove());

  it("shows one plan for all stacks, ends with exit code 2 and takes no lock", async () => {
    given.set("batch-dev", [{ address: VPC }, { address: "aws_sns_topic.a", actions: ["delete"] }]);

    const { end, stdout } = await given.plan();

    expect(stdout).toBe(`batch-dev has these planned changes:
  +   create   aws_vpc        job-network_121697CE
  -   delete   aws_sns_topic  a
job-poller-dev: nothing to change
Plan for dev: 1 to create, 1 to delete
`);
    expect(end).toBe(2);
    const plans = given.asked().filter((line) => line.includes(" plan "));
    expect(plans).toHaveLength(2);
    for (const line of plans) expect(line).toContain(" -lock=false ");
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
    expect(existsSync(join(given.folder("batch-dev"), "stack.tfplan"))).toBe(false);
  });

  it("ends with exit code 0 without changes", async () => {
    const { end, stdout } = await given.plan();

    expect(stdout).toContain("Plan for dev: no changes\n");
    expect(end).toBe(0);
  });

  it("reports that only outputs change", async () => {
    given.set("batch-dev", []);

    const { end, stdout } = await given.plan();

    expect(stdout).toContain("batch-dev: only outputs change\n");
    expect(stdout).toContain("Plan for dev: no resources to change\n");
    expect(end).toBe(2);
  });

  it("prints only the plan with --json", async () => {
    given.set("batch-dev", [{ address: VPC }]);

    const { end, stdout, stderr } = await given.plan({ json: true });

    expect(JSON.parse(stdout)).toEqual([
      {
        stack: "batch-dev",
        hasChanges: true,
        isRecovery: false,
        changes: [{ action: "create", address: VPC, type: "aws_vpc" }],
      },
      { stack: "job-poller-dev", hasChanges: false, isRecovery: false, changes: [] },
    ]);
    expect(stderr).toBe("");
    expect(end).toBe(2);
  });

  it("shows the resources of an interrupted apply as imports and keeps the journal", async () => {
    const vpc = { address: VPC, after: { id: "vpc-1" } };
    given.s3.objects.set(JOURNAL, JSON.stringify({ version: 1, planned: [VPC], made: { [VPC]: "vpc-1" } }));
    given.setPlan("batch-dev", 1, [vpc], "exit 0");
    const tags = { tags_all: { Stack: "batch-dev" } };
    given.setPlan("batch-dev", 2, [{ ...vpc, actions: ["no-op"], before: tags, importId: "vpc-1" }], "exit 0");

    const { end, stdout } = await given.plan();

    expect(stdout).toContain(
      "batch-dev has these planned changes after an interrupted apply:\n  <   import   aws_vpc  ",
    );
    expect(end).toBe(2);
    expect(given.s3.objects.has(JOURNAL)).toBe(true);
    for (const line of given.asked().filter((asked) => asked.includes(" plan "))) expect(line).toContain("-lock=false");
  });

  it("reports that deploy deletes a journal without missing resources", async () => {
    given.s3.objects.set(JOURNAL, JSON.stringify({ version: 1, planned: [VPC], made: { [VPC]: "vpc-1" } }));
    given.setPlan("batch-dev", 1, [], "exit 0");

    const { end, stdout } = await given.plan();

    expect(stdout).toContain("batch-dev: nothing to change\n  every resource of an interrupted apply is in the state;");
    expect(end).toBe(0);
    expect(given.s3.objects.has(JOURNAL)).toBe(true);
  });

  it("plans a locked state and names its lock", async () => {
    const lock = { ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" };
    given.s3.objects.set("state/dev/batch.tfstate.tflock", JSON.stringify(lock));

    const { end, stderr } = await given.plan();

    expect(stderr).toContain("planned without a lock: the state of batch-dev is locked by ann@laptop (apply)");
    expect(end).toBe(0);
  });

  it("runs nothing when the state bucket is missing", async () => {
    given.s3.buckets.clear();

    expect((await given.plan()).end).toEqual([
      "the state bucket state does not exist; create it with: npm run poller -- bootstrap --environment dev",
    ]);
    expect(given.asked()).toEqual([]);
  });
});
