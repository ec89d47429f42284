/** AWS partitions: groups of regions with separate accounts, ARNs and console. */
export const PARTITIONS = {
  aws: { regionPrefix: "", consoleDomain: "console.aws.amazon.com" },
  "aws-cn": { regionPrefix: "cn-", consoleDomain: "console.amazonaws.cn" },
  "aws-us-gov": { regionPrefix: "us-gov-", consoleDomain: "console.amazonaws-us-gov.com" },
} as const;

export type Partition = keyof typeof PARTITIONS;

const isPartition = (name: string): name is Partition => Object.hasOwn(PARTITIONS, name);

/** Names of the partitions. */
export const PARTITION_NAMES: readonly Partition[] = Object.keys(PARTITIONS).filter(isPartition);

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
  return PARTITION_NAMES.find((name) => name !== "aws" && region.startsWith(PARTITIONS[name].regionPrefix)) ?? "aws";
}

/** Domain of the console by partition; that of commercial regions for an unknown partition. */
export const findConsoleDomain = (partition: string): string =>
  PARTITIONS[isPartition(partition) ? partition : "aws"].consoleDomain;
