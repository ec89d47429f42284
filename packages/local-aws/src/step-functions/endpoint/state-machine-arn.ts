import { formatArn, isArn, parseArn, type ArnParts } from "../../arn";
import { ApiError } from "./api-error";

/** Parsed ARN of a state machine, with the version or alias that qualifies it. */
interface StateMachineReference {
  /** ARN without a qualifier. */
  readonly stateMachineArn: string;
  readonly version: number | undefined;
  readonly alias: string | undefined;
}

/** Parses the ARN of a state machine. @throws ApiError InvalidArn if the text is not the ARN of a state machine */
export function parseStateMachineArn(arn: string): StateMachineReference {
  const parts = checkArn(arn);
  const [type = "", name, qualifier] = parts.resource.split(":");
  const resource = name === undefined ? type : `${type}:${name}`;
  const isVersion = qualifier !== undefined && /^\d+$/u.test(qualifier);
  return {
    stateMachineArn: formatArn({ ...parts, resource }),
    version: isVersion ? Number(qualifier) : undefined,
    alias: isVersion ? undefined : qualifier,
  };
}

/** Parses an ARN of Step Functions. @throws ApiError InvalidArn if the text is another ARN or none */
export function checkArn(arn: string): ArnParts {
  if (!isArn(arn)) throw new ApiError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  const parts = parseArn(arn);
  if (parts === undefined) throw new ApiError("InvalidArn", `Invalid Arn: 'Malformed ARN: ${arn}'`);
  if (parts.service !== "states")
    throw new ApiError("InvalidArn", `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);
  return parts;
}
