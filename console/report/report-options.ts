export interface ReportOptions {
  /** Time of the report. The duration of a running execution is counted up to this time. */
  readonly now: Date;
  /** Whether to include links to the AWS console. */
  readonly showLinks: boolean;
  /** Last lines of the job's log; empty if there is no log. */
  readonly logLines: readonly string[];
}
