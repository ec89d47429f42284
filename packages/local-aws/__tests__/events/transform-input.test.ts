import { parseInputTransformer } from "../../src/events/transform-input";

const EVENT = { source: "aws.s3", detail: { name: "b", object: { key: 'a "quoted"\\ key' }, size: 5 } };

describe("an input transformer", () => {
  it.each([
    ['{"key":<key>,"size":<size>}', { key: EVENT.detail.object.key, size: 5 }],
    ['{"text":"bucket <name>: <size>"}', { text: "bucket b: 5" }],
    ['{"escaped":"say \\"<name>\\""}', { escaped: 'say "b"' }],
    ['{"object":<object>,"list":[1,<name>]}', { object: EVENT.detail.object, list: [1, "b"] }],
    ['{"event":<aws.events.event.json>}', { event: EVENT }],
    ['{"missing":<missing>,"text":"<missing>"}', { missing: "", text: "" }],
  ])("fills in %s", (inputTemplate, expected) => {
    const inputPaths = {
      name: "$.detail.name",
      object: "$.detail.object",
      key: "$.detail.object.key",
      size: "$.detail.size",
      missing: "$.detail.nothing.there",
    };

    expect(parseInputTransformer({ inputPaths, inputTemplate })(EVENT)).toEqual(expected);
  });

  it.each([
    [{ inputPaths: {}, inputTemplate: '"a text"' }, 'input templates that are JSON objects, got "a text"'],
    [{ inputPaths: {}, inputTemplate: '{"a":<b>}' }, "does not support variable <b> in an input template"],
    [
      { inputPaths: {}, inputTemplate: '{"a":"<aws.events.rule-name>"}' },
      "does not support variable <aws.events.rule-name>",
    ],
    [
      { inputPaths: { a: "$.detail[0]" }, inputTemplate: '{"a":<a>}' },
      "only paths like $.detail.name, got $.detail[0]",
    ],
  ])("names the unsupported part: %j", (transformer, message) => {
    expect(() => parseInputTransformer(transformer)).toThrow(message);
  });
});
