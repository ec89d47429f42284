import { join } from "node:path";
import { givenApplied, givenPlan, givenStacks, TAGS, type GivenResource, type GivenStacks } from "./given-stacks";

const JOURNAL = "state/dev/batch.tfstate.journal";
const ROLE: GivenResource = { address: "aws_iam_role.a", actions: ["create"], after: { name: "a", tags_all: TAGS } };
const QUEUE: GivenResource = { address: "aws_sqs_queue.b", actions: ["create"], after: { name: "b" } };

/** The role as the attempt that was killed has made it. */
const found = (name: string): GivenResource => ({
  ...ROLE,
  actions: name === "a" ? ["no-op"] : ["update"],
  before: { name: "a", tags_all: TAGS },
  after: { name, tags_all: TAGS },
  importId: "a",
});

describe("poller ci apply after an attempt that was killed", () => {
  let given: GivenStacks;
  let reviewed: string;
  beforeEach(async () => {
    given = await givenStacks();
    reviewed = join(given.path, "reviewed");
    given.setPlans(givenPlan([ROLE, QUEUE]));
    const report = join(reviewed, "batch-dev.json");
    const { exitCode } = await given.run(["plan", "batch-dev", "--out-dir", given.outDir, "--report", report]);
    expect(exitCode).toBe(0);
    const journal = { version: 1, planned: [ROLE.address, QUEUE.address], made: { [ROLE.address]: "a" } };
    given.s3.objects.set(JOURNAL, JSON.stringify(journal));
  });
  afterEach(() => given.remove());

  const apply = () => given.run(["apply", "batch-dev", "--out-dir", given.outDir, "--reviewed", reviewed]);

  it("imports the created resources and applies the rest of the reviewed plan", async () => {
    given.set("plan-recovered.json", JSON.stringify(givenPlan([found("a"), QUEUE])));
    given.setApply(givenApplied(QUEUE.address, "create", "apply_complete"), 0);

    const { exitCode, stderr } = await apply();

    expect(stderr).toContain(
      "batch-dev: an apply was interrupted before it saved its state; looking for its resources\n",
    );
    expect(stderr).toContain(
      "batch-dev: the plan is the rest of the reviewed plan after an earlier attempt, and imports resources that the attempt created without saving them to the state:\n  aws_iam_role.a\n",
    );
    expect(exitCode).toBe(0);
    expect(given.github("summary")).toContain("| `aws_iam_role.a` | import | ✅ done |");
    expect(given.s3.objects.has(JOURNAL)).toBe(false);
  });

  it("refuses to make of it what was not reviewed, and keeps the journal", async () => {
    given.set("plan-recovered.json", JSON.stringify(givenPlan([found("other"), QUEUE])));

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(3);
    expect(stderr).toContain("the plan of batch-dev differs from the reviewed plan, so nothing was applied");
    expect(stderr).toContain("poller:   aws_iam_role.a: imported from: reviewed (none), now a\n");
    expect(given.asked().some((asked) => asked.startsWith("apply"))).toBe(false);
    expect(given.s3.objects.has(JOURNAL)).toBe(true);
  });

  it("ends the journal when the state knows all that was made", async () => {
    given.setPlans(givenPlan([]));

    const { exitCode, stderr } = await apply();

    expect(stderr).toContain("batch-dev: nothing to change\n");
    expect(exitCode).toBe(0);
    expect(given.s3.objects.has(JOURNAL)).toBe(false);
  });

  it("rejects an invalid journal before planning", async () => {
    given.s3.objects.set(JOURNAL, "{}");
    const before = given.asked().length;

    expect(await apply()).toMatchObject({
      exitCode: 1,
      stderr:
        "poller: s3://state/dev/batch.tfstate.journal is not a valid apply journal; check its content and delete it\n",
    });
    expect(given.asked().slice(before)).toEqual(["init -input=false -reconfigure"]);
  });
});
