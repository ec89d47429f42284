import { z } from "zod";
import type { HistoryEvent } from "../../execution/history-event";
import { takePage } from "../../../paging";
import { isJsonObject, type Json } from "../../json/json";
import { arnSchema, pageSizeSchema, toPageRequest, tokenSchema } from "../input-schemas";
import { type Operation, defineOperation } from "../operation";

const input = z.strictObject({
  executionArn: arnSchema,
  maxResults: pageSizeSchema,
  reverseOrder: z.boolean().optional(),
  nextToken: tokenSchema,
  includeExecutionData: z.boolean().optional(),
});

/** Members of an event that contain execution data. */
const DATA = ["input", "output", "parameters", "inputDetails", "outputDetails", "assignedVariables"];

export const historyOperations: Readonly<Record<string, Operation>> = {
  GetExecutionHistory: defineOperation(input, (request, { executions }) => {
    const { events } = executions.get(request.executionArn).history;
    const ordered = request.reverseOrder === true ? events.toReversed() : events;
    const { items, ...next } = takePage(ordered, toPageRequest(request));
    return { events: request.includeExecutionData === false ? items.map(withoutData) : items, ...next };
  }),
};

function withoutData(event: HistoryEvent): object {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, isJsonObject(value) ? dropData(value) : value]),
  );
}

function dropData(details: Readonly<Record<string, Json>>): object {
  // The API requires the parameters of TaskScheduled, so they are emptied instead of omitted.
  return Object.fromEntries(
    Object.entries(details)
      .filter(([key]) => key === "parameters" || !DATA.includes(key))
      .map(([key, value]) => [key, key === "parameters" ? "" : value]),
  );
}
