import { composeArn, composeGlobalArn } from "../../constructs/aws-location";

const GIVEN = { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" };

describe("ARNs", () => {
  it("composes ARNs from partition, service, region, account and resource", () => {
    expect(composeArn(GIVEN, "batch", "job-queue/q")).toBe("arn:aws-cn:batch:cn-north-1:123456789012:job-queue/q");
  });

  it("omits the region of global resources", () => {
    expect(composeGlobalArn(GIVEN, "iam", "role/r")).toBe("arn:aws-cn:iam::123456789012:role/r");
  });
});
