import { z } from "zod";
import { isArn, nameOf } from "../../arn";
import { defined } from "../endpoint/operation";
import {
  jobTimeoutSchema,
  nonEmptySchema,
  pagingSchema,
  parametersSchema,
  resourceNameSchema,
  retryStrategySchema,
  tagsSchema,
} from "../endpoint/common-schemas";
import { containerPropertiesSchema } from "./container-schemas";

export const schedulingPrioritySchema = z
  .int()
  .min(0, "must be between 0 and 9999")
  .max(9999, "must be between 0 and 9999");

/** Job types that a local process cannot run. */
const unsupported = z.undefined("is not supported by local Batch; use containerProperties").optional();

export const registerJobDefinitionSchema = z.strictObject({
  jobDefinitionName: resourceNameSchema,
  type: z.literal("container", "must be container; local Batch does not run multi-node jobs"),
  parameters: parametersSchema.default({}),
  schedulingPriority: schedulingPrioritySchema.optional(),
  containerProperties: containerPropertiesSchema,
  nodeProperties: unsupported,
  eksProperties: unsupported,
  ecsProperties: unsupported,
  retryStrategy: retryStrategySchema.optional(),
  propagateTags: z.boolean().optional(),
  timeout: jobTimeoutSchema.optional(),
  tags: tagsSchema.default({}),
  platformCapabilities: z
    .array(z.enum(["EC2", "FARGATE"]))
    .max(1, "Exactly 1 capability must be provided.")
    .optional(),
});

export const deregisterJobDefinitionSchema = z.strictObject({ jobDefinition: nonEmptySchema });

export const describeJobDefinitionsSchema = pagingSchema.extend({
  jobDefinitions: z.array(z.string()).max(100, "must have at most 100 entries").optional(),
  jobDefinitionName: z.string().optional(),
  status: z.string().optional(),
});

type Registered = z.output<typeof registerJobDefinitionSchema>;

export interface JobDefinition extends Pick<
  Registered,
  | "parameters"
  | "schedulingPriority"
  | "containerProperties"
  | "retryStrategy"
  | "propagateTags"
  | "timeout"
  | "tags"
  | "platformCapabilities"
> {
  readonly jobDefinitionName: string;
  readonly jobDefinitionArn: string;
  readonly revision: number;
  status: "ACTIVE" | "INACTIVE";
}

/** Members of a container that AWS always returns, as empty lists by default. */
export const EMPTY_LISTS = {
  volumes: [],
  environment: [],
  mountPoints: [],
  ulimits: [],
  resourceRequirements: [],
  secrets: [],
};

export function describeJobDefinition(definition: JobDefinition): object {
  return defined({
    ...definition,
    type: "container",
    containerOrchestrationType: "ECS",
    containerProperties: { command: [], ...EMPTY_LISTS, ...definition.containerProperties },
  });
}

/** Job definitions by name and revision. */
export class JobDefinitionStore {
  private readonly byName = new Map<string, JobDefinition[]>();

  /** Returns the next revision of a name. Numbers of deregistered revisions are not reused. */
  nextRevision(name: string): number {
    return (this.byName.get(name)?.length ?? 0) + 1;
  }

  add(definition: JobDefinition): void {
    const revisions = this.byName.get(definition.jobDefinitionName);
    if (revisions === undefined) this.byName.set(definition.jobDefinitionName, [definition]);
    else revisions.push(definition);
  }

  all(): JobDefinition[] {
    return [...this.byName.values()].flat();
  }

  ofName(name: string): readonly JobDefinition[] {
    return this.byName.get(name) ?? [];
  }

  /**
   * Finds a job definition.
   * @param reference - name, `name:revision`, or ARN with or without a revision; without one, the latest ACTIVE
   *   revision
   */
  find(reference: string): JobDefinition | undefined {
    const match = /^([^:]+)(?::(\d+))?$/.exec(nameOf(reference));
    const revisions = this.ofName(match?.[1] ?? "");
    const revision = match?.[2];
    const found =
      revision === undefined
        ? revisions.findLast(({ status }) => status === "ACTIVE")
        : revisions[Number(revision) - 1];
    const foreign = isArn(reference) && found?.jobDefinitionArn.startsWith(withoutRevision(reference)) === false;
    return foreign ? undefined : found;
  }
}

const withoutRevision = (arn: string): string => `${arn.slice(0, arn.lastIndexOf("/"))}/`;
