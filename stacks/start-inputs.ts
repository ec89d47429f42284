import type { DeploymentConfig } from "../config/deployment-config";
import { SettingsError, type SettingProblem } from "../config/settings-error";
import { composeArn } from "../constructs/aws-location";
import { objectCreatedInput } from "../constructs/events/execution-start/object-created-input";
import { InvalidInputError, parseExecutionInput } from "../workflow/input/execution-input";
import { resourceNames } from "./resource-names";

type Input = Readonly<Record<string, unknown>>;

/** Inputs of scheduled and S3-triggered executions; undefined for a trigger that is not configured. */
export interface StartInputs {
  readonly scheduled: Input | undefined;
  readonly objectCreated: Input | undefined;
}

/**
 * Returns the inputs; the environment's job queue and job definition are the defaults.
 * @throws SettingsError that lists every violated rule of each input
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
  // An input with jobId waits for an existing job and needs no queue or job definition.
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

/** Finds queues and job definitions that the roles do not allow. */
function problemsOfRoles(variable: string, config: DeploymentConfig, input: Input = {}): SettingProblem[] {
  const { jobQueueArns, jobDefinitionArns } = resourceNames(config);
  const mayUse = (allowed: readonly string[], type: string, given: unknown): boolean => {
    if (typeof given !== "string") return true;
    const arn = given.startsWith("arn:") ? given : composeArn(config, "batch", `${type}/${given}`);
    return allowed.includes(arn) || allowed.includes(arn.replace(/:\d+$/, ""));
  };
  const problem = (
    field: string,
    type: string,
    allowed: readonly string[] | "any",
    setting: string,
  ): SettingProblem[] =>
    allowed === "any" || mayUse(allowed, type, input[field])
      ? []
      : [
          {
            variable,
            given: JSON.stringify(input),
            rule: `an input without ${field}, or with one that the roles allow: ${allowed.join(", ")}; ${setting} adds others`,
          },
        ];
  return [
    ...problem("jobQueue", "job-queue", jobQueueArns, "JOB_QUEUE_ARNS"),
    ...problem("jobDefinition", "job-definition", jobDefinitionArns, "JOB_DEFINITION_ARNS"),
  ];
}
