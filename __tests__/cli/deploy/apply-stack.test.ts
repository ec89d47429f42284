import { Terraform } from "reviewed-terraform";
import { applyStack, describeFailure } from "../../../cli/deploy/apply-stack";
import { placeOf } from "../../../cli/terraform/terraform-place";
import { givenApplied } from "../commands/ci/given-stacks";
import { givenProgram, type GivenProgram } from "../given-program";
import { givenS3, type GivenS3 } from "../given-s3";
import { givenContext } from "../memory-context";

const CHANGES = [
  { address: "aws_sns_topic.a", actions: ["update"] },
  { address: "aws_batch_job_queue.b", actions: ["delete", "create"] },
  { address: "aws_sns_topic.c", actions: ["import"] },
];
const PLAN = JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", planned_values: {} });

const STATE = { bucket: "state", key: "dev/batch.tfstate", region: "us-east-1" };
const JOURNAL = "state/dev/batch.tfstate.journal";
const STACK = {
  name: "batch-dev",
  part: "batch",
  environment: "dev",
  state: STATE,
  json: { terraform: { backend: { s3: STATE } } },
};

describe("applyStack", () => {
  let program: GivenProgram;
  let s3: GivenS3;
  beforeEach(async () => {
    s3 = await givenS3();
    s3.buckets.add("state");
  });
  afterEach(async () => {
    program.remove();
    await s3.close();
  });
  const apply = async (script: string, interrupt = new AbortController()): Promise<string> => {
    program = givenProgram(`case "$1" in plan) exit 2;; show) echo '${PLAN}';; apply) ${script};; esac`);
    const context = givenContext({ environment: { PATH: process.env["PATH"] }, interrupt: interrupt.signal });
    const terraform = new Terraform({ command: program.path, folder: program.folder, place: placeOf(STACK), context });
    const onMessage = ({ type }: { type: string }): void => {
      if (type === "apply_start") interrupt.abort();
    };
    const applied = await applyStack({ terraform, stack: STACK, say: () => undefined }, () =>
      Promise.resolve({ changes: CHANGES, onMessage }),
    );
    return applied === undefined ? "nothing" : describeFailure("batch-dev", applied, "run it again").join("\n");
  };
  const line = (message: object): string => `echo '${JSON.stringify(message)}'`;
  const [begin = {}] = givenApplied("aws_batch_job_queue.b", "delete", "apply_complete");

  it("reports the state of each resource after a cancellation", async () => {
    const script = `trap 'exit 1' INT; ${line(begin)}; while :; do sleep 0.05; done`;

    expect(await apply(script)).toBe(
      [
        "batch-dev was not applied: interrupted during terraform apply; run the same command again to continue",
        "not applied (3 of 3); run it again to apply the rest:",
        "  aws_sns_topic.a: not begun",
        "  aws_batch_job_queue.b: interrupted",
        "  aws_sns_topic.c: not begun",
      ].join("\n"),
    );
  });

  it("describes the lock that a killed Terraform did not release", async () => {
    s3.objects.set("state/dev/batch.tfstate.tflock", JSON.stringify({ ID: "1-2", Who: "ann@laptop" }));

    expect((await apply("kill -9 $$")).split("\n").at(-1)).toMatch(/^the state of batch-dev is locked by ann@laptop/);
  });

  it("reports the owner of the lock", async () => {
    const detail =
      "Error message: PreconditionFailed\nLock Info:\n  ID:        1-2\n  Operation: OperationTypeApply\n  Who:       ann@laptop\n  Created:   2026-11-22";
    const diagnostic = { severity: "error", summary: "Error acquiring the state lock", detail };
    const text = JSON.stringify({ type: "diagnostic", diagnostic }).replaceAll("\\n", "\\\\n");

    expect(await apply(`printf '${text}\\n'; exit 1`)).toContain(
      "batch-dev was not applied: the state of batch-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2;",
    );
  });

  it("shows output that is not a message", async () => {
    expect(await apply("echo 'panic: runtime error'; exit 1")).toContain(
      "batch-dev was not applied: panic: runtime error\n",
    );
  });

  it("keeps a journal of the planned and created resources when Terraform is killed", async () => {
    const end = {
      type: "apply_complete",
      hook: { resource: { addr: "aws_batch_job_queue.b" }, action: "create", id_value: "q" },
    };

    await apply(`${line(end)}; kill -9 $$`);

    expect(JSON.parse(s3.objects.get(JOURNAL) ?? "")).toEqual({
      version: 1,
      planned: ["aws_batch_job_queue.b"],
      made: { "aws_batch_job_queue.b": "q" },
    });
  });

  it("deletes the journal when Terraform fails and saves its state", async () => {
    await apply(
      `${line({ type: "diagnostic", diagnostic: { severity: "error", summary: "quota", detail: "" } })}; exit 1`,
    );

    expect(s3.objects.has(JOURNAL)).toBe(false);
  });
});
