/**
 * Checks a name for an execution before StartExecution is called: CloudWatch loses executions whose names hold
 * characters outside ASCII, although Step Functions accepts them.
 * @returns the name, unchanged
 * @throws RangeError when it is not 1 to 80 characters of `0-9A-Za-z-_`
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function parseExecutionName(name: string): string {
  const length = Array.from(name).length;
  if (length < 1 || length > 80)
    throw new RangeError(`execution name must have 1 to 80 characters, got ${length}: ${JSON.stringify(name)}`);
  const foreign = Array.from(name).find((character) => !/[0-9A-Za-z_-]/.test(character));
  if (foreign !== undefined)
    throw new RangeError(
      `execution name may hold only 0-9, A-Z, a-z, "-" and "_", got ${JSON.stringify(foreign)} in ${JSON.stringify(name)}`,
    );
  return name;
}
