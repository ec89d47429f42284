import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { setDependencyRoots } from "../aspects";
import { composeArn, type AwsLocation } from "../aws-location";
import type { PolicyStatement } from "../iam/policy-document";
import { fromRulesStatement, resourcePolicy, tlsOnlyStatement } from "../iam/resource-policy";

export interface DeadLetterQueueProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the queue; 1 to 80 letters, digits, `-` or `_`. */
  readonly name: string;
  /** ARNs of the EventBridge rules that may send to the queue. Empty if senders use a role instead. */
  readonly ruleArns: readonly string[];
  /** KMS key; its policy must allow EventBridge if `ruleArns` is not empty. @default a key that SQS owns */
  readonly kmsKeyArn?: string | undefined;
}

/** Message retention, in seconds: 14 days, the SQS maximum. */
const RETENTION_SECONDS = 1_209_600;

/** Encrypted SQS dead-letter queue for events that could not be processed. */
export class DeadLetterQueue extends Construct {
  readonly queueName: string;
  /** Composed ARN, known before the queue exists. Resources that use it must also depend on this construct. */
  readonly queueArn: string;
  readonly resource: SqsQueue;
  /** Permissions of a role that sends to the queue, as Lambda does with the function's execution role. */
  readonly sendStatements: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, { location, name, ruleArns, kmsKeyArn }: DeadLetterQueueProps) {
    super(scope, id);
    this.queueName = name;
    this.queueArn = composeArn(location, "sqs", name);
    this.resource = new SqsQueue(this, "Resource", {
      name,
      messageRetentionSeconds: RETENTION_SECONDS,
      ...(kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn }),
      policy: sendPolicy(this.queueArn, ruleArns),
    });
    this.sendStatements = [
      keepDeadLettersStatement(this.queueArn),
      ...(kmsKeyArn === undefined ? [] : [useKeyStatement(kmsKeyArn)]),
    ];
    setDependencyRoots(this, this.resource);
  }
}

/** Allows sending to a dead-letter queue. */
export function keepDeadLettersStatement(queueArn: string): PolicyStatement {
  return { sid: "KeepDeadLetters", actions: ["sqs:SendMessage"], resources: [queueArn] };
}

/**
 * Allows sending to a queue with a KMS key.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export const useKeyStatement = (kmsKeyArn: string): PolicyStatement => ({
  sid: "UseKey",
  actions: ["kms:GenerateDataKey", "kms:Decrypt"],
  resources: [kmsKeyArn],
});

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function sendPolicy(queueArn: string, ruleArns: readonly string[]): string {
  return resourcePolicy([
    ...(ruleArns.length === 0 ? [] : [fromRulesStatement("UndeliveredEvents", "sqs:SendMessage", queueArn, ruleArns)]),
    tlsOnlyStatement("sqs:*", queueArn),
  ]);
}
