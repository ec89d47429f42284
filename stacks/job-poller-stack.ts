import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { addPermissionsBoundary } from "../constructs/aspects";
import { permissionsBoundaryArn } from "../constructs/iam/permissions-boundary";
import { composeArn } from "../constructs/aws-location";
import { JobPoller } from "../constructs/job-poller/job-poller";
import { EnvironmentStack } from "./environment-stack";
import { addOutputs } from "./outputs";
import { resourceNames } from "./resource-names";
import { addStartOptions } from "./start-options";

/** Stack with the state machine and the Lambda functions that submit, check and terminate jobs. */
export class JobPollerStack extends EnvironmentStack {
  /** @param bundlesPath - folder with one subfolder per built Lambda function */
  constructor(scope: Construct, config: DeploymentConfig, bundlesPath: string) {
    super(scope, "job-poller", config);
    addPermissionsBoundary(this, permissionsBoundaryArn(config, config.name));
    new ArchiveProvider(this, "archive");
    const { jobQueueArn, jobDefinitionArn } = resourceNames(config);
    const otherAlarmArns = addStartOptions(this, config, composeArn(config, "states", `stateMachine:${config.name}`));
    // The ID `Default` is not part of the resource addresses.
    const { stateMachineArn } = new JobPoller(this, "Default", {
      location: config,
      name: config.name,
      jobQueueArns: [jobQueueArn],
      jobDefinitionArns: [jobDefinitionArn],
      integration: config.waitIntegration,
      logRetentionDays: config.logRetentionDays,
      ...(config.alarmTopicArn === undefined ? {} : { alarmTopicArn: config.alarmTopicArn }),
      otherAlarmArns,
      bundlesPath,
    });
    addOutputs(this, config, stateMachineArn);
  }
}
