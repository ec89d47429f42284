import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, runOrThrow, type CommandEnd, type Environment } from "./command";

const root = join(__dirname, "..", "..", "..");

/** Copy of the files that git would clone, including uncommitted ones, in a separate folder. */
export interface Clone {
  readonly path: string;
  run(command: string, args: readonly string[], more?: Environment): Promise<CommandEnd>;
  /** Runs `poller` with its npm script. */
  poller(args: readonly string[], more?: Environment, interrupt?: AbortSignal): Promise<CommandEnd>;
  /** Runs Terraform, or the program in TERRAFORM_BINARY_NAME, in a stack's folder in cdktf.out. */
  terraform(stack: string, args: readonly string[], more?: Environment): Promise<CommandEnd>;
  remove(): Promise<void>;
}

/** @param umask - umask of the programs in this clone, like `077` */
export async function makeClone(environment: Environment, umask: string): Promise<Clone> {
  const path = await mkdtemp(join(tmpdir(), "poller-e2e-"));
  const copy =
    'umask "$1"; git ls-files -z -co --exclude-standard | tar --null -T - --ignore-failed-read -cf - | tar --no-same-permissions -xf - -C "$2"';
  await runOrThrow("sh", ["-c", copy, "copy", umask, path], { cwd: root, environment: process.env });
  const link = join(root, "tools", "link-packages.sh");
  await runOrThrow("sh", [link, root, path], { cwd: root, environment: process.env });
  const runIn = (cwd: string, command: string, args: readonly string[], more: Environment, interrupt?: AbortSignal) =>
    runCommand("sh", ["-c", 'umask "$0"; exec "$@"', umask, command, ...args], {
      cwd,
      environment: { ...environment, ...more },
      ...(interrupt === undefined ? {} : { interrupt }),
    });
  return {
    path,
    run: (command, args, more = {}) => runIn(path, command, args, more),
    poller: (args, more = {}, interrupt) =>
      runIn(path, "node", ["--import", "tsx", "cli/main.ts", ...args], more, interrupt),
    terraform: (stack, args, more = {}) =>
      runIn(join(path, "cdktf.out", "stacks", stack), environment["TERRAFORM_BINARY_NAME"] ?? "terraform", args, more),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
