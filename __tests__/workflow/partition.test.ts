import { findPartition } from "../../workflow/partition";

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
