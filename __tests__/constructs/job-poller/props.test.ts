import { existsSync } from "node:fs";
import { join } from "node:path";
import { withDefaults } from "../../../constructs/job-poller/props";

const ROOT = join(__dirname, "..", "..", "..");
const GIVEN = {
  region: "cn-north-1",
  account: "123456789012",
  namePrefix: "reports",
  jobQueueArns: ["arn:queue"],
  jobDefinitionArns: ["arn:definition"],
};

describe("JobPollerProps", () => {
  it("derives the partition from the region", () => {
    expect(withDefaults(GIVEN).location).toEqual({
      partition: "aws-cn",
      region: "cn-north-1",
      accountId: "123456789012",
    });
  });

  it("treats an explicit undefined as the default", () => {
    const given: object = { alarms: undefined, dashboard: undefined, logRetentionDays: undefined, tags: undefined };

    expect(withDefaults({ ...GIVEN, ...given })).toEqual(withDefaults(GIVEN));
  });

  it("finds the built Lambda functions in the package", () => {
    const { lambdaCodePath } = withDefaults(GIVEN);

    expect(lambdaCodePath).toBe(join(ROOT, "build", "lambdas"));
    expect(existsSync(join(lambdaCodePath, "submit-job", "index.js"))).toBe(true);
  });
});
