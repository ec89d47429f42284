import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import type { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { describeDeprecation, type LambdaRuntimeName } from "../../workflow/lambda-runtimes";
import { findPartition } from "../../workflow/partition";
import { addDependencies, addPermissionsBoundary, addTags, setDependencyRoots } from "../aspects";
import { toLocation } from "../aws-location";
import { checkProp, PropsError } from "../check-props";
import { Dashboard } from "../monitoring/dashboard";
import { addAlarms } from "./alarms";
import { checkProps } from "./check-job-poller-props";
import { addCheckJob, addSubmitJob } from "./functions";
import { addEventWaits } from "./event-waits";
import { addJobCleanup } from "./job-cleanup";
import { JobPollerBase } from "./job-poller-base";
import { withDefaults, type JobPollerProps } from "./props";
import { addStateMachine } from "./state-machine";

/** Lambda functions of a poller. */
export interface JobPollerFunctions {
  /** Submits a job; the state machine calls it. */
  readonly submitJob: LambdaFunctionResource;
  /** Reads the status of a job; the state machine calls it at each poll. */
  readonly checkJob: LambdaFunctionResource;
  /** Terminates jobs whose execution has ended; EventBridge calls it. */
  readonly terminateJob: LambdaFunctionResource;
  /** Ends the wait for a changed job; EventBridge calls it. @default none, without the integration `events` */
  readonly endWait?: LambdaFunctionResource;
}

/**
 * Runs Batch jobs under Step Functions. It contains the state machine, the Lambda functions that submit, check and
 * terminate jobs, the EventBridge rules for the cleanup of jobs, their roles and logs, alarms and a dashboard.
 *
 * The caller provides the compute environment, job queue and job definition. The stack must configure two providers:
 * `@cdktf/provider-aws` and `@cdktf/provider-archive`.
 */
export class JobPoller extends JobPollerBase {
  /** State machine; its `arn` and `name` are references. */
  readonly stateMachine: SfnStateMachine;
  /** Lambda functions by name. */
  readonly functions: JobPollerFunctions;
  /** Queue for events that could not be processed. */
  readonly deadLetterQueue: SqsQueue;
  /** Alarms; empty if `alarms` is false. */
  readonly alarms: readonly CloudwatchMetricAlarm[];
  private readonly dashboard: Dashboard | undefined;

  /**
   * Imports a poller of another app or stack, by the ARN of its state machine. A literal ARN without version or
   * alias.
   * @throws PropsError if the ARN is invalid
   */
  static fromStateMachineArn(scope: Construct, id: string, stateMachineArn: string): JobPollerBase {
    return new ImportedJobPoller(scope, id, stateMachineArn);
  }

  /**
   * @throws PropsError that lists every invalid property
   * @throws MissingBundleError if the Lambda functions have not been built
   */
  constructor(scope: Construct, id: string, props: JobPollerProps) {
    checkProps(`JobPoller ${scope.node.path}/${id}`, props);
    const settings = withDefaults(props);
    const { location, namePrefix } = settings;
    super(scope, id, location, namePrefix);
    this.checkName();
    const [submitJob, checkJob] = [addSubmitJob(this, settings), addCheckJob(this, settings)];
    const eventWaits = addEventWaits(this, settings);
    this.stateMachine = addStateMachine(this, settings, { submitJob, checkJob, waitTable: eventWaits?.table });
    const cleanup = addJobCleanup(this, settings, this.literalStateMachineArn);
    this.functions = {
      submitJob: submitJob.resource,
      checkJob: checkJob.resource,
      terminateJob: cleanup.terminateJob.resource,
      ...(eventWaits === undefined ? {} : { endWait: eventWaits.endWait.resource }),
    };
    this.deadLetterQueue = cleanup.deadLetterQueue.resource;
    const functions = [
      submitJob,
      checkJob,
      cleanup.terminateJob,
      ...(eventWaits === undefined ? [] : [eventWaits.endWait]),
    ];
    const watched = {
      stateMachineArn: this.literalStateMachineArn,
      functionNames: functions.map(({ functionName }) => functionName),
    };
    const alarms = addAlarms(this, settings, { ...watched, cleanup, eventWaits });
    this.alarms = alarms.map(({ resource }) => resource);
    if (settings.dashboard !== false)
      this.dashboard = new Dashboard(this, "dashboard", {
        ...watched,
        waitTableName: eventWaits?.table.tableName,
        name: settings.dashboard.name,
        region: location.region,
      });
    this.addAlarmsToDashboard(...alarms.map(({ alarmArn }) => alarmArn));
    this.warnAboutRuntime(submitJob.runtime);
    setDependencyRoots(this, this.stateMachine);
    addTags(this, settings.tags);
    addPermissionsBoundary(this, settings.permissionsBoundaryArn);
    addDependencies(this);
  }

  get stateMachineArn(): string {
    return this.stateMachine.arn;
  }

  /**
   * Shows more alarms on the dashboard, such as those of {@link ScheduledStart}; does nothing without a dashboard.
   */
  addAlarmsToDashboard(...alarmArns: readonly string[]): void {
    this.dashboard?.addAlarms(...alarmArns);
  }

  private warnAboutRuntime(runtime: LambdaRuntimeName): void {
    const warning = describeDeprecation(runtime, Date.now());
    if (warning !== undefined) Annotations.of(this).addWarning(warning);
  }

  /** Rejects a duplicate name, which would otherwise fail only at apply. */
  private checkName(): void {
    const { literalStateMachineArn: arn, stateMachineName } = this;
    const other = this.node.root.node
      .findAll()
      .find(
        (construct) => construct !== this && construct instanceof JobPoller && construct.literalStateMachineArn === arn,
      );
    if (other === undefined) return;
    const rule = `unique; ${other.node.path} has the same name`;
    throw new PropsError(`JobPoller ${this.node.path}`, checkProp(false, "namePrefix", stateMachineName, rule));
  }
}

const STATE_MACHINE_ARN =
  /^arn:(?<partition>[a-z-]+):states:(?<region>[a-z\d-]+):(?<account>\d{12}):stateMachine:(?<name>[\w-]{1,80})$/;
const ARN_RULE = "a literal ARN without version or alias, like arn:aws:states:us-east-1:123456789012:stateMachine:NAME";

class ImportedJobPoller extends JobPollerBase {
  constructor(
    scope: Construct,
    id: string,
    readonly stateMachineArn: string,
  ) {
    const { partition, region = "", account = "", name = "" } = STATE_MACHINE_ARN.exec(stateMachineArn)?.groups ?? {};
    if (partition === undefined || findPartition(region) !== partition)
      throw new PropsError(
        `JobPoller.fromStateMachineArn ${scope.node.path}/${id}`,
        checkProp(false, "stateMachineArn", stateMachineArn, ARN_RULE),
      );
    super(scope, id, toLocation(region, account), name);
  }
}
