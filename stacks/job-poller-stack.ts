import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { composeArn } from "../constructs/aws-location";
import { JobPoller } from "../constructs/job-poller/job-poller";
import { boundRoles } from "./bound-roles";
import { EnvironmentStack } from "./environment-stack";
import { addOutputs } from "./outputs";
import { resourceNames } from "./resource-names";
import { addStartOptions } from "./start-options";

/** What runs a job: the Lambdas that submit, check and terminate it, and the state machine. */
export class JobPollerStack extends EnvironmentStack {
  /** @param bundlesPath - folder with one folder for each built Lambda */
  constructor(scope: Construct, config: DeploymentConfig, bundlesPath: string) {
    super(scope, "job-poller", config);
    boundRoles(this, config);
    new ArchiveProvider(this, "archive");
    const { jobQueueArn, jobDefinitionArn } = resourceNames(config);
    const otherAlarmArns = addStartOptions(this, config, composeArn(config, "states", `stateMachine:${config.name}`));
    // The id `Default` leaves no trace in the addresses of the resources.
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
