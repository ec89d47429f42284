import { givenChange, givenReport } from "reviewed-terraform/testing";
import { applyPlan } from "../../../../cli/commands/ci/apply-plan";
import { Terraform } from "../../../../cli/terraform/terraform";
import { givenProgram, type GivenProgram } from "../../given-program";
import { givenS3, type GivenS3 } from "../../given-s3";
import { givenContext } from "../../memory-context";
import { givenApplied } from "./given-stacks";

const PLACE = { stackName: "batch-dev", environment: "dev", part: "batch" };
const REPORT = givenReport(
  [
    givenChange("aws_sns_topic.a", ["update"]),
    givenChange("aws_batch_job_queue.b", ["delete", "create"]),
    givenChange("aws_sns_topic.c", ["no-op"], [], { importId: "arn" }),
  ],
  { stack: "batch-dev" },
);

const STATE = { bucket: "state", key: "dev/batch.tfstate", region: "us-east-1" };
const JOURNAL = "state/dev/batch.tfstate.journal";
const STACK = {
  name: PLACE.stackName,
  part: PLACE.part,
  environment: PLACE.environment,
  state: STATE,
  json: { terraform: { backend: { s3: STATE } } },
};

describe("an apply that does not come to its end", () => {
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
    program = givenProgram(script);
    const given = givenContext({ environment: { PATH: process.env["PATH"] }, interrupt: interrupt.signal });
    const stderr = {
      write: (text: string) => {
        if (text.includes("started")) interrupt.abort();
      },
    };
    const context = { ...given, stderr };
    const terraform = new Terraform({ command: program.path, folder: program.folder, place: PLACE, context });
    return applyPlan({ terraform, report: REPORT, stack: STACK, journal: undefined }, context).then(
      () => "applied",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  };
  const line = (message: object): string => `echo '${JSON.stringify(message)}'`;
  const [begin = {}] = givenApplied("aws_batch_job_queue.b", "delete", "apply_complete");

  it("reports the state of each resource after a cancellation", async () => {
    const script = `trap 'exit 1' INT; ${line(begin)}; while :; do sleep 0.05; done`;

    expect(await apply(script)).toBe(
      [
        "batch-dev was not applied: interrupted during terraform apply; run the same command again to continue",
        "not applied (3 of 3); run the failed job again to apply the rest:",
        "  aws_sns_topic.a: not begun",
        "  aws_batch_job_queue.b: interrupted",
        "  aws_sns_topic.c: not begun",
      ].join("\n"),
    );
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

  it("repeats what was written when that is no message", async () => {
    expect(await apply("echo 'panic: runtime error'; exit 1")).toContain(
      "batch-dev was not applied: panic: runtime error\n",
    );
  });

  it("leaves a journal of what it was to make and has made when Terraform is killed", async () => {
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

  it("leaves none when Terraform comes to an end of its own, which has written down what it made", async () => {
    await apply(
      `${line({ type: "diagnostic", diagnostic: { severity: "error", summary: "quota", detail: "" } })}; exit 1`,
    );

    expect(s3.objects.has(JOURNAL)).toBe(false);
  });
});
