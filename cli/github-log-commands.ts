import type { CliContext } from "./cli-context";

/** Whether the process is a step of a GitHub workflow. */
export const isWorkflowStep = ({ environment }: CliContext): boolean => environment["GITHUB_ACTIONS"] === "true";

/**
 * Escapes workflow commands: GitHub's runner executes lines that start with `::`, and `##[` anywhere, and Terraform's
 * errors may contain text of a stack.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const withoutCommands = (text: string): string =>
  text.replaceAll(/(^|[\r\n])(\s*):(?=:)/g, "$1$2: ").replaceAll("##[", "## [");
