/** ARNs of one account and region. */
export interface BatchArns {
  computeEnvironment(name: string): string;
  jobQueue(name: string): string;
  jobDefinition(name: string, revision: number): string;
  job(jobId: string): string;
  ecsCluster(name: string): string;
  ecsTask(clusterName: string, taskId: string): string;
  /** Role that Batch assumes if a compute environment specifies no service role. */
  serviceLinkedRole(): string;
}

export function createBatchArns(region: string, accountId: string): BatchArns {
  const partition = findPartition(region);
  const batch = (resource: string): string => `arn:${partition}:batch:${region}:${accountId}:${resource}`;
  const ecs = (resource: string): string => `arn:${partition}:ecs:${region}:${accountId}:${resource}`;
  return {
    computeEnvironment: (name) => batch(`compute-environment/${name}`),
    jobQueue: (name) => batch(`job-queue/${name}`),
    jobDefinition: (name, revision) => batch(`job-definition/${name}:${revision}`),
    job: (jobId) => batch(`job/${jobId}`),
    ecsCluster: (name) => ecs(`cluster/${name}`),
    ecsTask: (clusterName, taskId) => ecs(`task/${clusterName}/${taskId}`),
    serviceLinkedRole: () =>
      `arn:${partition}:iam::${accountId}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch`,
  };
}

/** Returns the part of an ARN after the last slash, or the text itself if it is not an ARN. */
export function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1) : nameOrArn;
}

function findPartition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
