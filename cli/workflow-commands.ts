import type { CliContext } from "./cli-context";

/** Whether this is a step of a workflow, and no rehearsal of one. */
export const isWorkflowStep = ({ environment }: CliContext): boolean => environment["GITHUB_ACTIONS"] === "true";

/**
 * Text that a runner of GitHub takes for text alone: it obeys lines that begin with `::`, and `##[` anywhere, whoever wrote
 * them; and an error of Terraform repeats what a stack says.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const withoutCommands = (text: string): string =>
  text.replaceAll(/(^|[\r\n])(\s*):(?=:)/g, "$1$2: ").replaceAll("##[", "## [");
