import { validationError } from "./api-error";
import type { AttributeValue } from "./attribute-value";
import { isOperator, type Condition, type Operand } from "./condition";

/**
 * Maximum length of an expression, in bytes of UTF-8, and maximum number of operators and functions in it.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_EXPRESSION_BYTES = 4096;
const MAX_OPERATORS = 300;

/** @throws DynamoDbError ValidationException if an expression is empty or too long */
export function checkLength(parameter: string, text: string): void {
  if (text.trim() === "") throw invalidExpression(parameter, "The expression can not be empty;");
  const size = Buffer.byteLength(text);
  if (size > MAX_EXPRESSION_BYTES)
    throw invalidExpression(
      parameter,
      `Expression size has exceeded the maximum allowed size; expression size: ${size}`,
    );
}

/** Error in an expression, in the wording of DynamoDB. */
export const invalidExpression = (parameter: string, problem: string) =>
  validationError(`Invalid ${parameter}: ${problem}`);

interface Resolve {
  readonly name: (name: string) => string;
  readonly value: (name: string) => AttributeValue;
}

/** Recursive descent over the tokens of one expression. */
export class ExpressionSyntax {
  private readonly tokens: readonly string[];
  private next = 0;
  private operators = 0;

  constructor(
    private readonly parameter: string,
    private readonly text: string,
    private readonly resolve: Resolve,
  ) {
    this.tokens = text.match(/<>|<=|>=|[=<>(),]|(?:[#:]\w+|[A-Za-z_]\w*)(?:\.[\w#.]+|\[\d+\])*|\S/gu) ?? [];
  }

  whole(): Condition {
    this.checkParentheses();
    const condition = this.either();
    if (this.next < this.tokens.length) throw this.syntaxError();
    if (this.operators > MAX_OPERATORS)
      throw invalidExpression(
        this.parameter,
        `The expression contains too many operators; operator count: ${this.operators}`,
      );
    return condition;
  }

  /** Parses a list of attributes. */
  list(): string[] {
    const names = [this.attribute()];
    while (this.take(",")) names.push(this.attribute());
    if (this.next < this.tokens.length) throw this.syntaxError();
    return names;
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
        throw invalidExpression(this.parameter, "The expression has redundant parentheses;");
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
    throw invalidExpression(this.parameter, `local DynamoDB does not support function ${name}`);
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
    if (!/^(?:#\w|[A-Za-z_])/u.test(token)) {
      this.next -= 1;
      throw this.syntaxError();
    }
    if (/[.[]/u.test(token))
      throw invalidExpression(this.parameter, `local DynamoDB does not support nested attribute ${token}`);
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
    return invalidExpression(this.parameter, `Syntax error; token: "${token}", near: "${this.text}"`);
  }
}
