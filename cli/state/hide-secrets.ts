import { isHarmlessSetting, isSecretName, isSecretText } from "../../delivery/secrets";

const HIDDEN = "(hidden: may be a secret)";

/** Blocks of environment variables, of a Lambda and of a container. */
const SETTINGS = ["environment", "variables"];

/** What a line begins: `environment {`, `variables = {`, `policy = jsonencode(`, or, without a name, `{`. */
const OPENING = /^\s*(?:"?([^"=]*?)"?\s*(?:=\s*)?)?(?:\w+\()?[[{(]$/;
const CLOSING = /^\s*[\]})],?$/;
const ASSIGNMENT = /^(\s*"?([^"=]+?)"?\s*=\s*)(.+)$/;
const ELEMENT = /^(\s*)(".*"),?$/;

/**
 * What `terraform state show` writes, without what looks like a secret and what only Terraform's authors would mark as
 * one: the values of environment variables are shown only if nobody's secret looks like them.
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
