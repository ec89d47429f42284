import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import * as z from "zod";
import { addDependencies, addPermissionsBoundary } from "../../aspects";
import { composeArn } from "../../aws-location";
import { checkProp, isForTerraform } from "../../check-props";
import type { JobPollerBase } from "../../job-poller/job-poller-base";
import { checkEventProps } from "../check-event-props";
import { RETRY_POLICY } from "../event-rule";
import { literalJson } from "../../literal-json";
import { WatchedDeadLetterQueue } from "../../monitoring/watched-dead-letter-queue";
import { checkInput } from "./check-input";
import { StartExecutionRole } from "./start-execution-role";

/** Properties of {@link ScheduledStart}. */
export interface ScheduledStartProps {
  /** Poller whose state machine is started; the resources are created in its region and account. */
  readonly jobPoller: JobPollerBase;
  /**
   * Name of the schedule: letters, digits, `-` or `_`; at most 63 characters with the region, because of the role
   * name.
   */
  readonly name: string;
  /**
   * `rate(1 hour)`, or `cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR)`.
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly expression: string;
  /** Time zone of a `cron` expression: a name of the IANA database, like `Europe/Berlin`. @default "UTC" */
  readonly timeZone?: string;
  /**
   * Input of each execution, as in docs/workflow.md. Strings can be attributes of resources in the same app, and can
   * contain `<aws.scheduler.scheduled-time>` and `<aws.scheduler.execution-id>`.
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
   */
  readonly input: object;
  /**
   * SNS topic in the region, notified on ALARM and OK when an execution could not be started.
   * @default no notifications
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly alarmTopicArn?: string;
  /**
   * KMS key of the dead-letter queue, in the region. Its policy must enable IAM policies: the role that starts
   * executions uses the key.
   * @default encryption with a key that SQS owns
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   */
  readonly kmsKeyArn?: string;
  /**
   * Permissions boundary of the role that starts executions.
   * @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Prefix of the IAM path of the role that starts executions, like `/team-a/`: at most 100 characters.
   * @default "/"
   */
  readonly rolePath?: string;
}

/** Default schedule group of EventBridge Scheduler. */
const SCHEDULE_GROUP = "default";

/**
 * Starts executions on a schedule: each at least once, rarely twice. EventBridge Scheduler names the executions. It
 * retries for an hour, then sends the event to the dead-letter queue.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 */
export class ScheduledStart extends Construct {
  /** Composed ARN, known before the alarm exists. */
  readonly alarmArn: string;

  /**
   * @throws PropsError that lists every invalid property
   * @throws InvalidInputError with every violated rule of the input
   */
  constructor(scope: Construct, id: string, props: ScheduledStartProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { jobPoller, name, expression, timeZone = "UTC", input, alarmTopicArn } = props;
    const { location, literalStateMachineArn: stateMachineArn } = jobPoller;
    checkInput(input);
    const deadLetterQueue = new WatchedDeadLetterQueue(this, "DeadLetterQueue", {
      location,
      name: `${name}-dead-letters`,
      ruleArns: [],
      kmsKeyArn: props.kmsKeyArn,
      alarmDescription: "A scheduled execution could not be started: see the messages in the queue.",
      alarmTopicArn,
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    const role = new StartExecutionRole(this, "Role", {
      location,
      rolePath: props.rolePath,
      name,
      service: "scheduler.amazonaws.com",
      // EventBridge Scheduler sends the ARN of the schedule group, not of the schedule.
      sourceArn: composeArn(location, "scheduler", `schedule-group/${SCHEDULE_GROUP}`),
      stateMachineArn,
      deadLetterQueue,
    });
    const schedule = new SchedulerSchedule(this, "Resource", {
      name,
      groupName: SCHEDULE_GROUP,
      description: "Starts executions on a schedule",
      scheduleExpression: expression,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: stateMachineArn,
        roleArn: role.roleArn,
        input: literalJson(input),
        retryPolicy: RETRY_POLICY,
        deadLetterConfig: { arn: deadLetterQueue.queueArn },
      },
    });
    schedule.node.addDependency(role, deadLetterQueue, jobPoller);
    addPermissionsBoundary(this, props.permissionsBoundaryArn);
    addDependencies(this);
  }
}

const EXPRESSION_RULE = "rate(...) or cron(...), like rate(1 hour)";

function checkProps(path: string, props: ScheduledStartProps): void {
  const types = { expression: z.string(), timeZone: z.string().optional(), input: z.looseObject({}) };
  checkEventProps(`ScheduledStart ${path}`, props, types, () => {
    const { expression } = props;
    const holds = isForTerraform(expression) || /^(rate|cron)\(.+\)$/.test(expression);
    return checkProp(holds, "expression", expression, EXPRESSION_RULE);
  });
}
