import * as z from "zod";
import type { CallEndpoint } from "./call-endpoint";
import type { LocalResources, LocalTable } from "./local-resources";

/** ARNs of the created resources. */
export interface CreatedResources {
  readonly stateMachineArn: string;
  readonly jobQueueArn: string;
  /** ARN with revision. */
  readonly jobDefinitionArn: string;
}

/** Endpoints that create resources. */
interface ResourceCalls {
  readonly callBatch: CallEndpoint;
  readonly callStepFunctions: CallEndpoint;
  readonly callDynamoDb: CallEndpoint;
}

const refusalSchema = z.looseObject({ message: z.string() });

/**
 * Creates resources through the API of the endpoints, as Terraform does.
 * @throws Error that names the operation if an endpoint rejects a resource
 */
export async function createResources(
  resources: LocalResources,
  { callBatch, callStepFunctions, callDynamoDb }: ResourceCalls,
): Promise<CreatedResources> {
  const { computeEnvironments, jobQueue, jobDefinition, stateMachine, tables = [] } = resources;
  for (const table of tables) await createTable(table, callDynamoDb);
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

async function createTable({ input, ttlAttribute }: LocalTable, callDynamoDb: CallEndpoint): Promise<void> {
  await call(callDynamoDb, "CreateTable", input, z.unknown());
  if (ttlAttribute === undefined) return;
  const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true };
  await call(callDynamoDb, "UpdateTimeToLive", { TableName: input.TableName, TimeToLiveSpecification }, z.unknown());
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
