const escapeSign = (sign: string): string => (sign === "$" ? String.raw`\u0024` : String.raw`\u0025`);

/**
 * Returns JSON in which Terraform finds no template: the `$` or `%` before a brace is written as a JSON escape. A
 * value such as `${HOME}` then reaches AWS unchanged.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export const templateSafeJson = (value: unknown): string => JSON.stringify(value).replace(/[$%](?=\{)/g, escapeSign);

/**
 * Like {@link templateSafeJson}, but keeps tokens for cdktf to resolve. Their values must not need JSON escapes; ARNs
 * and names do not.
 */
export const literalJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[$%](?=\{(?!TfToken\[))/g, escapeSign);
