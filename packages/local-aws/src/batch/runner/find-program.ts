import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { JobStartError } from "./runner";

/**
 * Returns the absolute path of a job's program, resolved as a container runtime does.
 * @throws JobStartError with the message of a container runtime if the program does not exist or is not executable
 */
export function findProgram(name: string, searchPath: string, workingDirectory: string): string {
  if (name === "") throw new JobStartError(`${RUNTIME_ERROR}no command specified`);
  if (name.includes("/")) return checkFile(name, resolve(workingDirectory, name));
  const found = searchPath
    .split(":")
    .filter((directory) => directory !== "")
    .map((directory) => resolve(workingDirectory, directory, name))
    .find((path) => findFault(path) === undefined);
  if (found === undefined)
    throw new JobStartError(`${RUNTIME_ERROR}exec: "${name}": executable file not found in $PATH: unknown`);
  return found;
}

const RUNTIME_ERROR =
  "CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";

function checkFile(name: string, path: string): string {
  const fault = findFault(path);
  if (fault === undefined) return path;
  throw new JobStartError(`${RUNTIME_ERROR}exec: "${name}": ${fault}: unknown`);
}

/** Returns why a file cannot be executed, or undefined if it can. */
function findFault(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return `stat ${path}: no such file or directory`;
  if (stats.isDirectory()) return "is a directory";
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch {
    return "permission denied";
  }
}
