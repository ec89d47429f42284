/** Public API of `job-status-poller/constructs`. */
export { PropsError } from "./check-props";
export {
  ExecutionNotification,
  type ExecutionNotificationProps,
} from "./events/execution-notification/execution-notification";
export type { EndStatus } from "./events/execution-notification/ended-execution";
export type { ObjectFilter } from "./events/execution-start/object-created-pattern";
export { ObjectCreatedStart, type ObjectCreatedStartProps } from "./events/execution-start/object-created-start";
export { ScheduledStart, type ScheduledStartProps } from "./events/execution-start/scheduled-start";
export { JobPoller, type JobPollerFunctions } from "./job-poller/job-poller";
export { JobPollerBase, type Metric, type MetricOptions, type MetricStatistic } from "./job-poller/job-poller-base";
export type { AlarmOptions, DashboardOptions, JobPollerProps } from "./job-poller/props";
export { MissingBundleError } from "./job-poller/lambda-bundle";
