import { validationError } from "./api-error";
import type { AttributeValue, Item } from "./attribute-value";
import type { Condition } from "./condition";
import { checkLength, ExpressionSyntax, invalidExpression } from "./expression-syntax";

/** Placeholders of a request: `#name` and `:value`. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/**
 * Frequent attribute names that DynamoDB reserves. They need a `#name`.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
 */
const RESERVED = new Set(
  (
    "ACTION ALL AND AS COUNT CREATE DATA DATE DAY DELETE DURATION END ERROR EXISTS FILE FROM GROUP HASH HOUR IN INDEX ITEM ITEMS " +
    "KEY KEYS LAST LEVEL LIMIT LIST LOCATION LOCK MAP MINUTE MODE MONTH NAME NAMES NOT NULL NUMBER OPTION OR ORDER OWNER " +
    "PARTITION PATH PERCENT POSITION RANGE REFERENCE REGION ROLE ROW SECOND SECTION SET SIZE SOURCE START STATE STATUS " +
    "TABLE TIME TIMESTAMP TOKEN TTL TYPE UPDATE URL USER UUID VALUE VALUES VIEW YEAR ZONE"
  ).split(" "),
);

/**
 * Parser of the expressions of one request. Supports comparisons, AND, OR, NOT, attribute_exists,
 * attribute_not_exists and begins_with, on top-level attributes.
 */
export class ExpressionParser {
  private readonly usedNames = new Set<string>();
  private readonly usedValues = new Set<string>();

  /** @throws DynamoDbError ValidationException if a placeholder is invalid, or if there is no expression for it */
  constructor(
    private readonly placeholders: Placeholders,
    expressions: Readonly<Record<string, string | undefined>>,
  ) {
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = placeholders;
    const hasExpression = Object.values(expressions).some((text) => text !== undefined);
    const missing = hasExpression ? undefined : Object.keys(expressions).join(" and ");
    checkPlaceholders("ExpressionAttributeNames", names, /^#\w+$/, missing === undefined ? undefined : "");
    checkPlaceholders(
      "ExpressionAttributeValues",
      values,
      /^:\w+$/,
      missing === undefined ? undefined : `: ${missing} is null`,
    );
  }

  /**
   * @param parameter - name of the parameter, for error messages, such as `ConditionExpression`
   * @throws DynamoDbError ValidationException
   */
  parse(parameter: string, text: string): Condition {
    checkLength(parameter, text);
    return this.createParse(parameter, text).whole();
  }

  private createParse(parameter: string, text: string): ExpressionSyntax {
    return new ExpressionSyntax(parameter, text, {
      name: (name) => this.resolveName(parameter, name),
      value: (name) => this.resolveValue(parameter, name),
    });
  }

  /** Parses a list of top-level attributes. @throws DynamoDbError ValidationException */
  parseProjection(text: string): string[] {
    const parameter = "ProjectionExpression";
    checkLength(parameter, text);
    const names = this.createParse(parameter, text).list();
    const repeated = names.find((name, index) => names.indexOf(name) < index);
    if (repeated !== undefined)
      throw invalidExpression(
        parameter,
        `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${repeated}], path two: [${repeated}]`,
      );
    return names;
  }

  /** @throws DynamoDbError ValidationException if a placeholder of the request is not used */
  checkAllUsed(): void {
    const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = this.placeholders;
    checkUsed("ExpressionAttributeNames", names, this.usedNames);
    checkUsed("ExpressionAttributeValues", values, this.usedValues);
  }

  private resolveName(parameter: string, name: string): string {
    if (!name.startsWith("#")) {
      if (!RESERVED.has(name.toUpperCase())) return name;
      throw invalidExpression(parameter, `Attribute name is a reserved keyword; reserved keyword: ${name}`);
    }
    const resolved = this.placeholders.ExpressionAttributeNames?.[name];
    if (resolved === undefined)
      throw invalidExpression(
        parameter,
        `An expression attribute name used in the document path is not defined; attribute name: ${name}`,
      );
    this.usedNames.add(name);
    return resolved;
  }

  private resolveValue(parameter: string, name: string): AttributeValue {
    const value = this.placeholders.ExpressionAttributeValues?.[name];
    if (value === undefined)
      throw invalidExpression(
        parameter,
        `An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    this.usedValues.add(name);
    return value;
  }
}

/**
 * @param unexpected - end of the message if the request has no expression
 * @see https://github.com/mhart/dynalite/blob/main/test/query.js for the messages, compared with AWS
 */
function checkPlaceholders(
  parameter: string,
  given: object | undefined,
  pattern: RegExp,
  unexpected: string | undefined,
): void {
  if (given === undefined) return;
  if (unexpected !== undefined)
    throw validationError(`${parameter} can only be specified when using expressions${unexpected}`);
  const names = Object.keys(given);
  if (names.length === 0) throw validationError(`${parameter} must not be empty`);
  const wrong = names.find((name) => !pattern.test(name));
  if (wrong !== undefined)
    throw validationError(`${parameter} contains invalid key: Syntax error; key: ${JSON.stringify(wrong)}`);
}

function checkUsed(parameter: string, given: object, used: ReadonlySet<string>): void {
  const unused = Object.keys(given).filter((name) => !used.has(name));
  if (unused.length > 0)
    throw validationError(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(", ")}}`);
}
