import { checkDestroyGuard } from "../../delivery/destroy-guard";
import { givenPlan, reportOf } from "./given-plan";

const QUEUE = "aws_batch_job_queue.queue";
const LOG = "aws_cloudwatch_log_group.log";

describe("what is guarded", () => {
  const types = ["aws_s3_bucket", "aws_batch_job_queue", "aws_batch_compute_environment", "aws_cloudwatch_log_group"];

  it.each(
    types.flatMap((type) =>
      [["delete"], ["delete", "create"], ["create", "delete"], ["forget"]].map((actions) => ({ type, actions })),
    ),
  )("is $type, when $actions", ({ type, actions }) => {
    expect(reportOf(givenPlan({ type, actions })).guarded).toEqual([`${type}.it`]);
  });

  it.each([
    ["aws_batch_job_queue", ["update"]],
    ["aws_batch_job_queue", ["create"]],
    ["aws_lambda_function", ["delete"]],
  ])("is not %s, when %j", (type, actions) => {
    expect(reportOf(givenPlan({ type, actions })).guarded).toEqual([]);
  });
});

describe("checkDestroyGuard", () => {
  it("asks for a line for each address", () => {
    expect(checkDestroyGuard([QUEUE, LOG], "Removes the queue.")).toEqual({
      missing: [QUEUE, LOG],
      unknown: [],
      malformed: [],
    });
  });

  it("is content with a line for each, wherever it is, and with the line ends of a browser", () => {
    const body = `Removes it.\r\n\r\nallow-destroy: ${LOG}\r\nallow-destroy: ${QUEUE}  \r\nBye`;

    expect(checkDestroyGuard([QUEUE, LOG], body)).toEqual({ missing: [], unknown: [], malformed: [] });
  });

  it("names lines for what is not guarded", () => {
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
  ])("takes %j for no permission, and says so", (line) => {
    expect(checkDestroyGuard([QUEUE], `Hello\n${line}\n`)).toEqual({
      missing: [QUEUE],
      unknown: [],
      malformed: [line],
    });
  });

  it("takes a pattern for an address that is not known", () => {
    expect(checkDestroyGuard([QUEUE], "allow-destroy: *")).toEqual({ missing: [QUEUE], unknown: ["*"], malformed: [] });
  });

  it.each([
    `<!-- allow-destroy: ${QUEUE} -->`,
    `<!--\nallow-destroy: ${QUEUE}\n-->`,
    `<!-- a --><!--\nallow-destroy: ${QUEUE}`,
  ])("is not allowed by what a reader does not see: %j", (body) => {
    expect(checkDestroyGuard([QUEUE], body)).toEqual({ missing: [QUEUE], unknown: [], malformed: [] });
  });
});
