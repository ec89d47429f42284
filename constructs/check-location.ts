import * as z from "zod";
import type { AwsLocation } from "./aws-location";
import { isForTerraform, unless } from "./props-error";

/** Types of a location's parts; `config` of a whole app may be one. */
export const LOCATION_SCHEMA = z.object({ partition: z.string(), region: z.string(), accountId: z.string() });

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];
const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/** What is wrong with a location; its parts are literal, since ARNs are composed of them. */
export function locationProblems({ partition, region, accountId }: AwsLocation): string[] {
  const known = PARTITIONS.includes(partition);
  return [
    ...unless(known, "location.partition", partition, "aws, aws-cn or aws-us-gov"),
    ...unless(REGION.test(region), "location.region", region, "a region like us-east-1"),
    ...unless(
      !known || !REGION.test(region) || isIn(partition, region),
      "location.region",
      region,
      `a region of the partition ${partition}`,
    ),
    ...unless(/^\d{12}$/.test(accountId), "location.accountId", accountId, "the 12 digits of an AWS account"),
  ];
}

/** Regions of the isolated partitions look like those of `aws`. */
function isIn(partition: string, region: string): boolean {
  if (partition === "aws") return !/^(cn-|us-gov-|(us|eu|eusc)-iso)/.test(region);
  return region.startsWith(partition === "aws-cn" ? "cn-" : "us-gov-");
}

/** What is wrong with the ARN of an SNS topic that is to be told of something in `location`. */
export function topicProblems(prop: string, topicArn: string | undefined, location: AwsLocation): string[] {
  const { partition, region, accountId } = location;
  const start = `arn:${partition}:sns:${region}:`;
  return unless(
    topicArn === undefined || isForTerraform(topicArn) || topicArn.startsWith(start),
    prop,
    topicArn,
    `the ARN of a topic in ${region}, like ${start}${accountId}:alarms`,
  );
}
