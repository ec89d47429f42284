import { formatArn } from "../workflow/arn";
import { findPartition } from "../workflow/partition";

/**
 * Partition, region and account of a deployment. ARNs are composed from it, so they are known before resources exist.
 */
export interface AwsLocation {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Region, like `us-east-1`. */
  readonly region: string;
  /** Account, 12 digits. */
  readonly accountId: string;
}

/** Returns the location of a region and account; an invalid region, which is reported elsewhere, counts as `aws`. */
export function toLocation(region: string, account: string): AwsLocation {
  return { partition: findPartition(region) ?? "aws", region, accountId: account };
}

/**
 * Composes an ARN in the account and region of `location`.
 * @param service - service part of the ARN, like `batch`
 * @param resource - part of the ARN after the account, like `job-queue/NAME` or `function:NAME`
 */
export function composeArn(location: AwsLocation, service: string, resource: string): string {
  return formatArn({ ...location, service, resource });
}

/**
 * Composes the ARN of a resource without a region.
 * @param resource - part of the ARN after the account, like `role/NAME`
 */
export function composeGlobalArn(location: AwsLocation, service: string, resource: string): string {
  return formatArn({ ...location, region: "", service, resource });
}
