import { resolve } from "node:path";

/**
 * Resolves a path relative to the caller's folder. `npm run` changes to the folder of package.json and sets INIT_CWD
 * to the caller's folder. Child processes inherit INIT_CWD, so it is used only when npm runs this command itself.
 * @returns an absolute path
 * @see https://docs.npmjs.com/cli/commands/npm-run
 */
export function resolveGivenPath(path: string, environment: Readonly<Record<string, string | undefined>>): string {
  const { INIT_CWD: calledFrom = "", npm_lifecycle_script: script = "" } = environment;
  return script.includes("cli/main.ts") ? resolve(calledFrom, path) : resolve(path);
}
