import { findArnParts, isSamePlace } from "../workflow/arn";
import { findPartition } from "../workflow/partition";
import { problemOf, type GivenSettings } from "./rules-between-settings";
import { splitList } from "./setting-rules";
import type { SettingProblem } from "./settings-error";
import { SUBMIT_SETTINGS } from "./submit-settings-schema";

/** Rejects ARNs of another region or account, where no job can be submitted. */
export function problemsOfSubmitSettings(given: GivenSettings): SettingProblem[] {
  const { AWS_REGION: region = "", AWS_ACCOUNT_ID: accountId } = given;
  const partition = findPartition(region);
  if (accountId === undefined || partition === undefined) return [];
  return Object.keys(SUBMIT_SETTINGS).flatMap((variable) => {
    const elsewhere = splitList(given[variable] ?? "").filter((entry) => {
      const arn = findArnParts(entry);
      return arn !== undefined && !isSamePlace(arn, { partition, region, accountId });
    });
    const rule = `ARNs in the region ${region} of the account ${accountId}, of the partition ${partition}; elsewhere: ${elsewhere.join(", ")}`;
    return elsewhere.length === 0 ? [] : [problemOf(variable, given, rule)];
  });
}
