import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "../aws-location";
import { checkProp, PropsError } from "../check-props";
import { anyExecution, startExecutionStatement } from "../iam/execution-permissions";
import { policyDocument, type PolicyStatement } from "../iam/policy-document";

/** Metric with the argument names of `aws_cloudwatch_metric_alarm`. */
export interface Metric {
  /** `AWS/States`. */
  readonly namespace: string;
  /** Like `ExecutionsFailed`. */
  readonly metricName: string;
  /** ARN of the state machine, as `StateMachineArn`. */
  readonly dimensions: Record<string, string>;
  /** Statistic over a period. */
  readonly statistic: MetricStatistic;
  /** Period, in seconds. */
  readonly period: number;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export type MetricStatistic = "Sum" | "Average" | "Minimum" | "Maximum" | "SampleCount";

/** Options of a metric. */
export interface MetricOptions {
  /** Statistic over a period. @default "Sum" */
  readonly statistic?: MetricStatistic;
  /** Period, in seconds: 10, 30 or a multiple of 60. @default 300 */
  readonly period?: number;
}

/** Default period of a metric, in seconds. */
const DEFAULT_PERIOD_SECONDS = 300;

/** State machine of a poller that this app creates or imports, with its grants and metrics. */
export abstract class JobPollerBase extends Construct {
  /** ARN of the state machine. Resources that use the ARN of a created poller depend on its state machine. */
  abstract readonly stateMachineArn: string;
  /** Name of the state machine: the name prefix of a created poller. */
  readonly stateMachineName: string;
  /** Partition, region and account. */
  readonly location: AwsLocation;

  protected constructor(scope: Construct, id: string, location: AwsLocation, stateMachineName: string) {
    super(scope, id);
    this.location = location;
    this.stateMachineName = stateMachineName;
  }

  /**
   * Composed ARN, known before the state machine exists. Resources that use it do not depend on the state machine.
   */
  get literalStateMachineArn(): string {
    return composeArn(this.location, "states", `stateMachine:${this.stateMachineName}`);
  }

  /**
   * Allows a role to start executions, with an inline policy.
   * @param role - resource, or name of a role in the account
   * @returns the policy, for `dependsOn` of resources that need the permission
   * @throws PropsError if `role` is not a role name
   */
  grantStartExecution(role: IamRole | string): IamRolePolicy {
    return this.grant("start-execution", role, [startExecutionStatement(this.stateMachineArn)]);
  }

  /**
   * Allows a role to read the definition, the executions and their history, with an inline policy.
   * @param role - resource, or name of a role in the account
   * @returns the policy, for `dependsOn` of resources that need the permission
   * @throws PropsError if `role` is not a role name
   */
  grantRead(role: IamRole | string): IamRolePolicy {
    return this.grant("read", role, [
      {
        sid: "ReadStateMachine",
        actions: ["states:DescribeStateMachine", "states:ListExecutions"],
        resources: [this.stateMachineArn],
      },
      {
        sid: "ReadExecutions",
        actions: ["states:DescribeExecution", "states:DescribeStateMachineForExecution", "states:GetExecutionHistory"],
        resources: [anyExecution(this.location, this.stateMachineName)],
      },
    ]);
  }

  /** Metric of started executions. */
  metricStarted(options?: MetricOptions): Metric {
    return this.metric("ExecutionsStarted", options);
  }

  /** Metric of executions that succeeded. */
  metricSucceeded(options?: MetricOptions): Metric {
    return this.metric("ExecutionsSucceeded", options);
  }

  /** Metric of executions that failed. */
  metricFailed(options?: MetricOptions): Metric {
    return this.metric("ExecutionsFailed", options);
  }

  /** Metric of executions that timed out. */
  metricTimedOut(options?: MetricOptions): Metric {
    return this.metric("ExecutionsTimedOut", options);
  }

  /** Metric of executions that were stopped. */
  metricAborted(options?: MetricOptions): Metric {
    return this.metric("ExecutionsAborted", options);
  }

  /**
   * Metric of the state machine.
   * @param metricName - like `ExecutionTime`, in milliseconds
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
   */
  metric(metricName: string, { statistic = "Sum", period = DEFAULT_PERIOD_SECONDS }: MetricOptions = {}): Metric {
    return {
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: this.stateMachineArn },
      statistic,
      period,
    };
  }

  private grant(action: string, role: IamRole | string, statements: readonly PolicyStatement[]): IamRolePolicy {
    const isName = typeof role === "string";
    if (isName && !/^[\w+=,.@-]{1,64}$/.test(role))
      throw new PropsError(
        `${action} grant of ${this.node.path}`,
        checkProp(false, "role", role, "an IamRole, or a role's name of 1 to 64 characters without path"),
      );
    const id = `grant-${action}-${isName ? role : role.node.addr}`;
    const granted = this.node.tryFindChild(id);
    if (granted instanceof IamRolePolicy) return granted;
    return new IamRolePolicy(this, id, {
      // A role can have policies of pollers in several regions.
      name: `${this.stateMachineName}-${action}-${this.location.region}`,
      role: isName ? role : role.name,
      policy: policyDocument(statements),
    });
  }
}
