/** Default prefix of the IAM paths. */
export const DEFAULT_ROLE_PATH = "/";

/**
 * Returns the IAM path of the roles that a deployment creates. A deploy role may pass only roles on this path.
 * @param rolePath - prefix that begins and ends with `/`
 */
export const serviceRolePath = (rolePath = DEFAULT_ROLE_PATH): string => `${rolePath}job-status-poller/`;

/**
 * Returns the IAM path of the deploy roles and their policies. The deploy roles have no permissions on this path.
 * @param rolePath - prefix that begins and ends with `/`
 */
export const deployPath = (rolePath = DEFAULT_ROLE_PATH): string => `${rolePath}job-status-poller-deploy/`;
