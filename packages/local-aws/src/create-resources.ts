import * as z from "zod";
import type { CallEndpoint } from "./call-endpoint";
import type { LocalResources } from "./local-resources";

/** ARNs of the created resources. */
export interface CreatedResources {
  readonly stateMachineArn: string;
  readonly jobQueueArn: string;
  /** ARN with revision. */
  readonly jobDefinitionArn: string;
}

const refusalSchema = z.looseObject({ message: z.string() });

/**
 * Creates resources through the API of the endpoints, as Terraform does.
 * @throws Error that names the operation if an endpoint rejects a resource
 */
export async function createResources(
  resources: LocalResources,
  callBatch: CallEndpoint,
  callStepFunctions: CallEndpoint,
): Promise<CreatedResources> {
  const { computeEnvironments, jobQueue, jobDefinition, stateMachine } = resources;
  for (const environment of computeEnvironments)
    await call(callBatch, "CreateComputeEnvironment", environment, z.unknown());
  const queue = await call(callBatch, "CreateJobQueue", jobQueue, z.object({ jobQueueArn: z.string() }));
  const definition = await call(
    callBatch,
    "RegisterJobDefinition",
    jobDefinition,
    z.object({ jobDefinitionArn: z.string() }),
  );
  const machine = await call(
    callStepFunctions,
    "CreateStateMachine",
    { ...stateMachine, type: "STANDARD" },
    z.object({ stateMachineArn: z.string() }),
  );
  return { ...machine, ...queue, ...definition };
}

async function call<Reply>(
  endpoint: CallEndpoint,
  operation: string,
  input: unknown,
  replySchema: z.ZodType<Reply>,
): Promise<Reply> {
  const { status, body } = await endpoint(operation, input);
  if (status === 200) return replySchema.parse(body);
  const refusal = refusalSchema.safeParse(body);
  throw new Error(
    `the local endpoint rejected ${operation}: ${refusal.success ? refusal.data.message : JSON.stringify(body)}`,
  );
}
