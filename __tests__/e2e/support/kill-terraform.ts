import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Sends SIGKILL to the Terraform processes in a folder. @returns the number of processes */
export const killTerraform = (folder: string): number =>
  kill(folder, (pid) => /^(?:terraform|tofu)\n$/.test(readFileSync(`/proc/${pid}/comm`, "utf8")));

/** Sends SIGKILL to the `poller` processes of a clone. @returns the number of processes */
export const killPoller = (folder: string): number =>
  kill(folder, (pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("\0cli/main.ts\0"));

function kill(folder: string, isMeant: (pid: string) => boolean): number {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isIn(pid, folder, isMeant))
    .map(Number);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  return pids.length;
}

function isIn(pid: string, folder: string, isMeant: (pid: string) => boolean): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder && isMeant(pid);
  } catch {
    // Process of another user, or a process that has ended.
    return false;
  }
}
