import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import type { Tags } from "../tags";
import { DynamoDbError, invalidValues, nestingError, validationError } from "./api-error";
import { exceedsNesting, orderOf, sizeOf, typeOf, type AttributeValue, type Item } from "./attribute-value";

/**
 * Maximum size of an item, in bytes.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
const MAX_ITEM_BYTES = 400 * 1024;

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: "HASH" | "RANGE";
}

/** Settings of a table, with the member names of the API. */
export interface TableSettings {
  readonly keySchema: readonly KeyElement[];
  readonly attributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly tableClass: string | undefined;
  readonly encryption: { readonly KMSMasterKeyArn: string | undefined } | undefined;
  deletionProtection: boolean;
  pointInTimeRecovery: boolean;
}

const keyMismatch = () => validationError("The provided key element does not match the schema");

function checkNotEmpty(name: string, value: AttributeValue): void {
  if (orderOf(value) !== "") return;
  const kind = "B" in value ? "binary" : "string";
  throw validationError(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
  );
}

/** On-demand table with its items in memory. */
export class Table {
  readonly id = randomUUID();
  readonly createdAtMs: number;
  /** Attribute with the expiry time of an item, in seconds since 1970. */
  ttlAttribute: string | undefined;
  private readonly items = new Map<string, Item>();

  constructor(
    readonly name: string,
    readonly arn: string,
    readonly settings: TableSettings,
    private readonly options: { readonly clock: Clock; readonly ttlDelayMs: number },
    public tags: Tags,
  ) {
    this.createdAtMs = options.clock.now();
  }

  get partitionKey(): string {
    return this.keyName("HASH") ?? "";
  }

  get sortKey(): string | undefined {
    return this.keyName("RANGE");
  }

  /** Returns all items that have not been deleted by their expiry time. */
  all(): readonly Item[] {
    for (const [place, item] of this.items) if (this.isExpired(item)) this.items.delete(place);
    return [...this.items.values()];
  }

  find(key: Item): Item | undefined {
    const place = this.placeOf(key);
    const item = this.items.get(place);
    if (item === undefined || !this.isExpired(item)) return item;
    this.items.delete(place);
    return undefined;
  }

  /** @throws DynamoDbError ValidationException if a key attribute is missing or invalid, or the item is too large */
  put(item: Item): void {
    this.checkItem(item);
    this.items.set(this.placeOf(item), item);
  }

  delete(key: Item): void {
    this.items.delete(this.placeOf(key));
  }

  /** Checks that an item has the key attributes of the table. */
  checkItem(item: Item): void {
    for (const { AttributeName: name } of this.settings.keySchema)
      if (item[name] === undefined) throw invalidValues(`Missing the key ${name} in the item`);
    this.checkKeyValues(item);
    if (exceedsNesting(item)) throw nestingError();
    if (sizeOf(item) > MAX_ITEM_BYTES) throw validationError("Item size has exceeded the maximum allowed size");
  }

  /** Checks that a key has exactly the key attributes of the table. */
  checkKey(key: Item): void {
    const names = this.settings.keySchema.map(({ AttributeName }) => AttributeName);
    if (Object.keys(key).length !== names.length || names.some((name) => key[name] === undefined)) throw keyMismatch();
    for (const { AttributeName, AttributeType } of this.settings.attributeDefinitions) {
      const value = key[AttributeName];
      if (value !== undefined && typeOf(value) !== AttributeType) throw keyMismatch();
    }
    this.checkKeyValues(key);
  }

  /** Returns the key attributes of an item. */
  keyOf(item: Item): Item {
    const names = this.settings.keySchema.map(({ AttributeName }) => AttributeName);
    return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
  }

  private keyName(type: KeyElement["KeyType"]): string | undefined {
    return this.settings.keySchema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  }

  private checkKeyValues(item: Item): void {
    for (const { AttributeName: name, AttributeType: type } of this.settings.attributeDefinitions) {
      const value = item[name];
      if (value === undefined) continue;
      if (typeOf(value) !== type)
        throw invalidValues(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
      checkNotEmpty(name, value);
    }
  }

  /** Checks a value with which a key attribute is compared. */
  checkKeyOperand(name: string, value: AttributeValue): void {
    const definition = this.settings.attributeDefinitions.find(({ AttributeName }) => AttributeName === name);
    if (definition === undefined || typeOf(value) === definition.AttributeType) checkNotEmpty(name, value);
    else throw invalidValues("Condition parameter type does not match schema type");
  }

  private placeOf(item: Item): string {
    return JSON.stringify(this.settings.keySchema.map(({ AttributeName }) => item[AttributeName]));
  }

  private isExpired(item: Item): boolean {
    const value = this.ttlAttribute === undefined ? undefined : item[this.ttlAttribute];
    if (value === undefined || !("N" in value)) return false;
    const { clock, ttlDelayMs } = this.options;
    return Number(value.N) * 1000 + ttlDelayMs <= clock.now();
  }
}

/** Tables by name. */
export class TableStore {
  private readonly byName = new Map<string, Table>();

  get names(): string[] {
    return [...this.byName.keys()].sort();
  }

  /** @param nameOrArn - name or ARN of a table @throws DynamoDbError ResourceNotFoundException */
  get(nameOrArn: string, message = "Requested resource not found"): Table {
    const table = this.byName.get(nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1));
    if (table === undefined) throw new DynamoDbError("ResourceNotFoundException", message);
    return table;
  }

  /** @throws DynamoDbError ResourceInUseException */
  add(table: Table): void {
    if (this.byName.has(table.name))
      throw new DynamoDbError("ResourceInUseException", `Table already exists: ${table.name}`);
    this.byName.set(table.name, table);
  }

  remove(table: Table): void {
    this.byName.delete(table.name);
  }
}
