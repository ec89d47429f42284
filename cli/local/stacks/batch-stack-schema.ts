import * as z from "zod";

/** Schema for resources of one type by their ID in the stack. Requires exactly one resource and returns it. */
export function exactlyOne<Schema extends z.ZodType>(resource: Schema) {
  return z.record(z.string(), resource).transform((resources, context): z.output<Schema> => {
    const [first, ...others] = Object.values(resources);
    if (first !== undefined && others.length === 0) return first;
    context.addIssue({
      code: "custom",
      message: `must contain exactly one resource, got ${Object.keys(resources).length}`,
    });
    return z.NEVER;
  });
}

const exitRuleSchema = z.object({
  action: z.string(),
  on_reason: z.string().optional(),
  on_status_reason: z.string().optional(),
  on_exit_code: z.string().optional(),
});

const computeEnvironmentSchema = z
  .object({
    // Renamed to name_prefix in AWS provider 6.
    compute_environment_name_prefix: z.string().optional(),
    name_prefix: z.string().optional(),
    type: z.string(),
    state: z.string(),
    compute_resources: z.object({ type: z.string(), max_vcpus: z.number() }),
  })
  .transform(({ type, state, compute_resources: resources, ...prefixes }) => ({
    namePrefix: prefixes.compute_environment_name_prefix ?? prefixes.name_prefix ?? "",
    type,
    state,
    computeResources: {
      type: resources.type,
      maxvCpus: resources.max_vcpus,
      // Placeholders for resources that do not exist locally.
      subnets: ["subnet-00000000"],
      securityGroupIds: ["sg-00000000"],
    },
  }));

/** Terraform reference to a compute environment of the same stack, parsed to its ID in the stack. */
const computeEnvironmentIdSchema = z
  .string()
  .transform((text) => /^\$\{aws_batch_compute_environment\.([\w-]+)\.arn\}$/.exec(text)?.[1])
  .pipe(z.string("must refer to a compute environment of the same stack"));

const jobQueueSchema = z
  .object({
    compute_environment_order: z.array(
      z.object({ compute_environment: computeEnvironmentIdSchema, order: z.number() }),
    ),
    name: z.string(),
    priority: z.number(),
    state: z.string(),
    job_state_time_limit_action: z
      .array(z.object({ action: z.string(), max_time_seconds: z.number(), reason: z.string(), state: z.string() }))
      .default([]),
  })
  .transform(({ name, priority, state, compute_environment_order: order, job_state_time_limit_action: actions }) => ({
    jobQueueName: name,
    priority,
    state,
    /** IDs of the compute environments in the stack, in order of preference. */
    computeEnvironmentIds: order
      .toSorted((one, other) => one.order - other.order)
      .map(({ compute_environment: id }) => id),
    jobStateTimeLimitActions: actions.map(({ max_time_seconds: maxTimeSeconds, ...action }) => ({
      ...action,
      maxTimeSeconds,
    })),
  }));

const jobDefinitionSchema = z
  .object({
    name: z.string(),
    type: z.string(),
    container_properties: z.string().transform((text): unknown => JSON.parse(text)),
    parameters: z.record(z.string(), z.string()).default({}),
    platform_capabilities: z.array(z.string()),
    propagate_tags: z.boolean().default(false),
    retry_strategy: z.object({ attempts: z.number(), evaluate_on_exit: z.array(exitRuleSchema).default([]) }),
    timeout: z.object({ attempt_duration_seconds: z.number() }),
  })
  .transform((definition) => ({
    jobDefinitionName: definition.name,
    type: definition.type,
    containerProperties: definition.container_properties,
    parameters: definition.parameters,
    platformCapabilities: definition.platform_capabilities,
    propagateTags: definition.propagate_tags,
    retryStrategy: {
      attempts: definition.retry_strategy.attempts,
      evaluateOnExit: definition.retry_strategy.evaluate_on_exit.map((rule) => ({
        action: rule.action,
        ...(rule.on_reason === undefined ? {} : { onReason: rule.on_reason }),
        ...(rule.on_status_reason === undefined ? {} : { onStatusReason: rule.on_status_reason }),
        ...(rule.on_exit_code === undefined ? {} : { onExitCode: rule.on_exit_code }),
      })),
    },
    timeout: { attemptDurationSeconds: definition.timeout.attempt_duration_seconds },
  }));

/** Batch resources of a synthesized stack, parsed to inputs of the Batch create operations. */
export const batchStackSchema = z.object({
  resource: z.object({
    aws_batch_compute_environment: z.record(z.string(), computeEnvironmentSchema),
    aws_batch_job_queue: exactlyOne(jobQueueSchema),
    aws_batch_job_definition: exactlyOne(jobDefinitionSchema),
  }),
});

export type BatchStack = z.output<typeof batchStackSchema>;
