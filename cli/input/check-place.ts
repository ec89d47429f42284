import { findArnParts, isSamePlace } from "../../workflow/arn";
import { CliError } from "../cli-error";

/** Input fields that may be AWS Batch ARNs. */
const ARN_FIELDS = ["jobDefinition", "jobQueue", "jobId"];

/**
 * Checks that the ARNs in an input are in the state machine's region and account.
 * @throws CliError with a line for each ARN of another partition, region or account
 */
export function checkPlace(input: Readonly<Record<string, unknown>>, stateMachineArn: string): void {
  const place = findArnParts(stateMachineArn);
  const lines = ARN_FIELDS.flatMap((field) => {
    const arn = input[field];
    if (typeof arn !== "string" || !arn.startsWith("arn:")) return [];
    if (isSamePlace(findArnParts(arn), place)) return [];
    return `input: ${field} must be in region ${place?.region ?? ""} of account ${place?.accountId ?? ""}, where the state machine is, got ${JSON.stringify(arn)}`;
  });
  if (lines.length > 0) throw new CliError(lines);
}
