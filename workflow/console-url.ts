import { findArnParts } from "./arn";
import { findConsoleDomain } from "./partition";

/** Address of a job in the Batch console, from the job's ARN; null when that is no ARN. */
export function findJobConsoleUrl(jobArn: string, jobId: string): string | null {
  const home = findServiceHome(jobArn, "batch");
  return home === null ? null : `${home}#jobs/detail/${encode(jobId)}`;
}

/**
 * Address of a log stream in the CloudWatch console, for the partition of `arn`; null when that is no ARN.
 * @param region - region of the log group. @default the region of `arn`
 */
export function findLogUrl(arn: string, logGroup: string, logStreamName: string, region?: string): string | null {
  const home = findServiceHome(arn, "cloudwatch", region);
  if (home === null) return null;
  return `${home}#logsV2:log-groups/log-group/${encodeTwice(logGroup)}/log-events/${encodeTwice(logStreamName)}`;
}

/** Region of the log that a JobResult's `logUrl` leads to; undefined without a URL. */
export const findLogRegion = (logUrl: string | null): string | undefined =>
  /[?&]region=([a-z0-9-]+)/.exec(logUrl ?? "")?.[1];

/** Address of an execution in the Step Functions console, from the execution's ARN; null when that is no ARN. */
export function findExecutionConsoleUrl(executionArn: string): string | null {
  const home = findServiceHome(executionArn, "states");
  return home === null ? null : `${home}#/v2/executions/details/${executionArn}`;
}

/** Address of a state machine in the Step Functions console, from its ARN; null when that is no ARN. */
export function findStateMachineConsoleUrl(stateMachineArn: string): string | null {
  const home = findServiceHome(stateMachineArn, "states");
  return home === null ? null : `${home}#/statemachines/view/${stateMachineArn}`;
}

/** Names of regions, as they may stand in a host name. */
export const REGION_NAME = /^[a-z0-9-]+$/;

function findServiceHome(arn: string, service: string, otherRegion = ""): string | null {
  const parts = findArnParts(arn);
  if (parts === undefined || parts.region === "") return null;
  // The option is the user's own text, and becomes a part of a host name.
  const region = REGION_NAME.test(otherRegion) ? otherRegion : parts.region;
  return `https://${region}.${findConsoleDomain(parts.partition)}/${service}/home?region=${region}`;
}

/** The console reads its fragment through two decoders, and writes "$" for the outer "%". */
const encodeTwice = (text: string): string => encodeURIComponent(encode(text)).replaceAll("%", "$");

/** A lone surrogate, which encodeURIComponent refuses, becomes the replacement character. */
const encode = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD"));
