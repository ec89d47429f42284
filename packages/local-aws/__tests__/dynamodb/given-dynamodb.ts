import { z } from "zod";
import { VirtualClock } from "../../src/clock";
import {
  startDynamoDbEndpoint,
  type DynamoDbEndpoint,
  type DynamoDbEndpointOptions,
} from "../../src/dynamodb/dynamodb-endpoint";
import { WAIT_TABLE } from "../../testing/wait-table";

const replySchema = z.looseObject({
  __type: z.string().optional(),
  message: z.string().optional(),
  Item: z.unknown().optional(),
  Items: z.array(z.unknown()).optional(),
});

const open: DynamoDbEndpoint[] = [];

/** Starts an endpoint on a virtual clock, with the table `waits` unless `withTable` is false. */
export async function givenDynamoDb(options: Partial<DynamoDbEndpointOptions> = {}, withTable = true) {
  const clock = new VirtualClock();
  const endpoint = await startDynamoDbEndpoint({
    clock,
    region: "eu-west-1",
    accountId: "123456789012",
    ...options,
  });
  open.push(endpoint);
  if (withTable) await endpoint.call("CreateTable", WAIT_TABLE);
  /** Returns the body of a reply, regardless of its status. */
  const call = async (operation: string, input: object) =>
    replySchema.parse((await endpoint.call(operation, input)).body);
  return { endpoint, clock, call };
}

export async function closeDynamoDbs(): Promise<void> {
  await Promise.all(open.splice(0).map((endpoint) => endpoint.close()));
}

/** Item of the table `waits`. */
export const item = (jobId: string, executionArn: string, more: object = {}) => ({
  jobId: { S: jobId },
  executionArn: { S: executionArn },
  ...more,
});
