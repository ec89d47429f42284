/** Error of an execution that a person has stopped with this project. */
export const STOP_ERROR = "Poller.Stopped";
