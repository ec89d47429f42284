import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CallEndpoint } from "../../call-endpoint";
import { toJson } from "../json/json";
import { StateFailure } from "../states/state-failure";
import { serviceTaskEvents } from "./task-events";
import type { TaskEnvironment, TaskHandler } from "./task-handler";

const INTEGRATION = "aws-sdk:dynamodb";

/** Supported operations of the integration, by their name in the Resource. */
const OPERATIONS: Readonly<Record<string, string>> = {
  putItem: "PutItem",
  getItem: "GetItem",
  deleteItem: "DeleteItem",
  query: "Query",
};

const errorSchema = z.object({ __type: z.string(), message: z.string().default("") });

/** Creates the AWS SDK integrations of DynamoDB, by the part of the Resource after `states:::`. */
export function dynamoDbTasks(
  callDynamoDb: CallEndpoint,
  { clock, region }: TaskEnvironment,
): ReadonlyMap<string, TaskHandler> {
  return new Map(
    Object.entries(OPERATIONS).map(([resource, operation]) => [
      `${INTEGRATION}:${resource}`,
      {
        name: INTEGRATION,
        timeoutClock: clock,
        makeEvents: (history) => serviceTaskEvents(history, { resourceType: INTEGRATION, resource }, region),
        run: async ({ input }) => {
          const { status, body } = await callDynamoDb(operation, input);
          if (status !== 200) throw toFailure(status, body);
          return toJson(body);
        },
      },
    ]),
  );
}

/** Returns the failure in the format of AWS SDK integrations, such as `DynamoDb.ResourceNotFoundException`. */
function toFailure(status: number, body: unknown): StateFailure {
  const { __type: type, message } = errorSchema.parse(body);
  const error = type.split("#").at(-1) ?? type;
  return new StateFailure(
    `DynamoDb.${error}`,
    `${message} (Service: DynamoDb, Status Code: ${status}, Request ID: ${randomUUID()})`,
  );
}
