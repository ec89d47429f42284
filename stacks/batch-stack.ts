import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import type { JobConfig } from "../config/job-config";
import { ComputeEnvironment } from "../constructs/job-environment/compute-environment";
import { containerBytes, JobDefinition, type JobDefinitionProps } from "../constructs/job-environment/job-definition";
import { JobNetwork } from "../constructs/job-environment/job-network";
import { JobQueue } from "../constructs/job-environment/job-queue";
import { JobRoles } from "../constructs/job-environment/job-roles";
import { JobSecurityGroup } from "../constructs/job-environment/job-security-group";
import { addPermissionsBoundary } from "../constructs/aspects";
import { executionStatements } from "../constructs/iam/execution-role-permissions";
import { LogGroup } from "../constructs/monitoring/log-group";
import { SAMPLE_JOB_COMMAND, SAMPLE_JOB_ENVIRONMENT, SAMPLE_JOB_PARAMETERS } from "../sample-job/sample-job-command";
import { EnvironmentStack } from "./environment-stack";
import { nameLargeSettings } from "./large-settings";
import { roleRules } from "./role-rules";

/**
 * Resources that jobs run on: network, compute environment, job queue, and the sample job definition with its log
 * group. Resources for which the settings name an existing one are not created.
 */
export class BatchStack extends EnvironmentStack {
  constructor(scope: Construct, config: DeploymentConfig) {
    super(scope, "batch", config);
    addPermissionsBoundary(this, roleRules(config).permissionsBoundaryArn);
    if (config.jobQueueArn === undefined) this.addJobQueue(config);
    if (config.jobDefinitionArn === undefined) this.addJobDefinition(config);
  }

  private addJobQueue(config: DeploymentConfig): void {
    const { name } = config;
    const network = config.network.kind === "existing" ? config.network : new JobNetwork(this, "job-network", { name });
    const securityGroup = new JobSecurityGroup(this, "job-security-group", {
      name,
      vpcId: network.vpcId,
      egress: config.jobEgress,
    });
    const computeEnvironments = config.capacityTypes.map(
      (capacityType, index) =>
        new ComputeEnvironment(this, index === 0 ? "compute-environment" : "fallback-compute-environment", {
          name,
          capacityType,
          maxVcpus: config.maxVcpus,
          subnetIds: network.subnetIds,
          securityGroupIds: [securityGroup.securityGroupId],
        }),
    );
    for (const { node } of computeEnvironments) {
      if (network instanceof JobNetwork) node.addDependency(network);
      node.addDependency(securityGroup);
    }
    new JobQueue(this, "job-queue", {
      name,
      computeEnvironmentArns: computeEnvironments.map(({ computeEnvironmentArn }) => computeEnvironmentArn),
    });
  }

  private addJobDefinition(config: DeploymentConfig): void {
    const { name, network, job } = config;
    const logGroup = new LogGroup(this, "job-log-group", {
      location: config,
      name: `/aws/batch/${name}`,
      retentionDays: config.logRetentionDays,
      kmsKeyArn: config.kmsKeyArn,
    });
    const roles = new JobRoles(this, "job-roles", {
      location: config,
      name,
      rolePath: config.rolePath,
      logGroup,
      executionStatements: executionStatements(job),
      jobStatements: job.rolePolicy,
      jobPolicyArns: job.rolePolicyArns,
      ...(job.roleArn === undefined ? {} : { jobRoleArn: job.roleArn }),
    });
    const propsOf = ({ job }: DeploymentConfig): JobDefinitionProps => ({
      region: config.region,
      name,
      ...jobContainer(job),
      roles,
      logGroup,
      // The created network has public subnets and no NAT gateway, which would cost money while no job runs.
      assignPublicIp: network.kind === "own" || network.assignPublicIp,
    });
    nameLargeSettings(
      config,
      (one) => containerBytes(propsOf(one)),
      () => new JobDefinition(this, "job-definition", propsOf(config)),
    );
  }
}

/** Returns the container of the job. Without a command, the sample's image runs the sample's script. */
function jobContainer({ isSampleImage, command, environment, ...job }: JobConfig) {
  if (!isSampleImage || command !== undefined)
    return { ...job, ...(command === undefined ? {} : { command }), parameters: {}, environment };
  return {
    ...job,
    command: SAMPLE_JOB_COMMAND,
    parameters: SAMPLE_JOB_PARAMETERS,
    environment: { ...SAMPLE_JOB_ENVIRONMENT, ...environment },
  };
}
