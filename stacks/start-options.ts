import { TerraformOutput, type TerraformStack } from "cdktf";
import type { DeploymentConfig } from "../config/deployment-config";
import { composeArn } from "../constructs/aws-location";
import { ExecutionNotification } from "../constructs/events/execution-notification/execution-notification";
import { ObjectCreatedStart } from "../constructs/events/execution-start/object-created-start";
import { ScheduledStart } from "../constructs/events/execution-start/scheduled-start";
import type { JobPoller } from "../constructs/job-poller/job-poller";
import { FAILED_STATUSES } from "../workflow/execution-status";
import { resourceNames } from "./resource-names";
import { roleRules } from "./role-rules";
import { startInputs } from "./start-inputs";

/**
 * Adds the schedule, the S3 trigger and the notifications that the settings configure.
 * @returns ARNs of the alarms
 * @throws SettingsError if an input violates rules of the workflow
 */
export function addStartOptions(stack: TerraformStack, config: DeploymentConfig, jobPoller: JobPoller): string[] {
  const { name, schedule, objectCreated, notification, alarmTopicArn, kmsKeyArn } = config;
  const inputs = startInputs(config);
  const common = { jobPoller, ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }) };
  const key = kmsKeyArn === undefined ? {} : { kmsKeyArn };
  const starts = { ...common, ...roleRules(config), ...key };
  const alarmArns: string[] = [];
  if (schedule !== undefined && inputs.scheduled !== undefined) {
    const props = { ...starts, ...schedule, name: `${name}-schedule`, input: inputs.scheduled };
    alarmArns.push(new ScheduledStart(stack, "schedule", props).alarmArn);
  }
  if (objectCreated !== undefined && inputs.objectCreated !== undefined) {
    const { input, ...objects } = { ...objectCreated, input: inputs.objectCreated };
    const props = { ...starts, name: `${name}-object-created`, objects, input };
    alarmArns.push(new ObjectCreatedStart(stack, "object-created", props).alarmArn);
  }
  if (notification !== undefined) {
    const { ends, jobs, ...topic } = notification;
    const statuses = ends === "failures" ? { statuses: FAILED_STATUSES } : {};
    const keys = {
      ...(topic.topicArn === undefined ? key : {}),
      ...(kmsKeyArn === undefined ? {} : { queueKmsKeyArn: kmsKeyArn }),
    };
    const { jobQueueArn, jobQueueArns } = resourceNames(config);
    // Jobs in queues of others may not concern the subscribers.
    const queues = jobs === true ? { jobQueueArns: jobQueueArns === "any" ? [jobQueueArn] : jobQueueArns } : {};
    const props = { ...common, ...keys, ...topic, ...statuses, ...queues, name: `${name}-notification` };
    const { alarmArn } = new ExecutionNotification(stack, "notification", props);
    alarmArns.push(alarmArn);
    const description = "ARN of the SNS topic for notifications about ended executions";
    new TerraformOutput(stack, "notification_topic_arn", {
      value: notification.topicArn ?? composeArn(config, "sns", props.name),
      description,
    });
  }
  return alarmArns;
}
