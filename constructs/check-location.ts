import * as z from "zod";
import type { AwsLocation } from "./aws-location";
import { isForTerraform, checkProp } from "./props-error";

/** Schema of an AwsLocation; other members are ignored. */
export const LOCATION_SCHEMA = z.object({ partition: z.string(), region: z.string(), accountId: z.string() });

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];
const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/** Returns the problems of a location. Its values must be literal, because ARNs are composed from them. */
export function locationProblems({ partition, region, accountId }: AwsLocation): string[] {
  const known = PARTITIONS.includes(partition);
  return [
    ...checkProp(known, "location.partition", partition, "aws, aws-cn or aws-us-gov"),
    ...checkProp(REGION.test(region), "location.region", region, "a region like us-east-1"),
    ...checkProp(
      !known || !REGION.test(region) || isIn(partition, region),
      "location.region",
      region,
      `a region of the partition ${partition}`,
    ),
    ...checkProp(/^\d{12}$/.test(accountId), "location.accountId", accountId, "the 12 digits of an AWS account"),
  ];
}

/**
 * Returns whether a region belongs to a partition. Regions of the isolated partitions belong to none of the three.
 */
function isIn(partition: string, region: string): boolean {
  if (partition === "aws") return !/^(cn-|us-gov-|(us|eu|eusc)-iso)/.test(region);
  return region.startsWith(partition === "aws-cn" ? "cn-" : "us-gov-");
}

/** Returns the problems of an SNS topic ARN; the topic must be in the region of `location`. */
export function topicProblems(prop: string, topicArn: string | undefined, location: AwsLocation): string[] {
  const { partition, region, accountId } = location;
  const start = `arn:${partition}:sns:${region}:`;
  return checkProp(
    topicArn === undefined || isForTerraform(topicArn) || topicArn.startsWith(start),
    prop,
    topicArn,
    `the ARN of a topic in ${region}, like ${start}${accountId}:alarms`,
  );
}
