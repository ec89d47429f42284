/** Error of executions that a user stops with the CLI or the console page. */
export const STOP_ERROR = "Poller.Stopped";
