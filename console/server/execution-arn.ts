/** Step Functions' own rule for a name, wider than that for one that is given here. */
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/u;

/** @returns undefined when the text cannot be the name of an execution */
export function composeArn(stateMachineArn: string, executionName: string): string | undefined {
  if (!EXECUTION_NAME.test(executionName)) return undefined;
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${executionName}`;
}

/** Last part of an ARN. */
export const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);
