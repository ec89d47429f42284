/** AWS partition: a group of regions with separate accounts, ARNs and console. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/**
 * Maximum length of a region, in characters; the longest has 14. Resource names end with the region and are limited.
 */
const LONGEST_REGION = 20;

/** Regions of isolated partitions have a similar format but other service principals and host names. */
const ISOLATED_REGION = /^(us|eu|eusc)-iso/;

/** Rule for {@link findPartition}, as the end of "must be ...". */
export const REGION_RULE = "an AWS region of the partitions aws, aws-cn or aws-us-gov, like us-east-1";

/**
 * Finds the partition of a region; undefined for a region of an unknown partition.
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function findPartition(region: string): Partition | undefined {
  if (region.length > LONGEST_REGION || !REGION.test(region) || ISOLATED_REGION.test(region)) return undefined;
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}
