import { z } from "zod";
import { addTags, removeTags, type Tags } from "../tags";
import { type DynamoDbError, invalidValues, validationError } from "./api-error";
import { sizeOf } from "./attribute-value";
import { defineOperation, tableNameSchema, toSeconds, type DynamoDbOperation } from "./operation";
import { Table, type TableStore } from "./table";

const tagsSchema = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));
const encryptionSchema = z.strictObject({
  Enabled: z.boolean().optional(),
  SSEType: z.literal("KMS").optional(),
  KMSMasterKeyId: z.string().optional(),
});
const onDemand = z.literal("PAY_PER_REQUEST", "local DynamoDB supports only PAY_PER_REQUEST");

const createInput = z.strictObject({
  TableName: z.string().regex(/^[\w.-]{3,255}$/, "must have 3 to 255 letters, digits, underscores, periods or hyphens"),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string().min(1).max(255), AttributeType: z.enum(["S", "N", "B"]) }),
  ),
  KeySchema: z
    .array(z.strictObject({ AttributeName: z.string().min(1).max(255), KeyType: z.enum(["HASH", "RANGE"]) }))
    .min(1)
    .max(2),
  BillingMode: onDemand,
  SSESpecification: encryptionSchema.optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
  TableClass: z.enum(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]).optional(),
  Tags: tagsSchema.optional(),
});
const updateInput = z.strictObject({
  TableName: tableNameSchema,
  BillingMode: onDemand.optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
});
const nameInput = z.strictObject({ TableName: tableNameSchema });
const listInput = z.strictObject({
  ExclusiveStartTableName: z.string().optional(),
  Limit: z.int().min(1).max(100).default(100),
});
const ttlInput = z.strictObject({
  TableName: tableNameSchema,
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().min(1).max(255), Enabled: z.boolean() }),
});
const backupsInput = z.strictObject({
  TableName: tableNameSchema,
  PointInTimeRecoverySpecification: z.strictObject({
    PointInTimeRecoveryEnabled: z.boolean(),
    RecoveryPeriodInDays: z.int().min(1).max(35).optional(),
  }),
});
const arnSchema = z.string().regex(/^arn:\S+:table\/[\w.-]+$/, "must be the ARN of a table");

