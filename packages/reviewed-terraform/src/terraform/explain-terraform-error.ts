import { stripVTControlCharacters } from "node:util";
import { explainLock, findLockInfo } from "./lock-info";
import type { Product } from "./find-terraform";
import type { KnownFailure, TerraformPlace } from "./terraform-place";

/** Known failures of Terraform itself in matching order, with the texts of Terraform 1.10 to 1.14. */
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
];

/** Start of an error: on a line of its own, after the frame, or the stack's name in the output of cdktf. */
const ERROR_BEGINS = /^(?=(?:[\w-]+ {2,})?[\s│╷]*Error: )/m;

const isError = (part: string): boolean => ERROR_BEGINS.test(part);

/**
 * Explains a failure of Terraform: one line for each known error, and the others unchanged.
 * @param output - complete output
 * @param product - Terraform or OpenTofu
 * @returns undefined if no error is known
 */
export function explainTerraformError(
  output: string,
  place: TerraformPlace,
  product: Product["name"] = "Terraform",
): string | undefined {
  // cdktf adds control sequences.
  const text = stripVTControlCharacters(output);
  const parts = text.split(ERROR_BEGINS);
  const errors = parts.some(isError) ? parts.filter(isError) : parts;
  const explained = errors.map((error) => explainOne(error, place, product));
  if (explained.every((explanation) => explanation === undefined)) return undefined;
  return [...new Set(explained.map((explanation, index) => explanation ?? showError(errors[index] ?? "")))].join("\n");
}

function explainOne(error: string, place: TerraformPlace, product: Product["name"]): string | undefined {
  const lock = error.includes("Error acquiring the state lock") ? findLockInfo(error) : undefined;
  if (lock !== undefined) return explainLock(lock, place);
  // Terraform wraps and frames lines.
  const text = error.replaceAll(/[\s│╵╷]+/g, " ");
  for (const { pattern, explain } of [...(place.knownFailures ?? []), ...KNOWN_FAILURES]) {
    const match = pattern.exec(text);
    if (match !== null) return explain(match, place, product);
  }
  return undefined;
}

/** Returns an unknown error without frame and lines of the configuration, which may contain secrets. */
const showError = (error: string): string =>
  error
    .replaceAll(/^[╷│╵ \t]+/gm, "")
    .replaceAll(/^(?:\d+: |\{").*\n?/gm, "")
    .trim();

function explainProvider(provider: string, text: string, product: Product["name"]): string {
  const reason =
    /dial tcp.*?(?=\. | To see|$)|\S+ was not found in any of the search locations|no available releases match|403 Forbidden|407 Proxy \w+/
      .exec(text)?.[0]
      .trim() ?? "see above";
  return `${product} cannot download the provider ${provider.replace(/:$/, "")} (${reason}); check the network, or name a mirror in the file that TF_CLI_CONFIG_FILE points to (provider_installation)`;
}
