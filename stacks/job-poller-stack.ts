import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import { JobPoller } from "../constructs/job-poller/job-poller";
import { EnvironmentStack } from "./environment-stack";
import { addOutputs } from "./outputs";
import { resourceNames } from "./resource-names";
import { roleRules } from "./role-rules";
import { addStartOptions } from "./start-options";

/** Stack with the state machine and the Lambda functions that submit, check and terminate jobs. */
export class JobPollerStack extends EnvironmentStack {
  /** @param lambdaCodePath - folder with one subfolder per built Lambda function */
  constructor(scope: Construct, config: DeploymentConfig, lambdaCodePath: string) {
    super(scope, "job-poller", config);
    new ArchiveProvider(this, "archive");
    const { jobQueueArns, jobDefinitionArns } = resourceNames(config);
    // The ID `Default` is not part of the resource addresses.
    const jobPoller = new JobPoller(this, "Default", {
      region: config.region,
      account: config.accountId,
      namePrefix: config.name,
      jobQueueArns,
      jobDefinitionArns,
      integrationPattern: config.waitIntegration,
      logRetentionDays: config.logRetentionDays,
      alarms: config.alarmTopicArn === undefined ? {} : { topicArn: config.alarmTopicArn },
      ...roleRules(config),
      ...(config.kmsKeyArn === undefined ? {} : { kmsKeyArn: config.kmsKeyArn }),
      ...(config.lambdaRuntime === undefined ? {} : { lambdaRuntime: config.lambdaRuntime }),
      lambdaCodePath,
    });
    jobPoller.addAlarmsToDashboard(...addStartOptions(this, config, jobPoller));
    addOutputs(this, config, jobPoller.literalStateMachineArn);
  }
}
