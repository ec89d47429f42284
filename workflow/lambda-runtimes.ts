/** Node.js runtime of Lambda. Dates are the first day, as `YYYY-MM-DD`. */
interface LambdaRuntime {
  /** Lambda no longer supports the runtime. */
  readonly deprecatedOn: string;
  /** Functions with the runtime can no longer be created; a month later, they can no longer be updated. */
  readonly notCreatedFrom: string;
  /** First version of the AWS provider that accepts the runtime. */
  readonly sinceProvider: string;
}

/**
 * Runtimes that the functions are built for, oldest first.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 * @see https://github.com/hashicorp/terraform-provider-aws/pull/45024 for the provider of nodejs24.x
 */
const LAMBDA_RUNTIMES = {
  "nodejs22.x": { deprecatedOn: "2027-04-30", notCreatedFrom: "2027-06-01", sinceProvider: "5.100.0" },
  "nodejs24.x": { deprecatedOn: "2028-04-30", notCreatedFrom: "2028-06-01", sinceProvider: "6.19.0" },
} as const satisfies Record<string, LambdaRuntime>;

export type LambdaRuntimeName = keyof typeof LAMBDA_RUNTIMES;

export const LAMBDA_RUNTIME_NAMES = ["nodejs22.x", "nodejs24.x"] as const satisfies readonly LambdaRuntimeName[];

/** Days before a deprecation from which a synthesis warns; AWS writes to the account 180 days before. */
const WARNED_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Returns the runtimes that a version of the AWS provider accepts, oldest first. */
export const runtimesOfProvider = (providerVersion: string): readonly LambdaRuntimeName[] =>
  LAMBDA_RUNTIME_NAMES.filter((name) => isAtLeast(providerVersion, LAMBDA_RUNTIMES[name].sinceProvider));

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, "en", { numeric: true }) >= 0;
}

/**
 * Describes the deprecation of a runtime, from 90 days before it.
 * @returns undefined if it is further away
 */
export function describeDeprecation(name: LambdaRuntimeName, nowMs: number): string | undefined {
  const { deprecatedOn, notCreatedFrom } = LAMBDA_RUNTIMES[name];
  if (nowMs < Date.parse(deprecatedOn) - WARNED_DAYS * DAY_MS) return undefined;
  return `AWS deprecates the Lambda runtime ${name} on ${deprecatedOn} and creates no functions with it from ${notCreatedFrom}; use a later one (LAMBDA_RUNTIME in docs/settings.md)`;
}
