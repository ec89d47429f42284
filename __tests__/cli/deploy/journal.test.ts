import { givenDeploy, message } from "./given-deploy";

const VPC = "aws_vpc.vpc";
/** Number of calls of Terraform until both stacks are planned: init and plan of both, and show of batch-dev. */
const PLANNED = 5;
const JOURNAL = "state/dev/batch.tfstate.journal";

describe("the journal of an apply", () => {
  let given: Awaited<ReturnType<typeof givenDeploy>>;
  beforeEach(async () => {
    given = await givenDeploy();
  });
  afterEach(() => given.remove());

  const journal = (planned: readonly string[]): string => JSON.stringify({ version: 1, planned, made: {} });

  it("keeps the journal of another apply started after this plan", async () => {
    const other = journal(["aws_subnet.other"]);
    given.set("batch-dev", [{ address: VPC }]);
    given.s3.onRequest = () => {
      if (given.asked().length === PLANNED) given.s3.objects.set(JOURNAL, other);
    };

    const { end } = await given.run();

    expect(end).toEqual([
      expect.stringMatching(/^s3:\/\/state\/dev\/batch\.tfstate\.journal shows that another apply has started since/),
    ]);
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
    expect(given.s3.objects.get(JOURNAL)).toBe(other);
  });

  const LEFT = journal([VPC]);
  /** Has something done when both plans are shown. */
  const onceShown = (act: () => void): void => {
    given.s3.onRequest = () => {
      if (given.asked().length === PLANNED) act();
    };
  };

  it.each([
    ["has written", JSON.stringify({ version: 1, planned: [VPC, "aws_subnet.other"], made: { [VPC]: "vpc-1" } })],
    ["has ended", undefined],
  ])("keeps a journal that another recovery %s after this plan", async (_, other) => {
    given.s3.objects.set(JOURNAL, LEFT);
    given.set("batch-dev", [{ address: "aws_iam_role.role" }]);
    onceShown(() => {
      if (other === undefined) given.s3.objects.delete(JOURNAL);
      else given.s3.objects.set(JOURNAL, other);
    });

    const { end } = await given.run();

    expect(String(end)).toContain("journal shows that another apply has started since this plan");
    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
    expect(given.s3.objects.get(JOURNAL)).toBe(other);
  });

  it("keeps what another run has written into it while this one makes things", async () => {
    const made = (address: string): string => message("apply_complete", address, { id_value: `id of ${address}` });
    const other = JSON.stringify({ version: 1, planned: [VPC, "aws_subnet.other"], made: { "aws_subnet.other": "s" } });
    let isWritten = false;
    given.set("batch-dev", [{ address: VPC }], [made(VPC), "kill -9 $$"]);
    given.s3.onRequest = () => {
      if (isWritten || !(given.s3.objects.get(JOURNAL) ?? "").includes(VPC)) return;
      isWritten = true;
      given.s3.objects.set(JOURNAL, other);
    };

    await given.run();

    expect(JSON.parse(given.s3.objects.get(JOURNAL) ?? "")).toEqual({
      version: 1,
      planned: [VPC, "aws_subnet.other"],
      made: { [VPC]: `id of ${VPC}`, "aws_subnet.other": "s" },
    });
  });

  it("keeps a journal written by another run when there are no changes", async () => {
    given.s3.objects.set(JOURNAL, LEFT);
    const other = journal(["aws_subnet.other"]);
    onceShown(() => given.s3.objects.set(JOURNAL, other));

    expect((await given.run()).end).toBe(0);

    expect(given.s3.objects.get(JOURNAL)).toBe(other);
  });

  it("that a killed apply left holds until a later one is done, whose failure may come before its imports", async () => {
    given.s3.objects.set(JOURNAL, journal([VPC]));
    given.set("batch-dev", [{ address: "aws_iam_role.role" }], ["exit 1"]);

    await given.run();
    expect(JSON.parse(given.s3.objects.get(JOURNAL) ?? "")).toMatchObject({ planned: [VPC, "aws_iam_role.role"] });

    given.write("batch-dev", "apply", "exit 0");
    expect((await given.run()).end).toBe(0);
    expect(given.s3.objects.has(JOURNAL)).toBe(false);
  });

  it.each([
    { summary: "creating EC2 VPC: VpcLimitExceeded", holds: false },
    { summary: "Failed to persist state to backend", holds: true },
    { summary: "operation canceled", holds: true },
    { summary: "Plugin did not respond", holds: true },
    { summary: undefined, holds: true },
  ])("holds when Terraform may not have written all down: $summary, $holds", async ({ summary, holds }) => {
    const error = JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, detail: "" } });
    given.set("batch-dev", [{ address: VPC }], [...(summary === undefined ? [] : [`echo '${error}'`]), "exit 1"]);

    await given.run();

    expect(given.s3.objects.has(JOURNAL)).toBe(holds);
  });

  it.each([
    "api error UnauthorizedOperation: You are not authorized to perform this operation",
    "multiple EC2 Internet Gateways matched; use additional constraints to reduce matches to a single one",
  ])("holds when AWS does not say whether something is there, and nothing is made again: %s", async (detail) => {
    given.s3.objects.set(JOURNAL, JSON.stringify({ version: 1, planned: [VPC], made: { [VPC]: "vpc-1" } }));
    const error = { type: "diagnostic", diagnostic: { severity: "error", summary: "s", detail, address: VPC } };
    given.set("batch-dev", [{ address: VPC }]);
    given.setPlan("batch-dev", 1, [{ address: VPC }], "exit 0");
    given.setPlan("batch-dev", 2, [], `echo '${JSON.stringify(error)}'; exit 1`);

    expect(String((await given.run()).end)).toContain(detail.slice(0, 40));

    expect(given.asked().some((line) => line.includes(" apply "))).toBe(false);
    expect(given.s3.objects.has(JOURNAL)).toBe(true);
  });
});
