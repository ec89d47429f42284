/**
 * Returns the IAM path of the roles that a deployment creates. A deploy role may pass only roles on this path.
 * @param rolePath - prefix that begins and ends with `/`; `/` by default
 */
export const serviceRolePath = (rolePath = "/"): string => `${rolePath}job-status-poller/`;

/**
 * Returns the IAM path of the deploy roles and their policies. The deploy roles have no permissions on this path.
 * @param rolePath - prefix that begins and ends with `/`; `/` by default
 */
export const deployPath = (rolePath = "/"): string => `${rolePath}job-status-poller-deploy/`;
