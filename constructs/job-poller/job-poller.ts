import { Construct } from "constructs";
import { pollDefinition, syncDefinition } from "../../workflow/definitions/state-machine-definition";
import { readJobsStatement, submitJobStatements, terminateJobStatement } from "../iam/batch-permissions";
import { composeArn } from "../aws-location";
import { Dashboard } from "../monitoring/dashboard";
import type { LambdaFunction } from "./lambda-function";
import { PropsError, checkProp } from "../props-error";
import { StateMachine } from "./state-machine";
import { addFunction } from "./add-function";
import { addAlarms, type WatchedResources } from "./alarms";
import { checkProps } from "./check-props";
import { addJobCleanup } from "./job-cleanup";
import { withDefaults, type JobPollerProps, type JobPollerSettings } from "./props";
import { stateMachineStatements } from "./state-machine-statements";
import { tagAll } from "./tag-all";

/**
 * Timeout of `submit-job` and `check-job`, in seconds. A repeated submission searches for its job for 13 s, and Batch
 * may be slow. Must be below the TimeoutSeconds of the tasks.
 */
const TIMEOUT_SECONDS = 55;

/**
 * Runs Batch jobs under Step Functions. It contains the state machine, the Lambda functions that submit, check and
 * terminate jobs, the EventBridge rules for the cleanup of jobs, their roles and logs, alarms and a dashboard.
 *
 * The caller provides the compute environment, job queue and job definition. The stack must configure two providers:
 * `@cdktf/provider-aws` and `@cdktf/provider-archive`.
 */
export class JobPoller extends Construct {
  /** Composed ARN, known before the state machine exists. */
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** Names of the functions `submit-job`, `check-job` and `terminate-job`. */
  readonly functionNames: readonly string[];
  /** SQS queue for events that could not be processed. */
  readonly deadLetterQueueName: string;
  /** ARNs of the alarms; empty if `alarms` is false. */
  readonly alarmArns: readonly string[];

  /**
   * @throws PropsError that lists every invalid property
   * @throws MissingBundleError if the Lambda functions have not been built
   */
  constructor(scope: Construct, id: string, props: JobPollerProps) {
    super(scope, id);
    checkProps(`JobPoller ${this.node.path}`, props);
    const settings = withDefaults(props);
    this.checkName(settings);
    const submitJob = this.addSubmitJob(settings);
    const checkJob = this.addCheckJob(settings);
    this.stateMachineName = settings.name;
    this.stateMachineArn = this.addStateMachine(settings, submitJob, checkJob);
    const cleanup = addJobCleanup(this, settings, this.stateMachineArn);
    this.functionNames = [submitJob.functionName, checkJob.functionName, cleanup.functionName];
    this.deadLetterQueueName = cleanup.deadLetterQueueName;
    this.alarmArns = this.addWatch(settings, {
      stateMachineArn: this.stateMachineArn,
      functionNames: this.functionNames,
      cleanup,
    });
    tagAll(this, settings.tags);
  }

  /** Rejects a duplicate name, which would otherwise fail only at apply. */
  private checkName({ name, location }: JobPollerSettings): void {
    const arn = composeArn(location, "states", `stateMachine:${name}`);
    const other = this.node.root.node
      .findAll()
      .find((construct) => construct instanceof JobPoller && construct.stateMachineArn === arn);
    if (other === undefined) return;
    const problems = checkProp(false, "name", name, `unique; ${other.node.path} has the same name`);
    throw new PropsError(`JobPoller ${this.node.path}`, problems);
  }

  // Both functions are also deployed with the integration `sync`: running executions of `poll` still need them.
  private addSubmitJob(settings: JobPollerSettings): LambdaFunction {
    return addFunction(this, settings, {
      name: "submit-job",
      description: "Submits a Batch job once",
      timeoutSeconds: TIMEOUT_SECONDS,
      statements: [
        ...submitJobStatements(settings),
        readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
        terminateJobStatement(settings.location, settings.name),
      ],
    });
  }

  private addCheckJob(settings: JobPollerSettings): LambdaFunction {
    return addFunction(this, settings, {
      name: "check-job",
      description: "Checks the status of a Batch job",
      timeoutSeconds: TIMEOUT_SECONDS,
      statements: [
        // ListJobs finds the failed child of an array job.
        readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
        terminateJobStatement(settings.location, settings.name),
      ],
    });
  }

  private addStateMachine(settings: JobPollerSettings, submitJob: LambdaFunction, checkJob: LambdaFunction): string {
    const functionArns = { submitJobFunctionArn: submitJob.functionArn, checkJobFunctionArn: checkJob.functionArn };
    return new StateMachine(this, "state-machine", {
      location: settings.location,
      name: settings.name,
      definition: settings.integration === "poll" ? pollDefinition(functionArns) : syncDefinition(),
      statements: stateMachineStatements(settings, Object.values(functionArns)),
      logRetentionDays: settings.logRetentionDays,
      dependables: [submitJob.resource, checkJob.resource],
    }).stateMachineArn;
  }

  private addWatch(settings: JobPollerSettings, watched: WatchedResources): string[] {
    const alarmArns = settings.alarms ? addAlarms(this, settings, watched) : [];
    const { name, location, otherAlarmArns } = settings;
    const shown = { ...watched, alarmArns: [...alarmArns, ...otherAlarmArns] };
    if (settings.dashboard) new Dashboard(this, "dashboard", { ...shown, name, region: location.region });
    return alarmArns;
  }
}
