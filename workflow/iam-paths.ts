/** IAM path of the roles that a deployment creates. A deploy role may pass only roles on this path. */
export const SERVICE_ROLE_PATH = "/job-status-poller/";

/** IAM path of the deploy roles and their policies. The deploy roles have no permissions on this path. */
export const DEPLOY_PATH = "/job-status-poller-deploy/";
