import { runProgram } from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { PROJECT_ROOT } from "../../local/project-root";

const TREE = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Git tree hash of the checked-out sources, independent of their history.
 * @param given - value of --tree
 * @throws CliError when git cannot run or the given value is not a hash
 */
export async function findTree({ environment, interrupt }: CliContext, given?: string): Promise<string> {
  const tree = given ?? (await askGit(environment, interrupt));
  if (TREE.test(tree)) return tree;
  throw new CliError([
    `--tree must be the hash of a git tree (git rev-parse HEAD^{tree}), got ${JSON.stringify(tree)}`,
  ]);
}

async function askGit(environment: CliContext["environment"], interrupt: AbortSignal): Promise<string> {
  const args = ["rev-parse", "HEAD^{tree}"];
  const asked = runProgram({ command: "git", args, cwd: PROJECT_ROOT, environment, interrupt });
  const end = await asked.catch((error: unknown): never => {
    throw new CliError(["git cannot be run; give the hash of the tree with --tree"], { cause: error });
  });
  return end.stdout.trim();
}
