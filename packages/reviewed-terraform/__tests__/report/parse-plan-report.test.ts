import { parsePlanReport } from "../../src/report/parse-plan-report";
import { givenReport } from "./given-plan";

const SOURCE = "the reviewed report of job-poller-dev";

describe("parsePlanReport", () => {
  it("parses a serialized report", () => {
    const report = givenReport("secret");

    expect(parsePlanReport(JSON.stringify(report), SOURCE)).toEqual(report);
  });

  it.each([
    ["is truncated", '{"version": 1', `${SOURCE} is not valid JSON, or truncated after 13 characters; plan again`],
    ["has no members", '{"version": 1}', `${SOURCE} is not a valid report: stack: `],
    [
      "has an unknown member",
      JSON.stringify({ ...givenReport("wait"), more: 1 }),
      `${SOURCE} is not a valid report: : Unrecognized key: "more"`,
    ],
    [
      "has another version",
      JSON.stringify({ ...givenReport("wait"), version: 2 }),
      `${SOURCE} is not a valid report: version: `,
    ],
    [
      "has changes that do not match its digest",
      JSON.stringify({ ...givenReport("wait"), changes: [] }),
      `${SOURCE} has the digest ${givenReport("wait").digest}, but its changes have sha256:`,
    ],
    [
      "has counts that do not match its changes",
      JSON.stringify({
        ...givenReport("replace"),
        counts: { create: 0, update: 0, delete: 0, replace: 0, other: 0 },
      }),
      `${SOURCE} has counts or guarded resources that do not match its changes; plan again`,
    ],
    [
      "guards other resources than it deletes",
      JSON.stringify({ ...givenReport("wait"), guarded: ["aws_s3_bucket.states"] }),
      `${SOURCE} has counts or guarded resources that do not match its changes; plan again`,
    ],
  ])("rejects a report that %s", (_, text, message) => {
    expect(() => parsePlanReport(text, SOURCE)).toThrow(message);
  });
});
