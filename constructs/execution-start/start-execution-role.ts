import type { Construct } from "constructs";
import type { AwsLocation } from "../aws-location";
import { keepDeadLettersStatement } from "../dead-letter-queue";
import type { PolicyStatement } from "../policy-document";
import { ServiceRole } from "../service-role";

/** Starting executions of one state machine. */
export function startExecutionStatement(stateMachineArn: string): PolicyStatement {
  return { sid: "StartExecution", actions: ["states:StartExecution"], resources: [stateMachineArn] };
}

export interface StartExecutionRoleProps {
  readonly location: AwsLocation;
  /** Start of the role's name. */
  readonly name: string;
  /** What starts executions: its service principal, and the ARN that it acts for. */
  readonly service: "events.amazonaws.com" | "scheduler.amazonaws.com";
  readonly sourceArn: string;
  readonly stateMachineArn: string;
  /** Queue to which the service sends with this role what it could not start. @default none */
  readonly deadLetterQueueArn?: string;
}

/** A role with which an AWS service starts executions of one state machine, on behalf of one source alone. */
export class StartExecutionRole extends ServiceRole {
  constructor(scope: Construct, id: string, props: StartExecutionRoleProps) {
    const { location, name, service, sourceArn, stateMachineArn, deadLetterQueueArn } = props;
    super(scope, id, {
      location,
      name,
      description: `Role with which ${service} starts executions`,
      service,
      trustConditions: { StringEquals: { "aws:SourceAccount": location.accountId, "aws:SourceArn": sourceArn } },
      statements: [
        startExecutionStatement(stateMachineArn),
        ...(deadLetterQueueArn === undefined ? [] : [keepDeadLettersStatement(deadLetterQueueArn)]),
      ],
    });
  }
}