/** Operations on tables. A table is ACTIVE at once. */
export const tableOperations: Readonly<Record<string, DynamoDbOperation>> = {
  CreateTable: defineOperation(createInput, (request, { clock, arns, tables, ttlDelayMs }) => {
    checkKeys(request);
    const { SSESpecification: encryption } = request;
    const table = new Table(
      request.TableName,
      arns.dynamoDbTable(request.TableName),
      {
        keySchema: request.KeySchema,
        attributeDefinitions: request.AttributeDefinitions,
        tableClass: request.TableClass,
        encryption: encryption?.Enabled === true ? { KMSMasterKeyArn: encryption.KMSMasterKeyId } : undefined,
        deletionProtection: request.DeletionProtectionEnabled ?? false,
        pointInTimeRecovery: false,
      },
      { clock, ttlDelayMs },
      addTags({}, toTags(request.Tags ?? []), tooManyTags),
    );
    tables.add(table);
    return { TableDescription: describeTable(table) };
  }),
  DescribeTable: defineOperation(nameInput, ({ TableName }, { tables }) => ({
    Table: describeTable(tables.get(TableName, `Requested resource not found: Table: ${TableName} not found`)),
  })),
  ListTables: defineOperation(listInput, ({ ExclusiveStartTableName: after, Limit }, { tables }) => {
    const names = tables.names.filter((name) => after === undefined || name > after);
    const page = names.slice(0, Limit);
    return { TableNames: page, ...(page.length < names.length ? { LastEvaluatedTableName: page.at(-1) } : {}) };
  }),
  UpdateTable: defineOperation(updateInput, ({ TableName, DeletionProtectionEnabled: isProtected }, { tables }) => {
    const table = getNamed(tables, TableName);
    table.settings.deletionProtection = isProtected ?? table.settings.deletionProtection;
    return { TableDescription: describeTable(table) };
  }),
  DeleteTable: defineOperation(nameInput, ({ TableName }, { tables }) => {
    const table = getNamed(tables, TableName);
    if (table.settings.deletionProtection)
      throw validationError(
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    tables.remove(table);
    return { TableDescription: { ...describeTable(table), TableStatus: "DELETING" } };
  }),
  DescribeTimeToLive: defineOperation(nameInput, ({ TableName }, { tables }) => {
    const { ttlAttribute } = getNamed(tables, TableName);
    return {
      TimeToLiveDescription:
        ttlAttribute === undefined
          ? { TimeToLiveStatus: "DISABLED" }
          : { TimeToLiveStatus: "ENABLED", AttributeName: ttlAttribute },
    };
  }),
  UpdateTimeToLive: defineOperation(ttlInput, ({ TableName, TimeToLiveSpecification: wanted }, { tables }) => {
    const table = getNamed(tables, TableName);
    const isEnabled = table.ttlAttribute !== undefined;
    if (wanted.Enabled === isEnabled)
      throw validationError(`TimeToLive is already ${isEnabled ? "enabled" : "disabled"}`);
    table.ttlAttribute = wanted.Enabled ? wanted.AttributeName : undefined;
    return { TimeToLiveSpecification: wanted };
  }),
  DescribeContinuousBackups: defineOperation(nameInput, ({ TableName }, { tables }) =>
    describeBackups(tables.get(TableName)),
  ),
  UpdateContinuousBackups: defineOperation(backupsInput, (request, { tables }) => {
    const table = tables.get(request.TableName);
    table.settings.pointInTimeRecovery = request.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;
    return describeBackups(table);
  }),
  TagResource: defineOperation(z.strictObject({ ResourceArn: arnSchema, Tags: tagsSchema }), (request, { tables }) => {
    const table = tables.get(request.ResourceArn);
    table.tags = addTags(table.tags, toTags(request.Tags), tooManyTags);
    return {};
  }),
  UntagResource: defineOperation(
    z.strictObject({ ResourceArn: arnSchema, TagKeys: z.array(z.string()) }),
    (request, { tables }) => {
      const table = tables.get(request.ResourceArn);
      table.tags = removeTags(table.tags, request.TagKeys);
      return {};
    },
  ),
  ListTagsOfResource: defineOperation(
    z.strictObject({ ResourceArn: arnSchema, NextToken: z.string().optional() }),
    ({ ResourceArn }, { tables }) => ({
      Tags: Object.entries(tables.get(ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  ),
};

const getNamed = (tables: TableStore, name: string): Table =>
  tables.get(name, `Requested resource not found: Table: ${name} not found`);

const toTags = (tags: z.infer<typeof tagsSchema>): Tags =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

const tooManyTags = (count: number): DynamoDbError =>
  validationError(`Too many tags: at most 50 are allowed, got ${count}`);

function checkKeys({ KeySchema: keys, AttributeDefinitions: attributes }: z.infer<typeof createInput>): void {
  const defined = attributes.map(({ AttributeName }) => AttributeName);
  const missing = keys.find(({ AttributeName }) => !defined.includes(AttributeName));
  if (missing !== undefined)
    throw invalidValues(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.AttributeName}], AttributeDefinitions: [${defined.join(", ")}]`,
    );
  if (keys.length !== defined.length)
    throw invalidValues(
      "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    );
  if (keys[0]?.KeyType !== "HASH" || keys.filter(({ KeyType }) => KeyType === "HASH").length > 1)
    throw invalidValues("The first KeySchemaElement is not a HASH key type");
}

function describeTable(table: Table) {
  const { settings } = table;
  const items = table.all();
  const createdAt = toSeconds(table.createdAtMs);
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: "ACTIVE",
    CreationDateTime: createdAt,
    AttributeDefinitions: settings.attributeDefinitions,
    KeySchema: settings.keySchema,
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST", LastUpdateToPayPerRequestDateTime: createdAt },
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    TableSizeBytes: items.reduce((sum, item) => sum + sizeOf(item), 0),
    ItemCount: items.length,
    DeletionProtectionEnabled: settings.deletionProtection,
    ...(settings.tableClass === undefined ? {} : { TableClassSummary: { TableClass: settings.tableClass } }),
    ...(settings.encryption === undefined
      ? {}
      : { SSEDescription: { Status: "ENABLED", SSEType: "KMS", ...settings.encryption } }),
    WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: "ACTIVE" },
  };
}

function describeBackups({ settings }: Table): object {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: settings.pointInTimeRecovery ? "ENABLED" : "DISABLED",
        ...(settings.pointInTimeRecovery ? { RecoveryPeriodInDays: 35 } : {}),
      },
    },
  };
}
