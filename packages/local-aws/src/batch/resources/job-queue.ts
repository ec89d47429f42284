import { z } from "zod";
import { ResourceStore, type ChangeableResource } from "./resource-store";
import type { ComputeEnvironment } from "./compute-environment";
import { defined } from "../endpoint/operation";
import type { Tags } from "../../tags";
import { nonEmptySchema, pagingSchema, resourceNameSchema, tagsSchema } from "../endpoint/common-schemas";

const stateSchema = z.enum(["ENABLED", "DISABLED"], "must be ENABLED or DISABLED");
const prioritySchema = z.int().min(0, "must be between 0 and 1000").max(1000, "must be between 0 and 1000");

const computeEnvironmentOrderSchema = z
  .array(z.strictObject({ order: z.int(), computeEnvironment: nonEmptySchema }))
  .max(3, "must have at most 3 compute environments");
export type ComputeEnvironmentOrder = z.output<typeof computeEnvironmentOrderSchema>;

/**
 * Reasons that a time limit can name.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html
 */
const TIME_LIMIT_REASONS = [
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
  "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED",
] as const;

const jobStateTimeLimitActionSchema = z.strictObject({
  reason: z.enum(TIME_LIMIT_REASONS, `must be one of ${TIME_LIMIT_REASONS.join(", ")}`),
  state: z.enum(["RUNNABLE"], "must be RUNNABLE"),
  maxTimeSeconds: z.int().min(600, "must be between 600 and 86400").max(86_400, "must be between 600 and 86400"),
  action: z.literal("CANCEL", "must be CANCEL; TERMINATE is only for queues with a service environment"),
});
const jobStateTimeLimitActionsSchema = z
  .array(jobStateTimeLimitActionSchema)
  .refine(
    (actions) => new Set(actions.map(({ reason }) => reason)).size === actions.length,
    "Duplicate job state limit actions are not allowed.",
  );
type JobStateTimeLimitAction = z.output<typeof jobStateTimeLimitActionSchema>;

export const createJobQueueSchema = z.strictObject({
  jobQueueName: resourceNameSchema,
  state: stateSchema.default("ENABLED"),
  schedulingPolicyArn: z.string().optional(),
  priority: prioritySchema,
  computeEnvironmentOrder: computeEnvironmentOrderSchema,
  jobQueueType: z.string().optional(),
  tags: tagsSchema.default({}),
  jobStateTimeLimitActions: jobStateTimeLimitActionsSchema.optional(),
});

export const updateJobQueueSchema = z.strictObject({
  jobQueue: nonEmptySchema,
  state: stateSchema.optional(),
  schedulingPolicyArn: z.string().optional(),
  priority: prioritySchema.optional(),
  computeEnvironmentOrder: computeEnvironmentOrderSchema.optional(),
  jobStateTimeLimitActions: jobStateTimeLimitActionsSchema.optional(),
});

export const deleteJobQueueSchema = z.strictObject({ jobQueue: nonEmptySchema });

export const describeJobQueuesSchema = pagingSchema.extend({
  jobQueues: z.array(z.string()).max(100, "must have at most 100 entries").optional(),
});

export interface JobQueue extends ChangeableResource {
  readonly jobQueueName: string;
  readonly jobQueueArn: string;
  state: "ENABLED" | "DISABLED";
  priority: number;
  schedulingPolicyArn: string | undefined;
  /** In the order in which the scheduler tries them. */
  computeEnvironments: readonly { readonly order: number; readonly environment: ComputeEnvironment }[];
  jobStateTimeLimitActions: readonly JobStateTimeLimitAction[] | undefined;
  tags: Tags;
  readonly platform: "EC2" | "FARGATE";
}

export const jobQueueTypeOf = (platform: JobQueue["platform"]): string =>
  platform === "FARGATE" ? "ECS_FARGATE" : "ECS";

export function describeJobQueue(queue: JobQueue): object {
  const { computeEnvironments, platform, ...described } = queue;
  return defined({
    ...described,
    statusReason: "JobQueue Healthy",
    jobQueueType: jobQueueTypeOf(platform),
    computeEnvironmentOrder: computeEnvironments.map(({ order, environment }) => ({
      order,
      computeEnvironment: environment.computeEnvironmentArn,
    })),
  });
}

export class JobQueueStore extends ResourceStore<JobQueue> {
  constructor() {
    super(({ jobQueueArn }) => jobQueueArn);
  }

  usesSchedulingPolicy(arn: string): boolean {
    return this.all().some(({ schedulingPolicyArn }) => schedulingPolicyArn === arn);
  }

  usesComputeEnvironment(computeEnvironmentArn: string): boolean {
    return this.all().some((queue) =>
      queue.computeEnvironments.some(({ environment }) => environment.computeEnvironmentArn === computeEnvironmentArn),
    );
  }
}
