import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, S3Backend, TerraformStack } from "cdktf";

/** Reads a variable that the workflow sets; docs/own-stacks.md lists them. */
function read(variable: string): string {
  const { [variable]: value = "" } = process.env;
  if (value === "") throw new Error(`${variable} must be set; docs/own-stacks.md explains the variables`);
  return value;
}

const NAME = read("NAME_PREFIX");
const REGION = read("AWS_REGION");
const ACCOUNT = read("AWS_ACCOUNT_ID");

/** Stack with the provider and the backend that the firewall requires. */
class DeliveredStack extends TerraformStack {
  /** @param part - name of the stack without its environment, as in DEPLOYED_STACKS */
  constructor(app: App, part: string) {
    const stackName = `${part}-${read("DEPLOY_ENVIRONMENT")}`;
    super(app, stackName);
    const defaultTags = [{ tags: { Project: NAME, Stack: stackName } }];
    new AwsProvider(this, "aws", { region: REGION, allowedAccountIds: [ACCOUNT], defaultTags });
    const key = `${read("STATE_PREFIX")}/${part}.tfstate`;
    new S3Backend(this, { bucket: read("STATE_BUCKET"), key, region: REGION, encrypt: true });
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}

/** Queue of orders. */
class MessagesStack extends DeliveredStack {
  constructor(app: App) {
    super(app, "messages");
    new SqsQueue(this, "orders", {
      name: `${NAME}-orders`,
      messageRetentionSeconds: 345_600,
      sqsManagedSseEnabled: true,
    });
  }
}

/** Alarm on orders that are older than an hour, and its topic. */
class AlarmsStack extends DeliveredStack {
  constructor(app: App) {
    super(app, "alarms");
    const topic = new SnsTopic(this, "topic", { name: `${NAME}-alarms` });
    new CloudwatchMetricAlarm(this, "old-orders", {
      alarmName: `${NAME}-old-orders`,
      namespace: "AWS/SQS",
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: `${NAME}-orders` },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 3600,
      comparisonOperator: "GreaterThanThreshold",
      alarmActions: [topic.arn],
    });
  }
}

const app = new App();
const messages = new MessagesStack(app);
new AlarmsStack(app).addDependency(messages);
app.synth();
