/** Public API of `job-status-poller/constructs`. */
export type { AwsLocation } from "./aws-location";
export {
  ExecutionNotification,
  type ExecutionNotificationProps,
} from "./execution-notification/execution-notification";
export { ObjectCreatedStart, type ObjectCreatedStartProps } from "./execution-start/object-created-start";
export { ScheduledStart, type ScheduledStartProps } from "./execution-start/scheduled-start";
export { JobPoller } from "./job-poller/job-poller";
export type { JobPollerProps } from "./job-poller/props";
export { MissingBundleError } from "./lambda-bundle";
export { PropsError } from "./props-error";
