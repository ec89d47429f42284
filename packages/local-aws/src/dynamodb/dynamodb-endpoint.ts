import { randomUUID } from "node:crypto";
import { createArns } from "../arn";
import { isTooDeep } from "../input-depth";
import { NO_SERVICE_FAULTS, type ServiceFaults, type ServiceReply } from "../service-faults";
import type { Clock } from "../clock";
import { startLoopbackServer, type LoopbackReply, type LoopbackRequest } from "../loopback-server";
import { DynamoDbError, nestingError } from "./api-error";
import { itemOperations } from "./item-operations";
import type { DynamoDbOperation, DynamoDbService } from "./operation";
import { TableStore } from "./table";
import { tableOperations } from "./table-operations";

export interface DynamoDbEndpointOptions {
  readonly clock: Clock;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** @default 0, any free port */
  readonly port?: number;
  /** Time from the expiry of an item to its deletion, in milliseconds. AWS takes up to a few days. @default 0 */
  readonly ttlDelayMs?: number;
  /** Faults of the calls. @default no faults */
  readonly faults?: ServiceFaults;
}

export interface DynamoDbEndpoint {
  readonly url: string;
  /** Calls an operation, such as `PutItem`, in process. */
  call(operation: string, input: unknown): Promise<ServiceReply>;
  /** Stops listening. The tables are lost. */
  close(): Promise<void>;
}

/** Operations by name. */
export const DYNAMODB_OPERATIONS: Readonly<Record<string, DynamoDbOperation>> = {
  ...tableOperations,
  ...itemOperations,
};

/** Starts a local DynamoDB endpoint on the loopback interface. It uses the protocol of AWS (AWS JSON 1.0). */
export async function startDynamoDbEndpoint(options: DynamoDbEndpointOptions): Promise<DynamoDbEndpoint> {
  const { clock, region, accountId, ttlDelayMs = 0, faults = NO_SERVICE_FAULTS } = options;
  const service = { clock, arns: createArns(region, accountId), tables: new TableStore(), ttlDelayMs };
  const call = async (operation: string, input: unknown): Promise<ServiceReply> => {
    if (isTooDeep(input)) return toReply(nestingError());
    return faults.call(operation, input, () => dispatch(operation, input, service));
  };
  const server = await startLoopbackServer({
    name: "the DynamoDB endpoint",
    port: options.port ?? 0,
    handle: async (request) => toHttp(await serve(request, call)),
  });
  return { url: server.url, call, close: () => server.close() };
}

/** Runs an operation. An API error is a reply, not an exception. */
function dispatch(operation: string, input: unknown, service: DynamoDbService): ServiceReply {
  try {
    const implementation = Object.hasOwn(DYNAMODB_OPERATIONS, operation) ? DYNAMODB_OPERATIONS[operation] : undefined;
    if (implementation === undefined)
      throw new DynamoDbError("UnknownOperationException", `${operation} is not supported by local DynamoDB`);
    return { status: 200, body: implementation.run(input, service) };
  } catch (error) {
    if (!(error instanceof DynamoDbError)) throw error;
    return toReply(error);
  }
}

const toReply = ({ type, message, details }: DynamoDbError): ServiceReply => ({
  status: 400,
  body: { __type: type, message, ...details },
});

async function serve({ headers, body }: LoopbackRequest, call: DynamoDbEndpoint["call"]): Promise<ServiceReply> {
  let input: unknown;
  try {
    input = JSON.parse(body === "" ? "{}" : body);
  } catch {
    return toReply(new DynamoDbError("SerializationException", "the request body is not JSON"));
  }
  return call((headers["x-amz-target"] ?? "").replace(/^DynamoDB_20120810\./u, ""), input);
}

const toHttp = ({ status, body, delivery }: ServiceReply): LoopbackReply => ({
  status,
  ...(delivery === undefined ? {} : { delivery }),
  headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() },
  body: JSON.stringify(body),
});
