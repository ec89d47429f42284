/** Meanings of exit codes with which a shell or the container runtime reports how a program ended. */
const MEANINGS: Readonly<Record<number, string>> = {
  126: "Exit code 126 means that the command cannot be executed. Check its file permissions and its architecture.",
  127: "Exit code 127 means that the command was not found. Check the command and the image.",
  134: "Exit code 134 means that the program aborted itself (SIGABRT), such as after a failed assertion.",
  137: "Exit code 137 means that the program was killed (SIGKILL). A common cause is too little memory: compare its memory use with MEMORY in the job definition.",
  139: "Exit code 139 means that the program crashed (SIGSEGV): it accessed memory that it does not own.",
  143: "Exit code 143 means that the program was asked to end (SIGTERM), such as by a timeout or by TerminateJob.",
};

/** Explains an exit code; undefined if the program chose it, so that only the program's documentation can. */
export const explainExitCode = (exitCode: number | null): string | undefined =>
  exitCode === null ? undefined : MEANINGS[exitCode];
