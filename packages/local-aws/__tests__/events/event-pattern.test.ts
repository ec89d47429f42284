import { matchesEventPattern, parseEventPattern } from "../../src/events/event-pattern";

const EVENT = {
  source: "aws.states",
  resources: ["arn:one", "arn:two"],
  detail: { status: "ABORTED", stateMachineArn: "arn:m", redriveCount: 0, stopDate: null },
};

describe("an event pattern", () => {
  it.each([
    { source: ["aws.states"] },
    { detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: ["arn:m"] } },
    { resources: ["arn:two"] },
    { detail: { redriveCount: [0], stopDate: [null] } },
    {},
  ])("matches an event with one of the allowed values in every field: %j", (pattern) => {
    expect(matchesEventPattern(parseEventPattern(JSON.stringify(pattern)), EVENT)).toBe(true);
  });

  it.each([
    [{ prefix: "raw/" }, ["raw/", "raw/a.csv"], ["Raw/a", "a/raw/"]],
    [{ suffix: ".csv" }, ["a.csv", ".csv"], ["a.csv.gz", "a-csv"]],
    [
      { wildcard: "raw/*.csv" },
      ["raw/a/b.csv", "raw/.csv", "raw/\n.csv", "raw/😀.csv"],
      ["raw/csv", "a/raw/a.csv", "raw/a.csv.x"],
    ],
    [{ wildcard: "a\\*b\\\\.😀+*" }, ["a*b\\.😀+", "a*b\\.😀+c"], ["aXb\\.😀+", "a*b.😀+", "a*b\\x😀+"]],
  ])("compares text with %j", (comparison, matching, others) => {
    const pattern = parseEventPattern(JSON.stringify({ key: [comparison] }));

    expect([...matching, ...others].filter((key) => matchesEventPattern(pattern, { key }))).toEqual(matching);
    expect(matchesEventPattern(pattern, { key: 1 })).toBe(false);
  });

  it.each([
    [{ exists: true }, [1, null, "", [1]], [undefined]],
    [{ exists: false }, [undefined], [1, null]],
    [{ "anything-but": "a" }, ["b", 1], ["a", undefined]],
    [{ "anything-but": ["a", 1, null] }, ["b", 2], ["a", 1, null]],
    [{ "anything-but": { prefix: "a" } }, ["ba", 1], ["ab"]],
    [{ "anything-but": [{ suffix: "a" }, { wildcard: "x*z" }] }, ["ab", "xy"], ["ba", "xyz"]],
  ])("compares values with %j", (comparison, matching, others) => {
    const pattern = parseEventPattern(JSON.stringify({ detail: { key: [comparison] } }));
    const matches = (key: unknown): boolean =>
      matchesEventPattern(pattern, { detail: key === undefined ? {} : { key } });

    expect([...matching, ...others].filter(matches)).toEqual(matching);
  });

  it("matches a field that does not exist, or one of several values", () => {
    const pattern = parseEventPattern('{"detail":{"arrayProperties":{"index":[{"exists":false},7]}}}');

    expect(matchesEventPattern(pattern, { detail: {} })).toBe(true);
    expect(matchesEventPattern(pattern, { detail: { arrayProperties: { index: 7 } } })).toBe(true);
    expect(matchesEventPattern(pattern, { detail: { arrayProperties: { index: 8 } } })).toBe(false);
  });

  it.each([
    { source: ["aws.batch"] },
    { source: ["AWS.STATES"] },
    { source: ["aws.states"], detail: { status: ["FAILED"] } },
    { detail: { redriveCount: ["0"] } },
    { detail: { missing: [null] } },
    { source: { status: ["ABORTED"] } },
    { detail: ["ABORTED"] },
    { resources: ["arn:three"] },
    { source: [] },
  ])("does not match a different event: %j", (pattern) => {
    expect(matchesEventPattern(parseEventPattern(JSON.stringify(pattern)), EVENT)).toBe(false);
  });

  it.each([
    [{ detail: { status: [{ exists: "yes" }] } }, "detail.status of the event pattern has exists"],
    [
      { detail: { status: [{ prefix: { "equals-ignore-case": "a" } }] } },
      "detail.status of the event pattern has prefix",
    ],
    [{ detail: { status: [{}] } }, "detail.status of the event pattern has "],
    [
      { detail: { status: ["FAILED", { "anything-but": { numeric: [">", 1] } }] } },
      "detail.status of the event pattern has anything-but",
    ],
    [{ detail: { $or: [{ status: ["FAILED"] }] } }, "detail.$or of the event pattern has $or"],
    [{ source: [["aws.states"]] }, 'source of the event pattern has ["aws.states"]'],
    [{ source: "aws.states" }, 'source must be an object, got "aws.states"'],
    [["aws.states"], 'the pattern must be an object, got ["aws.states"]'],
  ])("names the unsupported comparison: %j", (pattern, message) => {
    expect(() => parseEventPattern(JSON.stringify(pattern))).toThrow(message);
  });
});
