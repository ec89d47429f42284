import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Construct } from "constructs";
import { setDependencyRoots } from "../aspects";
import { eventsDefinition } from "../../workflow/definitions/events-definition";
import { pollDefinition, type PollDefinitionProps } from "../../workflow/definitions/poll-definition";
import { syncDefinition } from "../../workflow/definitions/sync-definition";
import { composeArn, type AwsLocation } from "../aws-location";
import {
  jobEventsStatement,
  readJobsStatement,
  submitJobStatements,
  terminateJobStatement,
} from "../iam/batch-permissions";
import { LogGroup } from "../monitoring/log-group";
import type { PolicyStatement } from "../iam/policy-document";
import { ServiceRole } from "../iam/service-role";
import { storeWaitsStatement } from "../iam/wait-permissions";
import { LOG_DELIVERY_STATEMENT, TRACE_SAMPLING_STATEMENT, TRACE_STATEMENT } from "../iam/log-and-trace-statements";
import type { LambdaFunction } from "./lambda-function";
import type { JobPollerSettings } from "./props";
import type { WaitTable } from "./wait-table";

export interface StateMachineProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the state machine; 1 to 80 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Amazon States Language definition. ARNs must be literal, so that Terraform can validate it in the plan. */
  readonly definition: object;
  /** Permissions of the state machine, in addition to writing its log and traces. */
  readonly statements: readonly PolicyStatement[];
  /** Log retention, in days. */
  readonly logRetentionDays: number;
  /** KMS key of the log group. @default a key that AWS owns */
  readonly kmsKeyArn?: string | undefined;
  /** Prefix of the role's IAM path. @default "/" */
  readonly rolePath?: string | undefined;
}

/** Standard state machine with a role, an error log and traces. */
export class StateMachine extends Construct {
  /**
   * Composed ARN, known before the state machine exists. Resources that use it must also depend on this construct.
   */
  readonly stateMachineArn: string;
  readonly resource: SfnStateMachine;

  /** @throws RangeError if the definition contains a Terraform expression */
  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    this.stateMachineArn = composeArn(props.location, "states", `stateMachine:${props.name}`);
    const logGroup = new LogGroup(this, "LogGroup", {
      location: props.location,
      // With this prefix, Step Functions does not add to the log resource policy, which is limited in size.
      name: `/aws/vendedlogs/states/${props.name}`,
      retentionDays: props.logRetentionDays,
      kmsKeyArn: props.kmsKeyArn,
    });
    const role = new ServiceRole(this, "Role", {
      location: props.location,
      rolePath: props.rolePath,
      name: `${props.name}-states`,
      description: `Role of the state machine ${props.name}`,
      service: "states.amazonaws.com",
      trustConditions: {
        StringEquals: { "aws:SourceAccount": props.location.accountId },
        ArnLike: { "aws:SourceArn": [this.stateMachineArn, `${this.stateMachineArn}:*`] },
      },
      statements: [...props.statements, LOG_DELIVERY_STATEMENT, TRACE_STATEMENT, TRACE_SAMPLING_STATEMENT],
    });
    this.resource = new SfnStateMachine(this, "Resource", {
      name: props.name,
      type: "STANDARD",
      roleArn: role.roleArn,
      definition: literalDefinition(props),
      loggingConfiguration: {
        // Step Functions keeps the history for 90 days at no cost, so a log of all events (9 per poll) would repeat
        // it. Execution data adds to a failure which job failed and why.
        level: "ERROR",
        includeExecutionData: true,
        logDestination: `${logGroup.logGroupArn}:*`,
      },
      tracingConfiguration: { enabled: true },
    });
    this.resource.node.addDependency(role, logGroup);
    setDependencyRoots(this, this.resource);
  }
}

/** Resources that the state machine of a poller uses. */
interface UsedResources {
  readonly submitJob: LambdaFunction;
  readonly checkJob: LambdaFunction;
  /** Table of waits; undefined unless the integration is `events`. */
  readonly waitTable: WaitTable | undefined;
}

/** Adds the state machine of a poller. */
export function addStateMachine(
  scope: Construct,
  settings: JobPollerSettings,
  { submitJob, checkJob, waitTable }: UsedResources,
): SfnStateMachine {
  const { location, namePrefix, logRetentionDays, kmsKeyArn, rolePath } = settings;
  const functionArns = { submitJobFunctionArn: submitJob.functionArn, checkJobFunctionArn: checkJob.functionArn };
  const { resource } = new StateMachine(scope, "state-machine", {
    location,
    name: namePrefix,
    definition: createDefinition(settings, functionArns, waitTable),
    statements: stateMachineStatements(settings, Object.values(functionArns), waitTable),
    logRetentionDays,
    kmsKeyArn,
    rolePath,
  });
  resource.node.addDependency(submitJob, checkJob, ...(waitTable === undefined ? [] : [waitTable]));
  return resource;
}

function createDefinition(
  { integrationPattern }: JobPollerSettings,
  functionArns: PollDefinitionProps,
  waitTable: WaitTable | undefined,
): object {
  if (waitTable !== undefined) return eventsDefinition({ ...functionArns, waitTableName: waitTable.tableName });
  return integrationPattern === "sync" ? syncDefinition() : pollDefinition(functionArns);
}

/**
 * Permissions of the state machine's role. When the integration changes, a running execution keeps its definition,
 * but its role changes. With `sync`, the role also allows the Lambda functions, so that executions of `poll` can
 * finish. With `poll` and `events`, it allows no Batch actions: executions of `sync` must end before the switch,
 * because they could no longer describe or terminate their jobs. Executions of `events` need the table in no other
 * integration: a wait that is refused becomes a plain one.
 */
function stateMachineStatements(
  settings: JobPollerSettings,
  functionArns: readonly string[],
  waitTable: WaitTable | undefined,
): PolicyStatement[] {
  const { location, namePrefix, integrationPattern } = settings;
  const invokeLambdas = { sid: "InvokeLambdas", actions: ["lambda:InvokeFunction"], resources: functionArns };
  if (waitTable !== undefined)
    return [invokeLambdas, storeWaitsStatement(waitTable.tableArn), ...waitTable.keyStatements];
  if (integrationPattern !== "sync") return [invokeLambdas];
  return [
    invokeLambdas,
    readJobsStatement("batch:DescribeJobs"),
    terminateJobStatement(location, namePrefix),
    ...submitJobStatements(settings),
    jobEventsStatement(location),
  ];
}

/** Returns the definition as JSON. The local mode reads the synthesized stack without evaluating expressions. */
function literalDefinition({ name, definition }: StateMachineProps): string {
  const text = JSON.stringify(definition);
  const expression = /[$%]\{.{0,40}/.exec(text)?.[0];
  if (expression !== undefined)
    throw new RangeError(
      `the definition of ${name} must not contain Terraform expressions, got ${expression}; use a literal value`,
    );
  return text;
}
