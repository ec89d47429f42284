import type { Construct } from "constructs";
import { Alarm } from "./alarm";
import { composeArn } from "./aws-location";
import { DeadLetterQueue, type DeadLetterQueueProps } from "./dead-letter-queue";

export interface WatchedDeadLetterQueueProps extends DeadLetterQueueProps {
  /** What has happened when there is a message, and where to look; at most 1,024 characters. */
  readonly alarmDescription: string;
  /** SNS topic to tell when the first message comes and when the queue is empty again. @default nobody is told */
  readonly alarmTopicArn?: string;
}

/** A dead letter queue with an alarm, of the same name, that is on for as long as there is a message in it. */
export class WatchedDeadLetterQueue extends DeadLetterQueue {
  readonly alarmArn: string;

  constructor(scope: Construct, id: string, props: WatchedDeadLetterQueueProps) {
    super(scope, id, props);
    this.alarmArn = composeArn(props.location, "cloudwatch", `alarm:${props.name}`);
    new Alarm(this, "Alarm", {
      name: props.name,
      description: props.alarmDescription,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: props.name },
      ...(props.alarmTopicArn === undefined ? {} : { topicArn: props.alarmTopicArn }),
    });
  }
}
