import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, runOrThrow, type CommandEnd, type Environment } from "./command";

const root = join(__dirname, "..", "..", "..");

/** A copy of what git would clone, and of what is about to be committed, in a folder of its own. */
export interface Clone {
  readonly path: string;
  run(command: string, args: readonly string[], more?: Environment): Promise<CommandEnd>;
  /** `poller`, as its npm script runs it. */
  poller(args: readonly string[], more?: Environment, interrupt?: AbortSignal): Promise<CommandEnd>;
  /** Terraform, or what TERRAFORM_BINARY_NAME names, in the folder of a stack in cdktf.out. */
  terraform(stack: string, args: readonly string[], more?: Environment): Promise<CommandEnd>;
  remove(): Promise<void>;
}

/** @param umask - what programs in this clone leave to others of a file that they make, like `077` for nothing */
export async function makeClone(environment: Environment, umask: string): Promise<Clone> {
  const path = await mkdtemp(join(tmpdir(), "poller-e2e-"));
  const copy =
    'umask "$1"; git ls-files -z -co --exclude-standard | tar --null -T - --ignore-failed-read -cf - | tar --no-same-permissions -xf - -C "$2"';
  await runOrThrow("sh", ["-c", copy, "copy", umask, path], { cwd: root, environment: process.env });
  await symlink(join(root, "node_modules"), join(path, "node_modules"));
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
