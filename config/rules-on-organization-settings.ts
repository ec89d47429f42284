import { findArnParts } from "../workflow/arn";
import { deployPath } from "../workflow/iam-paths";
import { findPartition } from "../workflow/partition";
import { isIgnored, ORGANIZATION_SETTINGS, OWN_TAG_NAMES } from "./organization-settings-schema";
import { elsewhere, problemOf, type GivenSettings } from "./rules-between-settings";
import type { SettingProblem } from "./settings-error";

/** Rules between the variables of `ORGANIZATION_SETTINGS` and others. */
export function problemsBetweenOrganizationSettings(given: GivenSettings): SettingProblem[] {
  return [
    ...ignoredTagProblems(given),
    ...boundaryProblems(given),
    ...elsewhere(given, "KMS_KEY_ARN", "a key", "where the logs and the states are"),
  ];
}

/** Rejects ignoring tags that Terraform sets: their absence or a change would not be noticed. */
function ignoredTagProblems(given: GivenSettings): SettingProblem[] {
  const ignored = ORGANIZATION_SETTINGS.IGNORE_TAGS.safeParse(given["IGNORE_TAGS"]).data;
  const tags = ORGANIZATION_SETTINGS.TAGS.safeParse(given["TAGS"]).data ?? {};
  if (ignored === undefined) return [];
  const set = [...OWN_TAG_NAMES, "Name", ...Object.keys(tags)].filter((name) => isIgnored(ignored, name));
  if (set.length === 0) return [];
  return [problemOf("IGNORE_TAGS", given, `without tags that this deployment sets: ${set.join(", ")}`)];
}

/** Requires the account of the deployment: IAM accepts no boundary of another one, except those of AWS. */
function boundaryProblems(given: GivenSettings): SettingProblem[] {
  const { AWS_REGION: region, AWS_ACCOUNT_ID: accountId, PERMISSIONS_BOUNDARY_ARN: boundary = "" } = given;
  const arn = findArnParts(boundary);
  if (arn === undefined || region === undefined || accountId === undefined) return [];
  const partition = findPartition(region);
  const ownPath = deployPath(given["ROLE_PATH"]);
  if (arn.resource.startsWith(`policy${ownPath}`))
    return [problemOf("PERMISSIONS_BOUNDARY_ARN", given, `a policy outside ${ownPath}, which bootstrap creates`)];
  if (arn.partition === partition && ["aws", accountId].includes(arn.accountId)) return [];
  return [
    problemOf(
      "PERMISSIONS_BOUNDARY_ARN",
      given,
      `a policy of the account ${accountId} or of AWS, in the partition ${partition ?? "?"}`,
    ),
  ];
}
