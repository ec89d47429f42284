/**
 * The value as JSON without what Terraform would take for an expression: `${` and `%{`, which only texts can hold, are
 * written with the escape of JSON. Tokens stay, for cdktf to resolve; what they become must need no escape in JSON, as ARNs
 * and names do not.
 */
export function literalJson(value: unknown): string {
  return JSON.stringify(value).replace(/[$%](?=\{(?!TfToken\[))/g, (sign) => (sign === "$" ? "\\u0024" : "\\u0025"));
}
