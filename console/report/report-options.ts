export interface ReportOptions {
  /** When the report is made; a running execution is shown as it is then. */
  readonly now: Date;
  /** Whether addresses in the AWS console lead anywhere. */
  readonly showLinks: boolean;
  /** The end of the job's log; empty where there is none. */
  readonly logLines: readonly string[];
}
