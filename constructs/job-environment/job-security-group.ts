import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { setDependencyRoots } from "../aspects";

export interface JobSecurityGroupProps {
  /** Prefix of the group's name. */
  readonly name: string;
  /** VPC of the group. */
  readonly vpcId: string;
}

/**
 * Security group for jobs: outbound HTTPS (registry, logs, AWS APIs), no inbound traffic. A dependency on it is one
 * on its egress rule: jobs have no network access without it.
 */
export class JobSecurityGroup extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: JobSecurityGroupProps) {
    super(scope, id);
    const group = new SecurityGroup(this, "Resource", {
      namePrefix: `${props.name}-`,
      description: "Batch jobs: HTTPS out, nothing in",
      vpcId: props.vpcId,
      tags: { Name: props.name },
      // A group in use by a compute environment cannot be deleted, so the replacement is created first.
      lifecycle: { createBeforeDestroy: true },
    });
    this.securityGroupId = group.id;
    const httpsOut = new VpcSecurityGroupEgressRule(this, "HttpsOut", {
      securityGroupId: group.id,
      description: "HTTPS to anywhere",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
    });
    setDependencyRoots(this, httpsOut);
  }
}
