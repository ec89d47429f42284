import { SizeError } from "../size-error";

/** Conditions of a statement: operator -> condition key -> values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Allow statement of an IAM policy. */
export interface PolicyStatement {
  /** Statement ID; letters and digits only. */
  readonly sid: string;
  /** Actions, like `batch:SubmitJob`. */
  readonly actions: readonly string[];
  /** ARNs or ARN patterns. */
  readonly resources: readonly string[];
  /** @default none */
  readonly conditions?: Conditions;
}

export const POLICY_VERSION = "2012-10-17";

/** @throws SizeError if a policy exceeds IAM's limit, in characters */
export function checkPolicyLength(what: string, policy: string, limit: number): void {
  if (policy.length > limit)
    throw new SizeError(
      what,
      { size: limit, unit: "characters" },
      policy.length,
      "shorten lists of ARNs and statements, or use wildcards",
    );
}

/** Returns an IAM policy as JSON. It is literal, so tests can read it without Terraform. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const json = JSON.stringify({
    Version: POLICY_VERSION,
    Statement: statements.map(({ sid, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
  // An IAM policy variable such as ${aws:PrincipalTag/team} is no Terraform expression; tokens of cdktf are.
  return json.replace(/\$\{(?=[\w-]+:)/g, String.raw`\u0024{`);
}

/**
 * Returns the trust policy that allows one AWS service to assume a role.
 * @param service - service principal, like `lambda.amazonaws.com`
 * @param conditions - source of the request; without it, a resource of another account could use the role
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustPolicyDocument(service: string, conditions?: Conditions): string {
  return JSON.stringify({
    Version: POLICY_VERSION,
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(conditions === undefined ? {} : { Condition: conditions }),
      },
    ],
  });
}
