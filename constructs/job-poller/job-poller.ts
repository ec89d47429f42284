import { Construct } from "constructs";
import { pollDefinition, syncDefinition } from "../../workflow/state-machine-definition";
import { readJobsStatement, submitJobStatements, terminateJobStatement } from "../batch-permissions";
import { composeArn } from "../aws-location";
import { Dashboard } from "../dashboard";
import type { LambdaFunction } from "../lambda-function";
import { PropsError, unless } from "../props-error";
import { StateMachine } from "../state-machine";
import { addFunction } from "./add-function";
import { addAlarms, type WatchedResources } from "./alarms";
import { checkProps } from "./check-props";
import { addJobCleanup } from "./job-cleanup";
import { withDefaults, type JobPollerProps, type JobPollerSettings } from "./props";
import { stateMachineStatements } from "./state-machine-statements";
import { tagAll } from "./tag-all";

/**
 * Maximum run time of `submit-job` and `check-job`, in seconds: a repeated submission looks for its job for 13 s, and Batch
 * may be slow. Below the TimeoutSeconds of the tasks.
 */
const TIMEOUT_SECONDS = 55;

/**
 * All that runs a Batch job under Step Functions: the state machine, the Lambda functions that submit, check and
 * terminate jobs, the rules that leave no job running, their roles and logs, alarms and a dashboard.
 *
 * Compute environment, queue and job definition are the caller's. So are the two providers that the stack must have, of
 * `@cdktf/provider-aws` and `@cdktf/provider-archive`.
 */
export class JobPoller extends Construct {
  /** Composed, like all ARNs here, so that it is known before anything exists. */
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** Of `submit-job`, `check-job` and `terminate-job`. */
  readonly functionNames: readonly string[];
  /** SQS queue with the events that could not be processed. */
  readonly deadLetterQueueName: string;
  /** Empty without alarms. */
  readonly alarmArns: readonly string[];

  /**
   * @throws PropsError that names every prop that is wrong
   * @throws MissingBundleError when the Lambda functions have not been built
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

  /** Two of one name would stand in each other's way only when they are applied. */
  private checkName({ name, location }: JobPollerSettings): void {
    const arn = composeArn(location, "states", `stateMachine:${name}`);
    const other = this.node.root.node
      .findAll()
      .find((construct) => construct instanceof JobPoller && construct.stateMachineArn === arn);
    if (other === undefined) return;
    const problems = unless(false, "name", name, `another than that of ${other.node.path}`);
    throw new PropsError(`JobPoller ${this.node.path}`, problems);
  }

  // Both functions are also deployed with the integration `sync`: executions that started with `poll` go on and need them.
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
      description: "Looks at a Batch job",
      timeoutSeconds: TIMEOUT_SECONDS,
      statements: [
        // ListJobs finds the child that made an array job fail.
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
