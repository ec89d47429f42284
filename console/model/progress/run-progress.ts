import type { Tone } from "../tone";

/** How an execution ended, from its last event. */
export interface RunEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "ABORTED" | "TIMED_OUT";
  readonly closedAt: Date;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly output: string | undefined;
}

/** What the events so far say of an execution. */
export interface RunProgress {
  readonly startedAt: Date | undefined;
  readonly lastEventAt: Date | undefined;
  readonly currentState: string | undefined;
  readonly jobId: string | undefined;
  /** The job's last known status in Batch. */
  readonly jobStatus: string | undefined;
  readonly jobStatusSince: Date | undefined;
  readonly jobStatusReason: string | undefined;
  /** How often the job was looked at; undefined while nothing polls, as with the `sync` integration. */
  readonly polls: number | undefined;
  /** Length of the current pause, in seconds; undefined outside of `Wait X Seconds`. */
  readonly waitSeconds: number | undefined;
  /** A task's failed attempt that may be followed by another. */
  readonly failedAttempt: { readonly error: string; readonly cause: string | undefined } | undefined;
  /** Attempts of the current state so far. */
  readonly attempts: number;
  readonly terminating: boolean;
  readonly end: RunEnd | undefined;
}

export const NO_PROGRESS: RunProgress = {
  startedAt: undefined,
  lastEventAt: undefined,
  currentState: undefined,
  jobId: undefined,
  jobStatus: undefined,
  jobStatusSince: undefined,
  jobStatusReason: undefined,
  polls: undefined,
  waitSeconds: undefined,
  failedAttempt: undefined,
  attempts: 0,
  terminating: false,
  end: undefined,
};

/** Something worth a line of its own. */
export interface TimelineEntry {
  readonly at: Date;
  /** One word: a job status, or what happened. */
  readonly label: string;
  readonly text: string;
  readonly tone: Tone;
}

/** What one event changes, and what it is worth saying about it. */
export interface Step {
  readonly change: Partial<RunProgress>;
  readonly entries: readonly TimelineEntry[];
}
