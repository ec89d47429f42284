import type { Tone } from "../tone";

/** Final status of an execution, from its last event. */
export interface RunEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "ABORTED" | "TIMED_OUT";
  readonly closedAt: Date;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly output: string | undefined;
}

/** Time at which the workflow or AWS Batch terminates the job. */
export interface Deadline {
  /** Field of the input, such as `overall_timeout`. */
  readonly name: string;
  readonly at: Date;
}

/** Progress of an execution, from the events so far. */
export interface RunProgress {
  readonly startedAt: Date | undefined;
  readonly lastEventAt: Date | undefined;
  readonly currentState: string | undefined;
  readonly jobId: string | undefined;
  readonly jobName: string | undefined;
  /** Whether the execution did not submit the job. Such a job is never terminated. */
  readonly attached: boolean;
  /** The job's last known status in Batch. */
  readonly jobStatus: string | undefined;
  readonly jobStatusSince: Date | undefined;
  readonly jobStatusReason: string | undefined;
  /** Number of polls; undefined before the submission and with the `sync` integration. */
  readonly polls: number | undefined;
  /** Finding of the current poll, such as `RUNNING`; undefined until the poll has ended. */
  readonly found: string | undefined;
  /** Time at which a poll found the end of the job. */
  readonly endFoundAt: Date | undefined;
  /** Duration of the current wait, in seconds; undefined outside a wait. */
  readonly waitSeconds: number | undefined;
  /** End of the current wait; undefined outside `Wait X Seconds`. */
  readonly nextCheckAt: Date | undefined;
  /** Deadlines that apply to the current job status. */
  readonly deadlines: readonly Deadline[];
  /** Failed attempt of a task that may be retried. */
  readonly failedAttempt: { readonly error: string; readonly cause: string | undefined } | undefined;
  /** Number of attempts of the current state. */
  readonly attempts: number;
  readonly terminating: boolean;
  readonly end: RunEnd | undefined;
}

export const NO_PROGRESS: RunProgress = {
  startedAt: undefined,
  lastEventAt: undefined,
  currentState: undefined,
  jobId: undefined,
  jobName: undefined,
  attached: false,
  jobStatus: undefined,
  jobStatusSince: undefined,
  jobStatusReason: undefined,
  polls: undefined,
  found: undefined,
  endFoundAt: undefined,
  waitSeconds: undefined,
  nextCheckAt: undefined,
  deadlines: [],
  failedAttempt: undefined,
  attempts: 0,
  terminating: false,
  end: undefined,
};

/** Entry of the timeline. */
export interface TimelineEntry {
  readonly at: Date;
  /** Job status or kind of event, in one word. */
  readonly label: string;
  readonly text: string;
  readonly tone: Tone;
}

/** Effect of one event: the changed fields and the new timeline entries. */
export interface Step {
  readonly change: Partial<RunProgress>;
  readonly entries: readonly TimelineEntry[];
}
