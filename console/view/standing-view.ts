import type { ExecutionStatus } from "../model/execution-model";
import type { StateStatus } from "../model/state-runs";

/** Appearance of a status: icon and text, so that colour is not the only distinction. */
export interface StatusView {
  /** Suffix of the CSS classes. */
  readonly key: string;
  readonly text: string;
  /** SVG path in a box of 16 by 16 pixels, drawn as a line. */
  readonly icon: string;
}

const CHECK = "M3.5 8.5 6.5 11.5 12.5 5";
const CROSS = "M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5";
const PLAY = "M6 4.5 11.5 8 6 11.5Z";
const WARNING = "M8 3.5V9M8 11.6V12.4";
const SQUARE = "M5 5H11V11H5Z";
const CLOCK = "M8 4V8L11 9.5";

export const STATE_STATUS_VIEWS: Readonly<Record<StateStatus | "notVisited", StatusView>> = {
  notVisited: { key: "none", text: "not visited", icon: "" },
  current: { key: "current", text: "in progress", icon: PLAY },
  succeeded: { key: "good", text: "succeeded", icon: CHECK },
  caught: { key: "caught", text: "caught error", icon: WARNING },
  failed: { key: "bad", text: "failed", icon: CROSS },
  aborted: { key: "aborted", text: "aborted", icon: SQUARE },
  timedOut: { key: "bad", text: "timed out", icon: CLOCK },
};

export const EXECUTION_STATUS_VIEWS: Readonly<Record<ExecutionStatus, StatusView>> = {
  RUNNING: { key: "current", text: "RUNNING", icon: PLAY },
  SUCCEEDED: { key: "good", text: "SUCCEEDED", icon: CHECK },
  FAILED: { key: "bad", text: "FAILED", icon: CROSS },
  ABORTED: { key: "aborted", text: "ABORTED", icon: SQUARE },
  TIMED_OUT: { key: "bad", text: "TIMED_OUT", icon: CLOCK },
};
