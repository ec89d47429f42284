import type { TerminalTone } from "./palette";

/** Emphasis by status, as on the page. */
const TONES: Readonly<Record<string, TerminalTone>> = { SUCCEEDED: "good", RUNNING: "current", ABORTED: "quiet" };

/** Returns the emphasis of the status of an execution. */
export const toneOf = (status: string): TerminalTone => TONES[status] ?? "bad";
