import { CliError } from "../cli-error";
import type { LocalEndpoints } from "./aws-clients";

const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Finds a running `poller local` by the variables that it printed.
 * @throws CliError when a variable is missing or is not a loopback address
 */
export function findLocalEndpoints(environment: Readonly<Record<string, string | undefined>>): LocalEndpoints {
  const batchUrl = findLoopbackUrl(environment, "AWS_ENDPOINT_URL_BATCH");
  return {
    stepFunctionsUrl: findLoopbackUrl(environment, "AWS_ENDPOINT_URL_SFN"),
    batchUrl,
    logsUrl:
      environment["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] === undefined
        ? batchUrl
        : findLoopbackUrl(environment, "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"),
  };
}

function findLoopbackUrl(environment: Readonly<Record<string, string | undefined>>, variable: string): string {
  const value = environment[variable];
  if (value === undefined || value === "")
    throw new CliError([`--local requires ${variable}; run "poller local" and set the variables that it prints`]);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !LOOPBACK_HOSTS.includes(url.hostname))
    throw new CliError([`--local requires ${variable} on this machine, like http://127.0.0.1:8083, got ${value}`]);
  return value;
}
