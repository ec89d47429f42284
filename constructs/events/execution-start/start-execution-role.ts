import type { Construct } from "constructs";
import type { AwsLocation } from "../../aws-location";
import type { DeadLetterQueue } from "../../monitoring/dead-letter-queue";
import { startExecutionStatement } from "../../iam/execution-permissions";
import { ServiceRole } from "../../iam/service-role";

export interface StartExecutionRoleProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Prefix of the role's name. */
  readonly name: string;
  /** Prefix of the role's IAM path. @default "/" */
  readonly rolePath?: string | undefined;
  /** Service principal that starts executions. */
  readonly service: "events.amazonaws.com" | "scheduler.amazonaws.com";
  /** ARN of the rule or schedule group that the service acts for. */
  readonly sourceArn: string;
  /** State machine that the role may start. */
  readonly stateMachineArn: string;
  /** Dead-letter queue to which the service sends with this role. @default none */
  readonly deadLetterQueue?: DeadLetterQueue;
}

/** Role that an AWS service assumes to start executions of one state machine, on behalf of one source. */
export class StartExecutionRole extends ServiceRole {
  constructor(scope: Construct, id: string, props: StartExecutionRoleProps) {
    const { location, name, rolePath, service, sourceArn, stateMachineArn, deadLetterQueue } = props;
    super(scope, id, {
      location,
      rolePath,
      name,
      description: `Allows ${service} to start executions`,
      service,
      trustConditions: { StringEquals: { "aws:SourceAccount": location.accountId, "aws:SourceArn": sourceArn } },
      statements: [startExecutionStatement(stateMachineArn), ...(deadLetterQueue?.sendStatements ?? [])],
    });
  }
}
