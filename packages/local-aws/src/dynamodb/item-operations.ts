import { z } from "zod";
import { DynamoDbError, validationError } from "./api-error";
import { itemSchema, orderOf, type AttributeValue, type Item } from "./attribute-value";
import { holds, type Condition } from "./condition";
import { ExpressionParser } from "./expression";
import { defineOperation, tableNameSchema, type DynamoDbOperation } from "./operation";
import type { Table } from "./table";

/** Maximum size of one page of Query, in items. DynamoDB limits the page to 1 MB. */
const MAX_PAGE_ITEMS = 1000;

const placeholders = {
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: itemSchema.optional(),
};
const common = { TableName: tableNameSchema, ReturnConsumedCapacity: z.literal("NONE").optional() };
const read = { ...common, ConsistentRead: z.boolean().optional(), ProjectionExpression: z.string().optional() };
const write = {
  ...common,
  ...placeholders,
  ConditionExpression: z.string().optional(),
  ReturnValues: z.enum(["NONE", "ALL_OLD"]).optional(),
  ReturnValuesOnConditionCheckFailure: z.enum(["NONE", "ALL_OLD"]).optional(),
};

const putInput = z.strictObject({ ...write, Item: itemSchema });
const deleteInput = z.strictObject({ ...write, Key: itemSchema });
const getInput = z.strictObject({
  ...read,
  Key: itemSchema,
  ExpressionAttributeNames: placeholders.ExpressionAttributeNames,
});
const queryInput = z.strictObject({
  ...read,
  ...placeholders,
  KeyConditionExpression: z.string(),
  FilterExpression: z.string().optional(),
  ScanIndexForward: z.boolean().optional(),
  Limit: z.int().min(1).optional(),
  ExclusiveStartKey: itemSchema.optional(),
});

/** Operations on the items of a table. Every read is consistent. */
export const itemOperations: Readonly<Record<string, DynamoDbOperation>> = {
  PutItem: defineOperation(putInput, (request, { tables }) => {
    const table = tables.get(request.TableName);
    table.checkItem(request.Item);
    const old = table.find(request.Item);
    checkCondition(request, old);
    table.put(request.Item);
    return request.ReturnValues === "ALL_OLD" && old !== undefined ? { Attributes: old } : {};
  }),
  GetItem: defineOperation(getInput, (request, { tables }) => {
    const table = tables.get(request.TableName);
    table.checkKey(request.Key);
    const parser = new ExpressionParser(request, { ProjectionExpression: request.ProjectionExpression });
    const project = createProjection(parser, request.ProjectionExpression);
    parser.checkAllUsed();
    const item = table.find(request.Key);
    return item === undefined ? {} : { Item: project(item) };
  }),
  DeleteItem: defineOperation(deleteInput, (request, { tables }) => {
    const table = tables.get(request.TableName);
    table.checkKey(request.Key);
    const old = table.find(request.Key);
    checkCondition(request, old);
    table.delete(request.Key);
    return request.ReturnValues === "ALL_OLD" && old !== undefined ? { Attributes: old } : {};
  }),
  Query: defineOperation(queryInput, (request, { tables }) => query(request, tables.get(request.TableName))),
};

/** @throws DynamoDbError ConditionalCheckFailedException */
function checkCondition(request: Omit<z.infer<typeof putInput>, "Item">, old: Item | undefined): void {
  const parser = new ExpressionParser(request, { ConditionExpression: request.ConditionExpression });
  const text = request.ConditionExpression;
  const condition = text === undefined ? undefined : parser.parse("ConditionExpression", text);
  parser.checkAllUsed();
  if (condition === undefined || holds(condition, old)) return;
  const shown = request.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && old !== undefined ? { Item: old } : {};
  throw new DynamoDbError("ConditionalCheckFailedException", "The conditional request failed", shown);
}

function createProjection(parser: ExpressionParser, text: string | undefined): (item: Item) => Item {
  if (text === undefined) return (item) => item;
  const names = parser.parseProjection(text);
  return (item) => Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

function query(request: z.infer<typeof queryInput>, table: Table): object {
  const { KeyConditionExpression, FilterExpression, ProjectionExpression } = request;
  const parser = new ExpressionParser(request, { KeyConditionExpression, FilterExpression, ProjectionExpression });
  const condition = parser.parse("KeyConditionExpression", request.KeyConditionExpression);
  checkKeyCondition(condition, table);
  const filterText = request.FilterExpression;
  const filter = filterText === undefined ? undefined : parser.parse("FilterExpression", filterText);
  const project = createProjection(parser, request.ProjectionExpression);
  parser.checkAllUsed();
  const found = sorted(table, request.ScanIndexForward ?? true).filter((item) => holds(condition, item));
  const start = request.ExclusiveStartKey === undefined ? 0 : findStart(table, found, request.ExclusiveStartKey);
  const end = start + Math.min(request.Limit ?? MAX_PAGE_ITEMS, MAX_PAGE_ITEMS);
  const page = found.slice(start, end);
  const items = page.filter((item) => filter === undefined || holds(filter, item)).map(project);
  const last = page.at(-1);
  const hasMore = end < found.length && last !== undefined;
  return {
    Items: items,
    Count: items.length,
    ScannedCount: page.length,
    ...(hasMore ? { LastEvaluatedKey: table.keyOf(last) } : {}),
  };
}

/** Checks that the condition tests the partition key for equality, and otherwise only the sort key. */
function checkKeyCondition(condition: Condition, table: Table): void {
  const tests = listTests(condition);
  const named = tests.map((test) => {
    if (test.kind === "begins") return { name: test.name, isEqual: false, value: test.prefix };
    if (test.kind !== "compare" || test.operator === "<>")
      throw validationError("Invalid operator used in KeyConditionExpression");
    const { left, right } = test;
    if (left.kind !== "attribute" || right.kind !== "value")
      throw validationError("Invalid condition in KeyConditionExpression: an attribute must be compared with a value");
    return { name: left.name, isEqual: test.operator === "=", value: right.value };
  });
  const names = named.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw validationError("KeyConditionExpressions must only contain one condition per key");
  if (!names.includes(table.partitionKey))
    throw validationError(`Query condition missed key schema element: ${table.partitionKey}`);
  for (const { name, isEqual, value } of named) {
    if (name === table.partitionKey ? !isEqual : name !== table.sortKey)
      throw validationError("Query key condition not supported");
    table.checkKeyOperand(name, value);
  }
}

function listTests(condition: Condition): readonly Condition[] {
  if (condition.kind === "and") return [...listTests(condition.left), ...listTests(condition.right)];
  return [condition];
}

function sorted(table: Table, forward: boolean): Item[] {
  const { sortKey } = table;
  const items = [...table.all()];
  if (sortKey !== undefined)
    items.sort((left, right) => compareKeys(left[sortKey], right[sortKey]) * (forward ? 1 : -1));
  return items;
}

function compareKeys(left: AttributeValue | undefined, right: AttributeValue | undefined): number {
  const [first, second] = [left, right].map((value) => (value === undefined ? "" : (orderOf(value) ?? "")));
  return first === undefined || second === undefined ? 0 : Number(first > second) - Number(first < second);
}

function findStart(table: Table, found: readonly Item[], key: Item): number {
  try {
    table.checkKey(key);
  } catch (error) {
    throw validationError(`The provided starting key is invalid: ${error instanceof Error ? error.message : ""}`);
  }
  const wanted = JSON.stringify(Object.entries(key).sort());
  return found.findIndex((item) => JSON.stringify(Object.entries(table.keyOf(item)).sort()) === wanted) + 1;
}
