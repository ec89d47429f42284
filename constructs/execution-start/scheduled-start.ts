import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import * as z from "zod";
import { composeArn, type AwsLocation } from "../aws-location";
import { checkEventProps } from "../check-event-props";
import { RETRY_POLICY } from "../event-rule";
import { literalJson } from "../literal-json";
import { isForTerraform, unless } from "../props-error";
import { WatchedDeadLetterQueue } from "../watched-dead-letter-queue";
import { checkInput } from "./check-input";
import { StartExecutionRole } from "./start-execution-role";

export interface ScheduledStartProps {
  readonly location: AwsLocation;
  /** Name of the schedule; letters, digits, `-` or `_`; with the region at most 63 characters, because of its role. */
  readonly name: string;
  readonly stateMachineArn: string;
  /** `rate(1 hour)`, or `cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR)`. */
  readonly expression: string;
  /** Time zone of a `cron` expression, like `Europe/Berlin`. @default "UTC" */
  readonly timeZone?: string;
  /**
   * Input of each execution, in which texts may come from resources of the same app. Texts in it may hold `<aws.scheduler.scheduled-time>` and `<aws.scheduler.execution-id>`.
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
   */
  readonly input: object;
  /** SNS topic to tell when an execution could not be started. @default nobody is told */
  readonly alarmTopicArn?: string;
}

/** Schedules of EventBridge Scheduler that name no other group are in this one. */
const SCHEDULE_GROUP = "default";

/**
 * Starts executions by time. EventBridge Scheduler starts each at least once, rarely twice, and tries for an hour; what it
 * could not start is kept. It names the executions.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 */
export class ScheduledStart extends Construct {
  readonly alarmArn: string;

  /**
   * @throws PropsError that names every prop that is wrong
   * @throws InvalidInputError with every rule that the input breaks
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
      alarmDescription: "An execution could not be started at its time: see the messages in the queue.",
      ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    const role = new StartExecutionRole(this, "Role", {
      location,
      name,
      service: "scheduler.amazonaws.com",
      // Scheduler says which group a schedule is in, and not which schedule it is.
      sourceArn: composeArn(location, "scheduler", `schedule-group/${SCHEDULE_GROUP}`),
      stateMachineArn,
      deadLetterQueueArn: deadLetterQueue.queueArn,
    });
    new SchedulerSchedule(this, "Resource", {
      name,
      groupName: SCHEDULE_GROUP,
      description: "Starts executions by time",
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
      dependsOn: [...role.dependables, deadLetterQueue.resource],
    });
  }
}

const EXPRESSION_RULE = "rate(...) or cron(...), like rate(1 hour)";

function checkProps(path: string, props: ScheduledStartProps): void {
  const types = { expression: z.string(), timeZone: z.string().optional(), input: z.looseObject({}) };
  checkEventProps(`ScheduledStart ${path}`, props, types, () => {
    const { expression } = props;
    const holds = isForTerraform(expression) || /^(rate|cron)\(.+\)$/.test(expression);
    return unless(holds, "expression", expression, EXPRESSION_RULE);
  });
}
