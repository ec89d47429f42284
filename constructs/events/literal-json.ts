/**
 * Returns a value as JSON in which Terraform finds no expression: `${` and `%{` in strings are written as JSON
 * escapes. Tokens are kept for cdktf to resolve. Their values must not need JSON escapes; ARNs and names do not.
 */
export function literalJson(value: unknown): string {
  return JSON.stringify(value).replace(/[$%](?=\{(?!TfToken\[))/g, (sign) => (sign === "$" ? "\\u0024" : "\\u0025"));
}
