import { ApiError } from "./api-error";

/**
 * White space, brackets, wildcards, special characters and control characters.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** Checks the characters of the name of a state machine or an execution. @throws ApiError InvalidName */
export function checkName(name: string): void {
  if (FORBIDDEN.test(name)) throw new ApiError("InvalidName", `Invalid Name: '${name}'`);
}
