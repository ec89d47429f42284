import { findConsoleDomain, findPartition } from "../../workflow/partition";

describe("findPartition", () => {
  it.each([
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("returns the partition of %s: %s", (region, partition) => {
    expect(findPartition(region)).toBe(partition);
  });

  it.each(["us-iso-east-1", "eu-isoe-west-1", "Ireland", "us-east", "us-very-very-long-region-1"])(
    "returns undefined for %s",
    (region) => {
      expect(findPartition(region)).toBeUndefined();
    },
  );
});

it.each([
  ["aws", "console.aws.amazon.com"],
  ["aws-cn", "console.amazonaws.cn"],
  ["aws-us-gov", "console.amazonaws-us-gov.com"],
  ["aws-iso", "console.aws.amazon.com"],
  ["toString", "console.aws.amazon.com"],
])("returns the console domain of partition %s: %s", (partition, domain) => {
  expect(findConsoleDomain(partition)).toBe(domain);
});
