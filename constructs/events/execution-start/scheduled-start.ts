import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import * as z from "zod";
import { addDependencies } from "../../aspects";
import { composeArn, type AwsLocation } from "../../aws-location";
import { checkEventProps } from "../check-event-props";
import { RETRY_POLICY } from "../event-rule";
import { literalJson } from "../literal-json";
import { isForTerraform, checkProp } from "../../props-error";
import { WatchedDeadLetterQueue } from "../../monitoring/watched-dead-letter-queue";
import { checkInput } from "./check-input";
import { StartExecutionRole } from "./start-execution-role";

export interface ScheduledStartProps {
  readonly location: AwsLocation;
  /**
   * Name of the schedule: letters, digits, `-` or `_`; at most 63 characters with the region, because of the role
   * name.
   */
  readonly name: string;
  readonly stateMachineArn: string;
  /** `rate(1 hour)`, or `cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR)`. */
  readonly expression: string;
  /** Time zone of a `cron` expression, like `Europe/Berlin`. @default "UTC" */
  readonly timeZone?: string;
  /**
   * Input of each execution. Strings can be attributes of resources in the same app, and can contain
   * `<aws.scheduler.scheduled-time>` and `<aws.scheduler.execution-id>`.
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
   */
  readonly input: object;
  /** SNS topic notified when an execution could not be started. @default no notifications */
  readonly alarmTopicArn?: string;
}

/** Default schedule group of EventBridge Scheduler. */
const SCHEDULE_GROUP = "default";

/**
 * Starts executions on a schedule: each at least once, rarely twice. EventBridge Scheduler names the executions. It
 * retries for an hour, then sends the event to the dead-letter queue.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 */
export class ScheduledStart extends Construct {
  readonly alarmArn: string;

  /**
   * @throws PropsError that lists every invalid property
   * @throws InvalidInputError with every violated rule of the input
   */
  constructor(scope: Construct, id: string, props: ScheduledStartProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { location, name, stateMachineArn, expression, timeZone = "UTC", input, alarmTopicArn } = props;
    checkInput(input);
    const deadLetterQueue = new WatchedDeadLetterQueue(this, "DeadLetterQueue", {
      location,
      name: `${name}-dead-letters`,
      ruleArns: [],
      alarmDescription: "A scheduled execution could not be started: see the messages in the queue.",
      ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    const role = new StartExecutionRole(this, "Role", {
      location,
      name,
      service: "scheduler.amazonaws.com",
      // EventBridge Scheduler sends the ARN of the schedule group, not of the schedule.
      sourceArn: composeArn(location, "scheduler", `schedule-group/${SCHEDULE_GROUP}`),
      stateMachineArn,
      deadLetterQueueArn: deadLetterQueue.queueArn,
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
    schedule.node.addDependency(role, deadLetterQueue);
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
