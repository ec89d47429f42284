import { existsSync } from "node:fs";
import { join } from "node:path";
import { startLoopbackServer } from "local-aws";
import { givenDeploy } from "./given-deploy";

const RULE = "aws_cloudwatch_event_rule.sweep";
const ALARM = "aws_cloudwatch_metric_alarm.submit-job-throttles";
const DASHBOARD = "aws_cloudwatch_dashboard.all";
const CREATES = [
  { address: RULE, after: { name: "dev-sweep" } },
  { address: ALARM, after: { alarm_name: "dev-failed" } },
  { address: DASHBOARD, after: { dashboard_name: "dev" } },
  { address: "aws_sqs_queue.letters", after: { name: "dev-letters" } },
];
const OURS = { tags_all: { Stack: "batch-dev", Team: "a" } };
const THEIRS = { tags_all: { Stack: "theirs" } };

/** Terraform's error for an import of a resource that does not exist, as `terraform plan -json` prints it. */
const absent = (address: string): string => {
  const detail = `While attempting to import an existing object to "${address}", the provider detected that no object exists with the given id.`;
  const diagnostic = { severity: "error", summary: "Cannot import non-existent remote object", detail };
  return `echo '${JSON.stringify({ type: "diagnostic", diagnostic })}'`;
};

describe("names that AWS would overwrite", () => {
  let given: Awaited<ReturnType<typeof givenDeploy>>;
  beforeEach(async () => {
    given = await givenDeploy();
    given.set("batch-dev", CREATES);
  });
  afterEach(() => given.remove());

  it("applies when no resource has the names, after one look-up", async () => {
    given.setPlan("batch-dev", 2, [], `${[RULE, ALARM, DASHBOARD].map(absent).join("\n")}; exit 1`);

    const { end, stderr } = await given.run();

    expect(end).toBe(0);
    expect(stderr).toContain("batch-dev: checking that the names of 3 rules, alarms and dashboards are free\n");
    const plans = given.asked().filter((line) => line.startsWith("batch-dev plan"));
    expect(plans).toHaveLength(2);
    expect(plans[1]).toBe(
      `batch-dev plan -input=false -json -lock=false -target=${RULE} -target=${ALARM} -target=${DASHBOARD} -out=names.tfplan`,
    );
    expect(existsSync(join(given.folder("batch-dev"), "recovery.tf.json"))).toBe(false);
  });

  it("refuses all names that are taken at once, before the first create", async () => {
    given.setPlan("batch-dev", 2, [], `${absent(ALARM)}; exit 1`);
    given.setPlan(
      "batch-dev",
      3,
      [
        { address: RULE, actions: ["update"], before: THEIRS, importId: "dev-sweep" },
        { address: DASHBOARD, actions: ["update"], before: { dashboard_name: "dev" }, importId: "dev" },
      ],
      "exit 0",
    );

    const { end } = await given.run();

    expect(end).toEqual([
      `${RULE}: the name dev-sweep is taken by a resource without the tags of this stack`,
      `${DASHBOARD}: the name dev is taken by a resource without the tags of this stack`,
      "AWS would overwrite them, so nothing was changed; if another team created them, set another POLLER_NAME; otherwise delete them, or import each: npm run state -- import ADDRESS NAME --environment dev --stack batch",
      "nothing was changed, because not every stack could be planned",
    ]);
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
  });

  it("reports the problems of all stacks at once", async () => {
    given.set("batch-dev", CREATES.slice(0, 1));
    given.setPlan("batch-dev", 2, [{ address: RULE, actions: ["update"], before: THEIRS, importId: "x" }], "exit 0");
    given.setPlan("job-poller-dev", 1, [], 'echo "Error: AWS account ID not allowed: 210987654321" >&2; exit 1');

    expect((await given.run()).end).toEqual([
      expect.stringContaining("is taken by a resource"),
      expect.stringMatching(/^AWS would overwrite it, so nothing was changed; /),
      expect.stringMatching(/^the AWS credentials belong to account 210987654321/),
      "nothing was changed, because not every stack could be planned",
    ]);
  });

  it("accepts resources with the tags of the stack, which a lost state has left", async () => {
    given.set("batch-dev", CREATES.slice(0, 1));
    given.setPlan(
      "batch-dev",
      2,
      [{ address: RULE, actions: ["no-op"], before: OURS, importId: "dev-sweep" }],
      "exit 0",
    );

    expect((await given.run()).end).toBe(0);
  });

  it("names one resource in the singular", async () => {
    given.set("batch-dev", CREATES.slice(0, 1));
    given.setPlan("batch-dev", 2, [{ address: RULE, actions: ["update"], before: THEIRS, importId: "x" }], "exit 0");

    expect((await given.run()).end).toContainEqual(
      expect.stringMatching(/^AWS would overwrite it, so nothing was changed; /),
    );
  });

  it("looks nothing up for replacements and other types", async () => {
    given.set("batch-dev", [
      { address: RULE, actions: ["delete", "create"], after: { name: "x" } },
      ...CREATES.slice(3),
    ]);

    await given.run();

    expect(given.asked().filter((line) => line.startsWith("batch-dev plan"))).toHaveLength(1);
  });

  it.each([
    ["refuses a job definition of others, to which AWS would add a revision", [{ Stack: "batch-dev" }, {}], true],
    ["accepts its own revisions, which a lost state has left", [{ Stack: "batch-dev" }], false],
    ["accepts a name without active revisions", [], false],
  ])("%s", async (_what, revisions, isTaken) => {
    const arn = "arn:aws:batch:us-east-1:1:job-definition/job-dev";
    const jobDefinitions = revisions.map((tags, index) => ({ jobDefinitionArn: `${arn}:${index + 1}`, tags }));
    const asked: unknown[] = [];
    const batch = await startLoopbackServer({
      name: "the Batch of a test",
      handle: ({ body }) => {
        asked.push(JSON.parse(body));
        return Promise.resolve({ status: 200, body: JSON.stringify({ jobDefinitions }) });
      },
    });
    process.env["AWS_ENDPOINT_URL_BATCH"] = batch.url;
    given.set("batch-dev", [{ address: "aws_batch_job_definition.job", after: { name: "job-dev" } }]);
    try {
      const { end } = await given.run();

      if (isTaken)
        expect(end).toContain(
          `aws_batch_job_definition.job: the name ${arn}:2 is taken by a resource without the tags of this stack`,
        );
      else expect(end).toBe(0);
      expect(asked[0]).toEqual({ jobDefinitionName: "job-dev", status: "ACTIVE" });
    } finally {
      Reflect.deleteProperty(process.env, "AWS_ENDPOINT_URL_BATCH");
      await batch.close();
    }
  });
});
