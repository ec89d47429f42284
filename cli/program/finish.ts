/** Receives the exit code of the command. */
export type Finish = (exitCode: number) => void;
