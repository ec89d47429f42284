/** Public API of `job-status-poller/constructs`. docs/constructs.md lists the exported types in this order. */
export { JobPoller, type JobPollerFunctions } from "./job-poller/job-poller";
export type { AlarmOptions, DashboardOptions, JobPollerProps } from "./job-poller/props";
export { JobPollerBase, type Metric, type MetricOptions, type MetricStatistic } from "./job-poller/job-poller-base";
export { ScheduledStart, type ScheduledStartProps } from "./events/execution-start/scheduled-start";
export { ObjectCreatedStart, type ObjectCreatedStartProps } from "./events/execution-start/object-created-start";
export type { ObjectFilter } from "./events/execution-start/object-created-pattern";
export {
  ExecutionNotification,
  type ExecutionNotificationProps,
} from "./events/execution-notification/execution-notification";
export type { EndStatus } from "./events/execution-notification/ended-execution";
export { PropsError } from "./check-props";
export { MissingBundleError } from "./job-poller/lambda-bundle";
