import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { stackFile } from "./stacks/read-local-resources";
import { CliError } from "../cli-error";
import { PROJECT_ROOT } from "./project-root";

/** Source folders of the synthesized stacks. */
const SOURCE_FOLDERS = ["config", "workflow", "constructs", "stacks", "lambdas", "sample-job"];

/**
 * Rejects stacks that are older than their sources. A folder without stacks passes; reading it gives a better
 * message.
 * @throws CliError naming the newer source
 */
export function checkFreshness(synthesizedPath: string, environmentName: string): void {
  const file = stackFile(join(synthesizedPath, "stacks", `job-poller-${environmentName}`));
  if (!existsSync(file)) return;
  const synthesizedAtMs = statSync(file).mtimeMs;
  const newer = listSources().find((source) => statSync(join(PROJECT_ROOT, source)).mtimeMs > synthesizedAtMs);
  if (newer !== undefined)
    throw new CliError([
      `the synthesized stacks in ${synthesizedPath} are older than ${newer}; run "npm run build" and "npm run synth", or omit --cdktf-out`,
    ]);
}

const listSources = (): string[] => [
  "main.ts",
  ...SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(PROJECT_ROOT, join(parentPath, name))),
  ),
];
