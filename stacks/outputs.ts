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
  output(
    "sample_input",
    JSON.stringify({
      ...sampleInput,
      jobDefinition: config.jobDefinitionArn ?? config.name,
      jobQueue: config.jobQueueArn ?? config.name,
    }),
    "Input for a first execution, ready to paste",
  );
  output("console_url", findStateMachineConsoleUrl(stateMachineArn), "The state machine in the AWS console");
}
