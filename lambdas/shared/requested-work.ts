import type { JobDetail } from "@aws-sdk/client-batch";
import { isDeepStrictEqual } from "node:util";
import type { SubmitJobFields } from "../../workflow/input/execution-input-schema";

/** Part of a SubmitJob request that identifies its job among jobs of the same name. */
export interface RequestedWork {
  /** Name, `name:revision` or ARN. */
  readonly jobDefinition?: string | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly command?: readonly string[] | undefined;
  readonly environment?:
    readonly { readonly name?: string | undefined; readonly value?: string | undefined }[] | undefined;
  readonly arraySize?: number | undefined;
}

/** Returns the work that a SubmitJob request asks for. */
export function workOfRequest(input: SubmitJobFields): RequestedWork {
  const { jobDefinition, parameters, containerOverrides, arrayProperties } = input;
  const { command, environment } = containerOverrides ?? {};
  return {
    jobDefinition,
    parameters,
    // Batch may show a command with its Ref:: placeholders replaced.
    command: command?.some((word) => word.includes("Ref::")) === true ? undefined : command,
    environment,
    arraySize: arrayProperties?.size,
  };
}

/** Returns the work of an existing job, without its definition, of which a new revision may exist. */
export function workOfJob(job: JobDetail): RequestedWork {
  return {
    parameters: job.parameters,
    command: job.container?.command,
    environment: job.container?.environment,
    arraySize: job.arrayProperties?.size,
  };
}

/**
 * Returns whether a job does the requested work. A job with the execution's tag that does other work was submitted by
 * another caller. Members that DescribeJobs omits count as equal.
 */
export function doesWork(job: JobDetail, work: RequestedWork): boolean {
  const { container } = job;
  return (
    isSameDefinition(job.jobDefinition, work.jobDefinition) &&
    Object.entries(work.parameters ?? {}).every(
      ([key, value]) => job.parameters === undefined || job.parameters[key] === value,
    ) &&
    isAbsentOrEqual(container?.command, work.command) &&
    (work.environment ?? []).every(
      (variable) =>
        container?.environment === undefined ||
        container.environment.some(({ name, value }) => name === variable.name && value === variable.value),
    ) &&
    (job.arrayProperties?.size === work.arraySize || job.arrayProperties === undefined)
  );
}

const isAbsentOrEqual = (one: unknown, other: unknown): boolean =>
  one === undefined || other === undefined || isDeepStrictEqual(one, other);

function isSameDefinition(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  const [shown, wanted] = [parseDefinition(one), parseDefinition(other)];
  return shown.name === wanted.name && isAbsentOrEqual(shown.revision, wanted.revision);
}

function parseDefinition(definition: string): {
  readonly name: string | undefined;
  readonly revision: string | undefined;
} {
  const [name, revision] = definition.slice(definition.lastIndexOf("/") + 1).split(":");
  return { name, revision };
}
