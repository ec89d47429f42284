import { validationError } from "./api-error";
import type { AttributeValue, Item } from "./attribute-value";
import { isOperator, type Condition, type Operand } from "./condition";

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

  constructor(private readonly placeholders: Placeholders) {}

  /**
   * @param parameter - name of the parameter, for error messages, such as `ConditionExpression`
   * @throws DynamoDbError ValidationException
   */
  parse(parameter: string, text: string): Condition {
    checkLength(parameter, text);
    return new Parse(parameter, text, {
      name: (name) => this.resolveName(parameter, name),
      value: (name) => this.resolveValue(parameter, name),
    }).whole();
  }

  /** Parses a list of top-level attributes. */
  parseProjection(text: string): string[] {
    return text.split(",").map((name) => this.resolveName("ProjectionExpression", name.trim()));
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
      throw invalid(parameter, `Attribute name is a reserved keyword; reserved keyword: ${name}`);
    }
    const resolved = this.placeholders.ExpressionAttributeNames?.[name];
    if (resolved === undefined)
      throw invalid(
        parameter,
        `An expression attribute name used in the document path is not defined; attribute name: ${name}`,
      );
    this.usedNames.add(name);
    return resolved;
  }

  private resolveValue(parameter: string, name: string): AttributeValue {
    const value = this.placeholders.ExpressionAttributeValues?.[name];
    if (value === undefined)
      throw invalid(
        parameter,
        `An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    this.usedValues.add(name);
    return value;
  }
}

/**
 * Maximum length of an expression, in bytes of UTF-8, and maximum number of operators and functions in it.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_EXPRESSION_BYTES = 4096;
const MAX_OPERATORS = 300;

/** @throws DynamoDbError ValidationException if an expression is empty or too long */
function checkLength(parameter: string, text: string): void {
  if (text.trim() === "") throw invalid(parameter, "The expression can not be empty;");
  const size = Buffer.byteLength(text);
  if (size > MAX_EXPRESSION_BYTES)
    throw invalid(parameter, `Expression size has exceeded the maximum allowed size; expression size: ${size}`);
}

const invalid = (parameter: string, problem: string) => validationError(`Invalid ${parameter}: ${problem}`);

function checkUsed(parameter: string, given: object, used: ReadonlySet<string>): void {
  const unused = Object.keys(given).filter((name) => !used.has(name));
  if (unused.length > 0)
    throw validationError(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(", ")}}`);
}

interface Resolve {
  readonly name: (name: string) => string;
  readonly value: (name: string) => AttributeValue;
}

/** Recursive descent over the tokens of one expression. */
class Parse {
  private readonly tokens: readonly string[];
  private next = 0;
  private operators = 0;

  constructor(
    private readonly parameter: string,
    private readonly text: string,
    private readonly resolve: Resolve,
  ) {
    this.tokens = text.match(/<>|<=|>=|[=<>(),]|[#:]?[A-Za-z_][\w-]*(?:\.[\w#.]+|\[\d+\])*|\S/gu) ?? [];
  }

  whole(): Condition {
    this.checkParentheses();
    const condition = this.either();
    if (this.next < this.tokens.length) throw this.syntaxError();
    if (this.operators > MAX_OPERATORS)
      throw invalid(this.parameter, `The expression contains too many operators; operator count: ${this.operators}`);
    return condition;
  }

  /** Checks the nesting before the recursive descent. Otherwise many parentheses would exhaust the stack. */
  private checkParentheses(): void {
    const open: number[] = [];
    let inner: readonly [number, number] = [-1, -1];
    for (const [place, token] of this.tokens.entries()) {
      if (token === "(") open.push(place);
      if (token !== ")") continue;
      const start = open.pop();
      if (start === undefined) return;
      if (start === inner[0] - 1 && place === inner[1] + 1)
        throw invalid(this.parameter, "The expression has redundant parentheses;");
      inner = [start, place];
    }
    if (open.length <= MAX_OPERATORS) return;
    this.next = this.tokens.length;
    throw this.syntaxError();
  }

  private either(): Condition {
    let left = this.both();
    while (this.takeOperator("OR")) left = { kind: "or", left, right: this.both() };
    return left;
  }

  private both(): Condition {
    let left = this.one();
    while (this.takeOperator("AND")) left = { kind: "and", left, right: this.one() };
    return left;
  }

  private one(): Condition {
    if (this.takeOperator("NOT")) return { kind: "not", of: this.one() };
    if (this.take("(")) {
      const inner = this.either();
      this.expect(")");
      return inner;
    }
    return this.tokens[this.next + 1] === "(" ? this.call() : this.comparison();
  }

  private call(): Condition {
    const name = this.shift();
    this.operators += 1;
    this.expect("(");
    const attribute = this.attribute();
    if (name === "begins_with") {
      this.expect(",");
      const prefix = this.resolve.value(this.shift());
      this.expect(")");
      return { kind: "begins", name: attribute, prefix };
    }
    this.expect(")");
    if (name === "attribute_exists") return { kind: "exists", name: attribute, wanted: true };
    if (name === "attribute_not_exists") return { kind: "exists", name: attribute, wanted: false };
    throw invalid(this.parameter, `local DynamoDB does not support function ${name}`);
  }

  private comparison(): Condition {
    const left = this.operand();
    const operator = this.shift();
    if (!isOperator(operator)) throw this.syntaxError();
    this.operators += 1;
    return { kind: "compare", operator, left, right: this.operand() };
  }

  private operand(): Operand {
    const token = this.tokens[this.next] ?? "";
    if (!token.startsWith(":")) return { kind: "attribute", name: this.attribute() };
    return { kind: "value", value: this.resolve.value(this.shift()) };
  }

  private attribute(): string {
    const token = this.shift();
    if (!/^#?[A-Za-z_]/u.test(token)) throw this.syntaxError();
    if (/[.[]/u.test(token)) throw invalid(this.parameter, `local DynamoDB does not support nested attribute ${token}`);
    return this.resolve.name(token);
  }

  private takeOperator(word: string): boolean {
    if ((this.tokens[this.next] ?? "").toUpperCase() !== word) return false;
    this.next += 1;
    this.operators += 1;
    return true;
  }

  private take(token: string | undefined): boolean {
    if (token === undefined || this.tokens[this.next] !== token) return false;
    this.next += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw this.syntaxError();
  }

  private shift(): string {
    const token = this.tokens[this.next];
    if (token === undefined) throw this.syntaxError();
    this.next += 1;
    return token;
  }

  private syntaxError() {
    const token = this.tokens[this.next] ?? "<EOF>";
    return invalid(this.parameter, `Syntax error; token: "${token}", near: "${this.text}"`);
  }
}
