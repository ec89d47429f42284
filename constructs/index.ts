/** What other CDKTF apps may import, as `job-status-poller/constructs`. */
export type { AwsLocation } from "./aws-location";
export { MissingBundleError } from "./lambda-bundle";
export { JobPollerPropsError } from "./job-poller/check-props";
export { JobPoller } from "./job-poller/job-poller";
export type { JobPollerProps } from "./job-poller/props";
