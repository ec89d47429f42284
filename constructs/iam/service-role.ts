import type { Construct } from "constructs";
import { serviceRolePath } from "../../workflow/iam-paths";
import { trustPolicyDocument, type Conditions } from "./policy-document";
import { Role, type RoleProps } from "./role";

export interface ServiceRoleProps extends Omit<RoleProps, "path" | "trustPolicy"> {
  /** Service principal that assumes the role, like `lambda.amazonaws.com`. */
  readonly service: string;
  /** Prefix of the role's IAM path, like `/team-a/`. @default "/" */
  readonly rolePath?: string | undefined;
  /** Conditions of the trust policy. @default none */
  readonly trustConditions?: Conditions;
}

/** IAM role that one AWS service assumes, with only the listed permissions. */
export class ServiceRole extends Role {
  /** @throws RangeError if the name or the policy exceeds IAM's limits */
  constructor(scope: Construct, id: string, { service, trustConditions, rolePath, ...props }: ServiceRoleProps) {
    super(scope, id, {
      ...props,
      path: serviceRolePath(rolePath),
      trustPolicy: trustPolicyDocument(service, trustConditions),
    });
  }
}
