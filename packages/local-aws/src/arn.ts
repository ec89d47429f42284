/** Parts of an ARN. Region and account are empty for services that do not use them, such as IAM. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** Everything after the account, such as `function:NAME:QUALIFIER`. */
  readonly resource: string;
}

export const isArn = (text: string): boolean => text.startsWith("arn:");

/** Splits an ARN. @returns undefined if the text is not an ARN */
export function parseArn(text: string): ArnParts | undefined {
  const [, partition = "", service = "", region = "", accountId = "", ...resource] = text.split(":");
  if (!isArn(text) || resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(":") };
}

export const formatArn = ({ partition, service, region, accountId, resource }: ArnParts): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;

/** Returns the part of an ARN after the last slash, or the text itself if it is not an ARN. */
export const nameOf = (nameOrArn: string): string =>
  isArn(nameOrArn) ? nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1) : nameOrArn;

/** ARNs of one account and region. */
export interface Arns {
  computeEnvironment(name: string): string;
  jobQueue(name: string): string;
  jobDefinition(name: string, revision: number): string;
  schedulingPolicy(name: string): string;
  job(jobId: string): string;
  ecsCluster(name: string): string;
  ecsTask(clusterName: string, taskId: string): string;
  ecsContainerInstance(clusterName: string, instanceId: string): string;
  /** Role that Batch assumes if a compute environment specifies no service role. */
  serviceLinkedRole(): string;
  stateMachine(name: string): string;
  execution(stateMachineName: string, name: string): string;
  lambdaFunction(name: string): string;
  dynamoDbTable(name: string): string;
  logGroup(name: string): string;
  logStream(groupName: string, name: string): string;
}

export function createArns(region: string, accountId: string): Arns {
  const partition = findPartition(region);
  const regional = (service: string, resource: string): string =>
    formatArn({ partition, service, region, accountId, resource });
  const role = "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch";
  return {
    computeEnvironment: (name) => regional("batch", `compute-environment/${name}`),
    jobQueue: (name) => regional("batch", `job-queue/${name}`),
    jobDefinition: (name, revision) => regional("batch", `job-definition/${name}:${revision}`),
    schedulingPolicy: (name) => regional("batch", `scheduling-policy/${name}`),
    job: (jobId) => regional("batch", `job/${jobId}`),
    ecsCluster: (name) => regional("ecs", `cluster/${name}`),
    ecsTask: (clusterName, taskId) => regional("ecs", `task/${clusterName}/${taskId}`),
    ecsContainerInstance: (clusterName, instanceId) =>
      regional("ecs", `container-instance/${clusterName}/${instanceId}`),
    serviceLinkedRole: () => formatArn({ partition, service: "iam", region: "", accountId, resource: role }),
    stateMachine: (name) => regional("states", `stateMachine:${name}`),
    execution: (stateMachineName, name) => regional("states", `execution:${stateMachineName}:${name}`),
    lambdaFunction: (name) => regional("lambda", `function:${name}`),
    logGroup: (name) => regional("logs", `log-group:${name}`),
    logStream: (groupName, name) => regional("logs", `log-group:${groupName}:log-stream:${name}`),
    dynamoDbTable: (name) => regional("dynamodb", `table/${name}`),
  };
}

function findPartition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Removes the version or alias from the ARN of a Lambda function. */
export function withoutQualifier(functionArn: string): string {
  const parts = parseArn(functionArn);
  if (parts === undefined) return functionArn;
  return formatArn({ ...parts, resource: parts.resource.split(":").slice(0, 2).join(":") });
}

export const isRoleArn = (text: string): boolean => /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/u.test(text);

/** Whether a text is the ARN of a Lambda function, with or without a qualifier. */
export const isFunctionArn = (text: string): boolean =>
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/u.test(text);

/** Returns the service integration that a task resource names, such as `lambda:invoke`, or undefined. */
export const findIntegration = (resource: string): string | undefined =>
  /^arn:aws[a-z-]*:states:::(.+)$/u.exec(resource)?.[1];
