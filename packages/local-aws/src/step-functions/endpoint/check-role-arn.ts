import { ApiError } from "./api-error";

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/u;

/**
 * Returns the ARN of a state machine's role. Does not check that the role exists.
 * @throws ApiError InvalidArn if the text is not the ARN of an IAM role
 */
export function checkRoleArn(arn: string): string {
  if (!ROLE_ARN.test(arn)) throw new ApiError("InvalidArn", `Invalid Role Arn: '${arn}'`);
  return arn;
}
