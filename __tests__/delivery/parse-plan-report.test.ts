import { parsePlanReport } from "../../delivery/parse-plan-report";
import { givenReport } from "./given-plan";

const SOURCE = "the reviewed report of job-poller-dev";

describe("parsePlanReport", () => {
  it("reads what was written", () => {
    const report = givenReport("secret");

    expect(parsePlanReport(JSON.stringify(report), SOURCE)).toEqual(report);
  });

  it.each([
    ["is cut off", '{"version": 1', `${SOURCE} is no JSON, or cut off after 13 characters; plan again`],
    ["lacks all", '{"version": 1}', `${SOURCE} is no report: stack: `],
    [
      "has more than it should",
      JSON.stringify({ ...givenReport("wait"), more: 1 }),
      `${SOURCE} is no report: : Unrecognized key: "more"`,
    ],
    [
      "is of another version",
      JSON.stringify({ ...givenReport("wait"), version: 2 }),
      `${SOURCE} is no report: version: `,
    ],
    [
      "lists what its digest does not stand for",
      JSON.stringify({ ...givenReport("wait"), changes: [] }),
      `${SOURCE} says ${givenReport("wait").digest}, but what it lists has sha256:`,
    ],
    [
      "shows less in its table than it lists",
      JSON.stringify({
        ...givenReport("replace"),
        counts: { create: 0, update: 0, delete: 0, replace: 0, other: 0 },
      }),
      `${SOURCE} counts other changes than it lists, or guards others; plan again`,
    ],
    [
      "asks for a line of another resource than it deletes",
      JSON.stringify({ ...givenReport("wait"), guarded: ["aws_s3_bucket.states"] }),
      `${SOURCE} counts other changes than it lists, or guards others; plan again`,
    ],
  ])("refuses a report that %s", (_, text, message) => {
    expect(() => parsePlanReport(text, SOURCE)).toThrow(message);
  });
});
