import { checkDestroyGuard } from "../../src/report/destroy-guard";
import { givenPlan, reportOf } from "./given-plan";

const QUEUE = "aws_batch_job_queue.queue";
const LOG = "aws_cloudwatch_log_group.log";

describe("findGuarded", () => {
  const types = ["aws_s3_bucket", "aws_batch_job_queue", "aws_batch_compute_environment", "aws_cloudwatch_log_group"];

  it.each(
    types.flatMap((type) =>
      [["delete"], ["delete", "create"], ["create", "delete"], ["forget"]].map((actions) => ({ type, actions })),
    ),
  )("includes $type with the actions $actions", ({ type, actions }) => {
    expect(reportOf(givenPlan({ type, actions })).guarded).toEqual([`${type}.it`]);
  });

  it.each([
    ["aws_batch_job_queue", ["update"]],
    ["aws_batch_job_queue", ["create"]],
    ["aws_lambda_function", ["delete"]],
  ])("ignores %s with the actions %j", (type, actions) => {
    expect(reportOf(givenPlan({ type, actions })).guarded).toEqual([]);
  });
});

it("guards the given types, too", () => {
  const plan = givenPlan({ type: "aws_sqs_queue", actions: ["delete"] });

  expect(reportOf(plan).guarded).toEqual([]);
  expect(reportOf(plan, { guardedTypes: ["aws_sqs_queue"] }).guarded).toEqual(["aws_sqs_queue.it"]);
});

describe("checkDestroyGuard", () => {
  it("requires a line for each address", () => {
    expect(checkDestroyGuard([QUEUE, LOG], "Removes the queue.")).toEqual({
      missing: [QUEUE, LOG],
      unknown: [],
      malformed: [],
    });
  });

  it("accepts a line for each address, at any place and with CRLF line breaks", () => {
    const body = `Removes it.\r\n\r\nallow-destroy: ${LOG}\r\nallow-destroy: ${QUEUE}  \r\nBye`;

    expect(checkDestroyGuard([QUEUE, LOG], body)).toEqual({ missing: [], unknown: [], malformed: [] });
  });

  it("reports lines for resources that are not guarded", () => {
    const body = `allow-destroy: ${QUEUE}\nallow-destroy: aws_batch_job_queue.que`;

    expect(checkDestroyGuard([QUEUE], body)).toEqual({
      missing: [],
      unknown: ["aws_batch_job_queue.que"],
      malformed: [],
    });
  });

  it.each([
    [`allow-destroy: ${QUEUE}, ${LOG}`],
    [`allow-destroy: *`.replace("*", `${QUEUE} and all`)],
    [`allow-destroy:${QUEUE}`],
    [`- allow-destroy: ${QUEUE}`],
    [`Allow-Destroy: ${QUEUE}`],
    [`  allow-destroy: ${QUEUE}`],
    [`allow_destroy: ${QUEUE}`],
    [`\`allow-destroy: ${QUEUE}\``],
    ["allow-destroy:"],
  ])("rejects %j as malformed", (line) => {
    expect(checkDestroyGuard([QUEUE], `Hello\n${line}\n`)).toEqual({
      missing: [QUEUE],
      unknown: [],
      malformed: [line],
    });
  });

  it("treats a pattern as an unknown address", () => {
    expect(checkDestroyGuard([QUEUE], "allow-destroy: *")).toEqual({ missing: [QUEUE], unknown: ["*"], malformed: [] });
  });

  it.each([
    `<!-- allow-destroy: ${QUEUE} -->`,
    `<!--\nallow-destroy: ${QUEUE}\n-->`,
    `<!-- a --><!--\nallow-destroy: ${QUEUE}`,
  ])("ignores HTML comments: %j", (body) => {
    expect(checkDestroyGuard([QUEUE], body)).toEqual({ missing: [QUEUE], unknown: [], malformed: [] });
  });
});
