import { TerraformOutput, type TerraformStack } from "cdktf";
import type { DeploymentConfig } from "../config/deployment-config";
import { findStateMachineConsoleUrl } from "../workflow/console-url";
import sampleInput from "../sample-job/execution-input.json";
import { resourceNames } from "./resource-names";

/** Adds the outputs that are needed to start executions. */
export function addOutputs(stack: TerraformStack, config: DeploymentConfig, stateMachineArn: string): void {
  const { jobQueueArn, jobDefinitionArn } = resourceNames(config);
  const output = (name: string, value: string | null, description: string): void => {
    new TerraformOutput(stack, name, { value, description });
  };
  output("state_machine_arn", stateMachineArn, "ARN of the state machine");
  output("job_queue_arn", jobQueueArn, "ARN of the job queue");
  output(
    "job_definition_arn",
    jobDefinitionArn,
    "ARN of the job definition; without a revision, the latest one is used",
  );
  const { wait_time: waitTime, ...sample } = sampleInput;
  const firstInput = {
    ...sample,
    jobDefinition: config.jobDefinitionArn ?? config.name,
    jobQueue: config.jobQueueArn ?? config.name,
    // With a wait_time of a minute, no event could end a wait.
    ...(config.waitIntegration === "events" ? {} : { wait_time: waitTime }),
  };
  output("sample_input", JSON.stringify(firstInput), "Input for a first execution, ready to paste");
  if (!runsSampleJob(config))
    output("failing_input", JSON.stringify(failingInput(firstInput)), "Input for an execution that fails");
  output("console_url", findStateMachineConsoleUrl(stateMachineArn), "The state machine in the AWS console");
}

/** Whether the job ends as the environment variable EXIT_CODE says, which only the sample job must support. */
function runsSampleJob({ jobDefinitionArn, job }: DeploymentConfig): boolean {
  return jobDefinitionArn === undefined && job.isSampleImage && job.command === undefined;
}

/** Revision that no job definition has. */
const UNKNOWN_REVISION = 999_999_999;

/** Returns an input that Batch refuses: a job other than the sample's cannot be made to fail. */
function failingInput<Input extends { readonly jobDefinition: string }>(input: Input): Input {
  return { ...input, jobDefinition: `${input.jobDefinition.replace(/:\d+$/, "")}:${UNKNOWN_REVISION}` };
}
