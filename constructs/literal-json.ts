/**
 * The value as JSON without what Terraform would take for an expression: `${` and `%{`, which only texts can hold, are
 * written with the escape of JSON.
 */
export function literalJson(value: unknown): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, (sign) => (sign === "$" ? "\\u0024" : "\\u0025"));
}
