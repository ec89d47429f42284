/** Domains of the AWS console by partition, where it is not the commercial one. */
export const CONSOLE_DOMAINS: Readonly<Record<string, string>> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};
export const COMMERCIAL_CONSOLE_DOMAIN = "console.aws.amazon.com";

/** Address of a job in the Batch console, from the job's ARN; null when that is no ARN. */
export function findJobConsoleUrl(jobArn: string, jobId: string): string | null {
  const home = findServiceHome(jobArn, "batch");
  return home === null ? null : `${home}#jobs/detail/${encodeURIComponent(jobId)}`;
}

/** Address of a log stream in the CloudWatch console, for the partition and region of `arn`; null when that is no ARN. */
export function findLogUrl(arn: string, logGroup: string, logStreamName: string): string | null {
  const home = findServiceHome(arn, "cloudwatch");
  if (home === null) return null;
  return `${home}#logsV2:log-groups/log-group/${encodeTwice(logGroup)}/log-events/${encodeTwice(logStreamName)}`;
}

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

function findServiceHome(arn: string, service: string): string | null {
  const [, partition, , region] = arn.split(":");
  if (partition === undefined || region === undefined || region === "") return null;
  const domain = CONSOLE_DOMAINS[partition] ?? COMMERCIAL_CONSOLE_DOMAIN;
  return `https://${region}.${domain}/${service}/home?region=${region}`;
}

/** The console reads its fragment through two decoders, and writes "$" for the outer "%". */
const encodeTwice = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll("%", "$");
