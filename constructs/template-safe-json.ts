/**
 * Returns JSON in which Terraform finds no template: the `$` or `%` before a brace is written as a JSON escape. A
 * value such as `${HOME}` then reaches AWS unchanged.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export const templateSafeJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll("${", String.raw`\u0024{`)
    .replaceAll("%{", String.raw`\u0025{`);
