/** Parts of an ARN. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for a resource without a region. */
  readonly region: string;
  /** Empty for a resource without an account. */
  readonly accountId: string;
  /** Rest of the ARN, like `job/ID` or `stateMachine:NAME`. */
  readonly resource: string;
}

/** Splits an ARN; undefined for any other text. */
export function findArnParts(arn: string): Arn | undefined {
  const [start, partition, service, region, accountId, ...resource] = arn.split(":");
  if (start !== "arn" || partition === undefined || service === undefined) return undefined;
  if (region === undefined || accountId === undefined || resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(":") };
}

/** Joins the parts of an ARN. */
export const formatArn = ({ partition, service, region, accountId, resource }: Arn): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;

/** Regular expression, as text, of an ARN of any partition, region and account up to its resource. */
export const arnPattern = (service: string): string => String.raw`arn:aws[a-z-]*:${service}:[a-z0-9-]+:\d{12}:`;

/** ARN of an execution; the prefix of all of them where `name` is empty. */
export const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;

/** Last part of an ARN between colons, like the name of an execution. */
export const lastArnPart = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);

type Place = Pick<Arn, "partition" | "region" | "accountId">;

/** Whether two resources are in one partition, region and account. */
export const isSamePlace = (one: Place | undefined, other: Place | undefined): boolean =>
  one?.partition === other?.partition && one?.region === other?.region && one?.accountId === other?.accountId;
