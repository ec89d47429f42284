/**
 * The few lines of POSIX shell that stand between the endpoint and a job's command.
 *
 * Why: a job must not outlive the endpoint, not even when that is ended with SIGKILL and can clean up nothing. The shell's
 * standard input is a pipe (the lifeline) whose other end only the endpoint holds; the kernel closes it when the endpoint
 * ends, however it ends. A subshell that reads from the lifeline then kills the whole process group. POSIX only, so the
 * same on Linux and macOS; works from the first instruction on, because the pipe exists before the shell does. (A process
 * that leaves its group, with setsid or in the background of a shell with set -m, escapes.)
 *
 * - The command comes as arguments and is never interpreted: `exec "$@"` runs a file by its absolute path.
 * - Descriptor 3 tells first the command's process id, so that SIGTERM goes to the command alone, as to the first process
 *   of a container, then its exit code.
 * - When the command has ended, what it left in the background goes with it, as in a container whose first process ends.
 * - The command's standard error goes where its standard output goes, so that lines keep their order; the shell's own
 *   messages ("Killed") go nowhere.
 */
export const SUPERVISOR_SCRIPT = `
exec 4<&0 </dev/null 2>/dev/null
( exec 3>&- >/dev/null; read -r _ <&4; kill -KILL 0 ) &
/bin/sh -c 'echo "$$" >&3; exec "$@" 3>&- 2>&1' sh "$@" 4<&-
echo "$?" >&3
kill -KILL 0
`;
