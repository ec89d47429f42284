import type { Construct } from "constructs";
import { Alarm } from "./alarm";
import { DeadLetterQueue, type DeadLetterQueueProps } from "./dead-letter-queue";

export interface WatchedDeadLetterQueueProps extends DeadLetterQueueProps {
  /** Description of the alarm: the cause and where to look; at most 1,024 characters. */
  readonly alarmDescription: string;
  /** SNS topic notified on ALARM and OK. @default no notifications */
  readonly alarmTopicArn?: string | undefined;
}

/** Dead-letter queue with an alarm of the same name. The alarm is in ALARM while the queue has messages. */
export class WatchedDeadLetterQueue extends DeadLetterQueue {
  /** Composed ARN, known before the alarm exists. */
  readonly alarmArn: string;

  constructor(scope: Construct, id: string, props: WatchedDeadLetterQueueProps) {
    super(scope, id, props);
    const alarm = new Alarm(this, "Alarm", {
      location: props.location,
      name: props.name,
      description: props.alarmDescription,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: props.name },
      topicArn: props.alarmTopicArn,
    });
    this.alarmArn = alarm.alarmArn;
  }
}
