import { isHarmlessSetting, isSecretName, isSecretText } from "reviewed-terraform";

const HIDDEN = "(hidden: may be a secret)";

/** Blocks of environment variables of Lambda functions and containers. */
const SETTINGS = ["environment", "variables"];

/** Opening line of a block: `environment {`, `variables = {`, `policy = jsonencode(`, or, without a name, `{`. */
const OPENING = /^\s*(?:"?([^"=]*?)"?\s*(?:=\s*)?)?(?:\w+\()?[[{(]$/;
const CLOSING = /^\s*[\]})],?$/;
const ASSIGNMENT = /^(\s*"?([^"=]+?)"?\s*=\s*)(.+)$/;
const ELEMENT = /^(\s*)(".*"),?$/;

/**
 * Hides possible secrets in the output of `terraform state show`, which hides only values marked as sensitive.
 * Values of environment variables are shown only if they cannot be secrets.
 */
export function hideSecrets(text: string): string {
  const blocks: string[] = [];
  const hide = (line: string): string => {
    const opening = OPENING.exec(line);
    if (opening !== null) {
      blocks.push(opening[1] ?? "");
      return line;
    }
    if (CLOSING.test(line)) blocks.pop();
    const [, before = "", name = "", value = ""] = ASSIGNMENT.exec(line) ?? [];
    if (before !== "") return isHidden(name, value, blocks) ? `${before}${HIDDEN}` : line;
    const [, indent = "", element = ""] = ELEMENT.exec(line) ?? [];
    if (element !== "") return isHidden("", element, blocks) ? `${indent}${HIDDEN},` : line;
    return isSecretText(line) ? HIDDEN : line;
  };
  return text.split("\n").map(hide).join("\n");
}

function isHidden(name: string, written: string, blocks: readonly string[]): boolean {
  const value = written.replace(/,$/, "").replace(/^"(.*)"$/, "$1");
  if (/^(?:|null|\[\]|\{\}|\(sensitive value\))$/.test(value)) return false;
  const isSetting = name !== "name" && blocks.some((block) => SETTINGS.includes(block));
  const isSecret = [name, ...blocks].some(isSecretName);
  return isSetting || isSecret ? !isHarmlessSetting(value) : isSecretText(value);
}
