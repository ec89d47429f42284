import { mergeVariants } from "../../../tools/module/merge-variants";
import type { JsonObject } from "../../../tools/module/json";

const blocks = (resource: JsonObject, output: JsonObject = {}): JsonObject => ({ resource, output });
const queue = (body: JsonObject): JsonObject => blocks({ aws_sqs_queue: { letters: body } });
const merge = (yes: JsonObject, no: JsonObject): JsonObject => mergeVariants("var.x", yes, no);

describe("mergeVariants", () => {
  it("keeps what both variants have", () => {
    const given = blocks({ aws_sqs_queue: { letters: { name: "${var.name}", tags: { a: "b" } } } });

    expect(merge(given, given)).toEqual(given);
  });

  it("gives a resource of one variant a count, and its references an index", () => {
    const alarm = { aws_cloudwatch_metric_alarm: { errors: { alarm_name: "errors" } } };
    const value = ["${aws_cloudwatch_metric_alarm.errors.arn}"];

    const yes = blocks(alarm, { alarm_arns: { value } });
    const no = blocks({}, { alarm_arns: { value: [] } });

    expect(merge(yes, no)).toEqual({
      resource: { aws_cloudwatch_metric_alarm: { errors: { count: "${var.x ? 1 : 0}", alarm_name: "errors" } } },
      output: { alarm_arns: { value: "${var.x ? [aws_cloudwatch_metric_alarm.errors[0].arn] : []}" } },
    });
    expect(merge(no, yes)).toMatchObject({
      resource: { aws_cloudwatch_metric_alarm: { errors: { count: "${var.x ? 0 : 1}" } } },
    });
  });

  it("makes a conditional expression of an argument that differs or is in one variant", () => {
    expect(merge(queue({ key: "${var.key}", size: 1 }), queue({ sse: true, size: 2 }))).toEqual(
      queue({
        key: "${var.x ? var.key : null}",
        size: "${var.x ? 1 : 2}",
        sse: "${var.x ? null : true}",
      }),
    );
  });

  it("makes a dynamic block of a block in one variant", () => {
    const content = { enabled: true };

    expect(merge(queue({ encryption: content }), queue({}))).toEqual(
      queue({ dynamic: { encryption: { for_each: "${var.x ? [1] : []}", content } } }),
    );
    expect(merge(queue({}), queue({ encryption: content }))).toEqual(
      queue({ dynamic: { encryption: { for_each: "${var.x ? [] : [1]}", content } } }),
    );
  });

  it("chooses only the part of a text that differs, from the start of a list element", () => {
    const text = (statements: string): JsonObject =>
      queue({ policy: `[{"Sid":"First"},${statements}{"Sid":"\${last}"}]` });

    expect(merge(text('{"Sid":"${any}"},'), text(""))).toEqual(
      text(String.raw`${"${var.x"} ? "{\"Sid\":\"${"${any}"}\"}," : ""}`),
    );
  });

  it("does not divide an expression", () => {
    expect(merge(queue({ name: "[${a}-b]" }), queue({ name: "[${ab}-b]" }))).toEqual(
      queue({ name: "[${var.x ? a : ab}-b]" }),
    );
  });

  it("merges texts that were merged before", () => {
    const text = (last: string): JsonObject => queue({ policy: `[\${var.y ? "{\\"a\\"}" : ""},${last}]` });

    expect(merge(text("b"), text("c"))).toEqual(text('${var.x ? "b" : "c"}'));
  });

  it("rejects an expression with quotes where the text would be quoted", () => {
    expect(() => merge(queue({ name: 'a${join(",", x)}' }), queue({ name: "b" }))).toThrow(
      'an expression in quoted text must not contain quotes, got a${join(",", x)}',
    );
  });

  it.each(["${a", '${"a'])("rejects an expression that is not closed: %s", (name) => {
    expect(() => merge(queue({ name }), queue({ name: "b" }))).toThrow("is not closed");
  });
});
