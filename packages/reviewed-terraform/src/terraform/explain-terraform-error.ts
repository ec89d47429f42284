import { stripVTControlCharacters } from "node:util";
import { explainLock, findLockInfo } from "./lock-info";
import type { Product } from "./find-terraform";
import type { TerraformPlace } from "./terraform-place";

interface KnownFailure {
  readonly pattern: RegExp;
  /** Returns one line: problem, value, advice. */
  readonly explain: (match: RegExpExecArray, place: TerraformPlace, product: Product["name"]) => string;
}

/** Known failures in matching order, with the texts of Terraform 1.10 to 1.14. */
const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    pattern: /S3 bucket "([^"]+)" does not exist|S3 bucket does not exist|NoSuchBucket/,
    explain: ([, bucket], { createBucket }) =>
      `the state bucket${bucket === undefined ? "" : ` ${bucket}`} does not exist; create it with: ${createBucket}`,
  },
  {
    pattern:
      /No valid credential sources found|failed to refresh cached credentials|NoCredentialProviders|failed to get shared config profile, (\S+)/,
    explain: ([, profile]) =>
      profile === undefined
        ? 'no AWS credentials; set AWS_PROFILE, or run "aws sso login"'
        : `AWS_PROFILE ${profile} is not in the AWS configuration; see "aws configure list-profiles"`,
  },
  {
    pattern: /AWS account ID not allowed: (\d+)/,
    explain: ([, account = ""], { stackName }) =>
      `the AWS credentials belong to account ${account}, which is not AWS_ACCOUNT_ID of ${stackName}; choose other credentials (AWS_PROFILE) or another AWS_ACCOUNT_ID`,
  },
  {
    pattern: /ExpiredToken\w*|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClientException/,
    explain: ([code], { unlock }) =>
      `AWS refuses the credentials (${code}); renew them, or check AWS_PROFILE; if they expired during an apply, the state is still locked: ${unlock("LOCK_ID")}, with the ID that the next run shows`,
  },
  {
    pattern: /Could not retrieve the list of available versions for provider ([\w./-]+)[^]*/,
    explain: ([text = "", provider = ""], _, product) => explainProvider(provider, text, product),
  },
  {
    pattern: /Error while installing ([\w./-]+) v?([\w.-]+)[^]*/,
    explain: ([text = "", provider = "", version = ""], _, product) =>
      explainProvider(`${provider} ${version}`, text, product),
  },
  {
    pattern: /Saved plan is stale/,
    explain: (_, { stackName }) =>
      `the plan of ${stackName} is stale, because its state has changed since; run the same command again to plan it again`,
  },
  {
    // The address is before or after the reason, within the same error.
    pattern:
      /Error: creating (?:(?!Error: ).)*?(?:already exists|AlreadyExists|ResourceConflictException)(?:(?!Error: ).)*/i,
    explain: ([error], { stackName, importResource }) => {
      const [, address = "the resource", type = "its type"] = /with ((aws_\w+)\.[\w-]+)/.exec(error) ?? [];
      return `${address} already exists, but is not in the state of ${stackName}: it was created by an interrupted run or outside Terraform; to import it, run: ${importResource(address)} (ID as in the provider's documentation of ${type}), and deploy again`;
    },
  },
];

/**
 * Explains a failure of Terraform in one line.
 * @param output - complete output
 * @param product - Terraform or OpenTofu
 * @returns undefined for an unknown failure
 */
export function explainTerraformError(
  output: string,
  place: TerraformPlace,
  product: Product["name"] = "Terraform",
): string | undefined {
  const lock = output.includes("Error acquiring the state lock") ? findLockInfo(output) : undefined;
  if (lock !== undefined) return explainLock(lock, place);
  // Terraform wraps and frames lines; cdktf adds control sequences.
  const text = stripVTControlCharacters(output).replaceAll(/[\s│]+/g, " ");
  for (const { pattern, explain } of KNOWN_FAILURES) {
    const match = pattern.exec(text);
    if (match !== null) return explain(match, place, product);
  }
  return undefined;
}

function explainProvider(provider: string, text: string, product: Product["name"]): string {
  const reason =
    /dial tcp.*?(?=\. | To see|$)|\S+ was not found in any of the search locations|no available releases match|403 Forbidden|407 Proxy \w+/
      .exec(text)?.[0]
      .trim() ?? "see above";
  return `${product} cannot download the provider ${provider.replace(/:$/, "")} (${reason}); check the network, or name a mirror in the file that TF_CLI_CONFIG_FILE points to (provider_installation)`;
}
