import { BatchApiError, clientException } from "../endpoint/api-error";
import type { ResourceRequirement } from "../endpoint/common-schemas";
import type { ContainerOverrides, ContainerProperties, KeyValue } from "../resources/container-schemas";
import { checkContainer } from "../resources/fargate-rules";
import type { JobSettings } from "./job";
import type { JobDefinition } from "../resources/job-definition";
import type { SubmitJobInput } from "./submit-job-schemas";

/**
 * Resolves the settings of a job: values of the submission override those of the job definition.
 * @throws BatchApiError (ClientException) if a `Ref::` has no value, or if the overrides do not suit the platform
 */
export function resolveJobSettings(
  definition: JobDefinition,
  input: SubmitJobInput,
  platform: "EC2" | "FARGATE",
): JobSettings {
  const parameters = { ...definition.parameters, ...input.parameters };
  const overridden = applyOverrides(definition.containerProperties, input.containerOverrides);
  checkContainer(overridden, platform);
  const retryStrategy = input.retryStrategy ?? definition.retryStrategy;
  return {
    parameters,
    container: { ...overridden, command: substitute(overridden.command ?? [], parameters) },
    retryStrategy: { attempts: retryStrategy?.attempts ?? 1, evaluateOnExit: retryStrategy?.evaluateOnExit ?? [] },
    attemptDurationSeconds: input.timeout?.attemptDurationSeconds ?? definition.timeout?.attemptDurationSeconds,
    dependsOn: input.dependsOn,
    propagateTags: input.propagateTags ?? definition.propagateTags ?? false,
    shareIdentifier: input.shareIdentifier,
    schedulingPriority: input.schedulingPriorityOverride ?? definition.schedulingPriority,
  };
}

/** Replaces each `Ref::name` with the value of the parameter. */
function substitute(command: readonly string[], parameters: Readonly<Record<string, string>>): string[] {
  const values = new Map(Object.entries(parameters));
  return command.map((argument) =>
    argument.replace(/Ref::([A-Za-z0-9_-]+)/g, (_, name: string) => {
      const value = values.get(name);
      if (value === undefined)
        throw new BatchApiError(
          "ClientException",
          `Unable to substitute value. No parameter found for reference ${name}`,
        );
      return value;
    }),
  );
}

function applyOverrides(container: ContainerProperties, overrides: ContainerOverrides): ContainerProperties {
  const { environment, resourceRequirements = [], vcpus, memory, ...replaced } = overrides;
  if (container.resourceRequirements !== undefined && (vcpus !== undefined || memory !== undefined))
    throw clientException(
      "containerOverrides vcpus and memory only override vcpus and memory of the definition; use resourceRequirements",
    );
  return {
    ...container,
    ...replaced,
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(memory === undefined ? {} : { memory }),
    ...(environment === undefined ? {} : { environment: mergeEnvironment(container.environment ?? [], environment) }),
    ...(resourceRequirements.length === 0
      ? {}
      : { resourceRequirements: mergeRequirements(container.resourceRequirements ?? [], resourceRequirements) }),
  };
}

function mergeEnvironment(base: readonly KeyValue[], overrides: readonly KeyValue[]): KeyValue[] {
  const merged = new Map([...base, ...overrides].map((variable) => [variable.name, variable]));
  return [...merged.values()];
}

function mergeRequirements(
  base: readonly ResourceRequirement[],
  overrides: readonly ResourceRequirement[],
): ResourceRequirement[] {
  const merged = new Map([...base, ...overrides].map((requirement) => [requirement.type, requirement]));
  return [...merged.values()];
}
