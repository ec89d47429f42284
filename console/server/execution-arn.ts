import { executionArnOf } from "../../workflow/arn";

/** Naming rule of Step Functions. It allows more characters than names that this project assigns. */
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/u;

/** Returns the ARN of an execution; undefined if the name is invalid. */
export function composeArn(stateMachineArn: string, executionName: string): string | undefined {
  if (!EXECUTION_NAME.test(executionName)) return undefined;
  return executionArnOf(stateMachineArn, executionName);
}
