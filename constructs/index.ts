/** Public API of `job-status-poller/constructs`. */
export type { AwsLocation } from "./aws-location";
export {
  ExecutionNotification,
  type ExecutionNotificationProps,
} from "./events/execution-notification/execution-notification";
export { ObjectCreatedStart, type ObjectCreatedStartProps } from "./events/execution-start/object-created-start";
export { ScheduledStart, type ScheduledStartProps } from "./events/execution-start/scheduled-start";
export { JobPoller } from "./job-poller/job-poller";
export type { JobPollerProps } from "./job-poller/props";
export { MissingBundleError } from "./job-poller/lambda-bundle";
export { PropsError } from "./props-error";
