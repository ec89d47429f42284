import { ApiError } from "./api-error";

/** Parsed ARN of a state machine, with the version or alias that qualifies it. */
export interface StateMachineReference {
  /** ARN without a qualifier. */
  readonly stateMachineArn: string;
  readonly version: number | undefined;
  readonly alias: string | undefined;
}

/** Parses the ARN of a state machine. @throws ApiError InvalidArn if the text is not the ARN of a state machine */
export function parseStateMachineArn(arn: string): StateMachineReference {
  const parts = splitArn(arn);
  const qualifier = parts[7];
  const stateMachineArn = parts.slice(0, 7).join(":");
  const isVersion = qualifier !== undefined && /^\d+$/u.test(qualifier);
  return {
    stateMachineArn,
    version: isVersion ? Number(qualifier) : undefined,
    alias: isVersion ? undefined : qualifier,
  };
}

/** @throws ApiError InvalidArn if the text is not an ARN */
export function checkArn(arn: string): void {
  splitArn(arn);
}

function splitArn(arn: string): readonly string[] {
  if (!arn.startsWith("arn:")) throw new ApiError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  const parts = arn.split(":");
  if (parts.length < 6) throw new ApiError("InvalidArn", `Invalid Arn: 'Malformed ARN: ${arn}'`);
  if (parts[2] !== "states")
    throw new ApiError("InvalidArn", `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);
  return parts;
}
