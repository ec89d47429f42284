import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import type { Construct } from "constructs";
import type { DeploymentConfig } from "../config/deployment-config";
import {
  jobEventsStatement,
  readJobsStatement,
  submitJobStatements,
  terminateJobStatement,
} from "../constructs/batch-permissions";
import { Dashboard } from "../constructs/dashboard";
import type { PolicyStatement } from "../constructs/policy-document";
import { StateMachine } from "../constructs/state-machine";
import { pollDefinition, syncDefinition } from "../workflow/state-machine-definition";
import { addFunction } from "./add-function";
import { addAlarms, type WatchedResources } from "./alarms";
import { boundRoles } from "./bound-roles";
import { EnvironmentStack } from "./environment-stack";
import { addJobCleanup } from "./job-cleanup";
import { addOutputs } from "./outputs";
import { resourceNames } from "./resource-names";

/** What runs a job: the Lambdas that submit, check and terminate it, and the state machine. */
export class JobPollerStack extends EnvironmentStack {
  /** @param bundlesPath - folder with one folder for each built Lambda */
  constructor(scope: Construct, config: DeploymentConfig, bundlesPath: string) {
    super(scope, "job-poller", config);
    boundRoles(this, config);
    new ArchiveProvider(this, "archive");
    // Also deployed with the integration `sync`: executions that started with `poll` go on and need them.
    const submitJob = addFunction(this, config, bundlesPath, {
      name: "submit-job",
      description: "Submits a Batch job exactly once",
      statements: [
        ...submitJobStatements({ location: config, ...resourceNames(config) }),
        readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
        terminateJobStatement(config),
      ],
    });
    const checkJob = addFunction(this, config, bundlesPath, {
      name: "check-job",
      description: "Looks at a Batch job",
      statements: [
        // ListJobs finds the child that made an array job fail.
        readJobsStatement("batch:ListJobs", "batch:DescribeJobs"),
        terminateJobStatement(config),
      ],
    });
    const functionArns = { submitJobFunctionArn: submitJob.functionArn, checkJobFunctionArn: checkJob.functionArn };
    const { stateMachineArn } = new StateMachine(this, "state-machine", {
      location: config,
      name: config.name,
      definition: config.waitIntegration === "poll" ? pollDefinition(functionArns) : syncDefinition(),
      statements: stateMachineStatements(config, Object.values(functionArns)),
      logRetentionDays: config.logRetentionDays,
      dependables: [submitJob.resource, checkJob.resource],
    });
    const cleanup = addJobCleanup(this, config, { bundlesPath, stateMachineArn });
    this.addWatch(config, {
      stateMachineArn,
      functionNames: [submitJob.functionName, checkJob.functionName, cleanup.functionName],
      cleanup,
    });
    addOutputs(this, config, stateMachineArn);
  }

  private addWatch(config: DeploymentConfig, watched: WatchedResources): void {
    const alarmArns = addAlarms(this, config, watched);
    new Dashboard(this, "dashboard", { ...watched, name: config.name, region: config.region, alarmArns });
  }
}

/**
 * An execution keeps its definition when the integration changes, but not its role: so the role lets executions of both
 * integrations come to their end, and only those of the current one begin.
 */
function stateMachineStatements(config: DeploymentConfig, functionArns: string[]): PolicyStatement[] {
  const finishing = [
    { sid: "InvokeLambdas", actions: ["lambda:InvokeFunction"], resources: functionArns },
    readJobsStatement("batch:DescribeJobs"),
    terminateJobStatement(config),
  ];
  if (config.waitIntegration === "poll") return finishing;
  return [
    ...finishing,
    ...submitJobStatements({ location: config, ...resourceNames(config) }),
    jobEventsStatement(config),
  ];
}
