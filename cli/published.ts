import { existsSync } from "node:fs";
import { join } from "node:path";
import type { WaitIntegration } from "../workflow/integration";
import type { CliContext, Output } from "./cli-context";
import { CliError } from "./cli-error";
import { PROJECT_ROOT } from "./local/project-root";

/** Whether the command runs from the npm package, which has no sources. */
export const isPublished = (root = PROJECT_ROOT): boolean => !existsSync(join(root, "cli", "main.ts"));

/** @throws CliError in the npm package, which cannot synthesize stacks */
export function requireClone(root = PROJECT_ROOT): void {
  if (isPublished(root))
    throw new CliError([
      "this command synthesizes the stacks, which the npm package does not contain; run it in a clone of the repository (docs/releases.md)",
    ]);
}

/**
 * Returns the folder of the stacks in the npm package. They are those of the sample job.
 * @param jobSettings - settings of the job from the environment
 * @throws CliError if there are any
 */
export function publishedStacks(
  integration: WaitIntegration,
  jobSettings: Readonly<Record<string, string>>,
  root = PROJECT_ROOT,
): string {
  const names = Object.keys(jobSettings).join(", ");
  if (names !== "")
    throw new CliError([
      `the npm package contains only the stacks of the sample job; unset ${names}, or use a clone of the repository (docs/releases.md)`,
    ]);
  return join(root, "build", "poller", "stacks", integration);
}

/** Commands with an npm script of their own. */
const NPM_SCRIPT =
  /npm run (?:--silent )?(?:poller --(?= )|(demo|local|console|plan|deploy|destroy|state|ci)\b(?: --(?= ))?)([^\n]*)/g;
/** Characters that the commands of the npm package are longer at most, so that two columns stay aligned. */
const WIDENED = 10;

/** Replaces npm scripts, which exist only in a clone, by the command of the npm package. */
export const showPublishedCommands = (text: string): string =>
  text.replaceAll(NPM_SCRIPT, (line: string, script: string | undefined, rest: string) => {
    const shown = `npx job-status-poller${script === undefined ? "" : ` ${script}`}${rest}`;
    const column = / {2,}/.exec(line);
    if (column === null) return shown;
    const [name = "", ...description] = shown.split(/ {2,}/);
    return `${name.padEnd(column.index + column[0].length + WIDENED)}${description.join(" ")}`;
  });

/** Shows the commands of the npm package in messages. */
export function withPublishedCommands(context: CliContext): CliContext {
  const { stderr } = context;
  const shown: Output = {
    write: (text) => stderr.write(showPublishedCommands(text)),
    get isTTY() {
      return stderr.isTTY;
    },
    get isPlainTerminal() {
      return stderr.isPlainTerminal;
    },
    get columns() {
      return stderr.columns;
    },
  };
  return { ...context, stderr: shown };
}
