/**
 * POSIX shell script that runs between the endpoint and a job's command.
 *
 * A job must not outlive the endpoint, even if the endpoint is ended with SIGKILL and cannot clean up. The shell's
 * standard input is a pipe (the control pipe). Only the endpoint holds its other end. The kernel closes the pipe when the
 * endpoint ends. A subshell that reads from the control pipe then kills the whole process group. The script uses only
 * POSIX features, so it behaves the same on Linux and macOS. The pipe exists before the shell starts, so there is no
 * gap. Limitation: a process that leaves its group (with setsid, or in the background of a shell with set -m) is not
 * killed.
 *
 * - The command is passed as arguments and never interpreted: `exec "$@"` runs a file by its absolute path.
 * - Descriptor 3 receives the process ID of the command, then its exit code. The process ID lets SIGTERM reach the
 *   command alone, like the first process of a container.
 * - When the command has ended, its background processes are killed, as in a container whose first process ends.
 * - Standard error of the command goes to the same place as its standard output, so that lines keep their order.
 *   Messages of the shell itself ("Killed") are discarded.
 */
export const SUPERVISOR_SCRIPT = `
exec 4<&0 </dev/null 2>/dev/null
( exec 3>&- >/dev/null; read -r _ <&4; kill -KILL 0 ) &
/bin/sh -c 'echo "$$" >&3; exec "$@" 3>&- 2>&1' sh "$@" 4<&-
echo "$?" >&3
kill -KILL 0
`;
