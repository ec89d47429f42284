import { objectCreatedPattern } from "../../../../constructs/events/execution-start/object-created-pattern";
import { matchesEventPattern, parseEventPattern } from "local-aws";
import { EXECUTION_SUCCEEDED, OBJECT_CREATED } from "../aws-events";

const BUCKET = OBJECT_CREATED.detail.bucket.name;

const matches = (filter: { prefix?: string; suffix?: string }, key: string): boolean =>
  matchesEventPattern(parseEventPattern(JSON.stringify(objectCreatedPattern({ bucket: BUCKET, ...filter }))), {
    ...OBJECT_CREATED,
    detail: { ...OBJECT_CREATED.detail, object: { ...OBJECT_CREATED.detail.object, key } },
  });

describe("objectCreatedPattern", () => {
  it("matches only S3 events of the bucket", () => {
    const pattern = parseEventPattern(JSON.stringify(objectCreatedPattern({ bucket: BUCKET })));

    expect(matchesEventPattern(pattern, OBJECT_CREATED)).toBe(true);
    const others = [
      { ...OBJECT_CREATED, detail: { ...OBJECT_CREATED.detail, bucket: { name: "other" } } },
      { ...OBJECT_CREATED, "detail-type": "Object Deleted" },
      { ...OBJECT_CREATED, source: "ours.s3" },
      EXECUTION_SUCCEEDED,
    ];
    expect(others.filter((event) => matchesEventPattern(pattern, event))).toEqual([]);
  });

  it.each([
    [{ prefix: "raw/" }, ["raw/a", "raw/"], ["a/raw/"]],
    [{ suffix: ".csv" }, ["a.csv", "raw/.csv"], ["a.csv.gz"]],
    [{ prefix: "raw/", suffix: ".csv" }, ["raw/a.csv", "raw/.csv"], ["a.csv", "raw/a", "raw/a.csv.gz"]],
    [{ prefix: "a*\\", suffix: "*" }, ["a*\\*", "a*\\x*"], ["ab\\*", "a*\\", "a*x*"]],
  ])("filters keys by prefix and suffix: %j", (filter, taken, left) => {
    expect([...taken, ...left].filter((key) => matches(filter, key))).toEqual(taken);
  });
});
