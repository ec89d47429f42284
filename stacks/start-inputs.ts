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
    ...problemsOfRoles("SCHEDULE_INPUT", config, config.schedule?.input),
    ...problemsOfRoles("S3_START_INPUT", config, config.objectCreated?.input),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return inputs;
}

/** Null counts as absent. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

function complete(config: DeploymentConfig, input: Input | undefined): Input | undefined {
  // An input with a job's ID waits for that job, and names nothing else.
  if (input === undefined || isGiven(input["jobId"])) return input;
  const { jobQueueArn, jobDefinitionArn } = resourceNames(config);
  const { jobDefinition, jobQueue, ...rest } = input;
  return { jobDefinition: jobDefinition ?? jobDefinitionArn, jobQueue: jobQueue ?? jobQueueArn, ...rest };
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

/** Executions that could not submit, since the roles let them use the environment's queue and job definition alone. */
function problemsOfRoles(variable: string, config: DeploymentConfig, input: Input = {}): SettingProblem[] {
  const { jobQueueArn, jobDefinitionArn } = resourceNames(config);
  const mayUse = (own: string, given: unknown): boolean => {
    if (typeof given !== "string") return true;
    const arn = given.startsWith("arn:") ? given : `${own.slice(0, own.indexOf("/"))}/${given}`;
    return arn === own || arn.replace(/:\d+$/, "") === own;
  };
  const problem = (field: string, own: string): SettingProblem[] =>
    mayUse(own, input[field])
      ? []
      : [
          {
            variable,
            given: JSON.stringify(input),
            rule: `an input without ${field}, or with that of the roles: ${own}`,
          },
        ];
  return [...problem("jobQueue", jobQueueArn), ...problem("jobDefinition", jobDefinitionArn)];
}
