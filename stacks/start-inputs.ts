import type { DeploymentConfig } from "../config/deployment-config";
import { SettingsError, type SettingProblem } from "../config/settings-error";
import { objectCreatedInput } from "../constructs/execution-start/object-created-input";
import { InvalidInputError, parseExecutionInput } from "../workflow/execution-input";
import { resourceNames } from "./resource-names";

type Input = Readonly<Record<string, unknown>>;

/** Inputs of executions that start by themselves; absent where that is not asked for. */
export interface StartInputs {
  readonly scheduled: Input | undefined;
  readonly objectCreated: Input | undefined;
}

/**
 * The inputs with the environment's own queue and job definition, where they name no others.
 * @throws SettingsError that names, for each input, every rule of the workflow that it breaks
 */
export function startInputs(config: DeploymentConfig): StartInputs {
  const inputs: StartInputs = {
    scheduled: complete(config, config.schedule?.input),
    objectCreated: complete(config, config.objectCreated?.input),
  };
  const problems = [
    ...problemsOf("SCHEDULE_INPUT", config.schedule?.input, inputs.scheduled, parseExecutionInput),
    ...problemsOf("S3_START_INPUT", config.objectCreated?.input, inputs.objectCreated, objectCreatedInput),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return inputs;
}

function complete(config: DeploymentConfig, input: Input | undefined): Input | undefined {
  // An input with a job's ID waits for that job, and names nothing else.
  if (input === undefined || "jobId" in input) return input;
  const { jobQueueArn, jobDefinitionArn } = resourceNames(config);
  return { jobDefinition: jobDefinitionArn, jobQueue: jobQueueArn, ...input };
}

function problemsOf(
  variable: string,
  given: Input | undefined,
  input: Input | undefined,
  check: (input: Input) => unknown,
): SettingProblem[] {
  if (input === undefined) return [];
  try {
    check(input);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.violations.map((violation) => ({
      variable,
      given: JSON.stringify(given),
      rule: `an execution's input (docs/workflow.md): ${violation}`,
    }));
  }
}
