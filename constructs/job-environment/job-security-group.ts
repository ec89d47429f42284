import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { setDependencyRoots } from "../aspects";

export interface JobSecurityGroupProps {
  /** Prefix of the group's name. */
  readonly name: string;
  /** VPC of the group. */
  readonly vpcId: string;
  /** Outbound IPv4 traffic: `all`, or TCP ports. @default 443 */
  readonly egress?: "all" | readonly number[];
}

const HTTPS = 443;

/**
 * Security group for jobs: no inbound traffic; outbound HTTPS (registry, logs, AWS APIs) or the given ports. A
 * dependency on it is one on its egress rules: jobs have no network access without them.
 */
export class JobSecurityGroup extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: JobSecurityGroupProps) {
    super(scope, id);
    const group = new SecurityGroup(this, "Resource", {
      namePrefix: `${props.name}-`,
      // Also with other ports: a new description would replace the group.
      description: "Batch jobs: HTTPS out, nothing in",
      vpcId: props.vpcId,
      tags: { Name: props.name },
      // A group in use by a compute environment cannot be deleted, so the replacement is created first.
      lifecycle: { createBeforeDestroy: true },
    });
    this.securityGroupId = group.id;
    setDependencyRoots(this, ...this.egressRules(props.egress ?? [HTTPS]));
  }

  private egressRules(egress: "all" | readonly number[]): VpcSecurityGroupEgressRule[] {
    const { securityGroupId } = this;
    const anywhere = { securityGroupId, cidrIpv4: "0.0.0.0/0" };
    if (egress === "all")
      return [
        new VpcSecurityGroupEgressRule(this, "AllOut", {
          ...anywhere,
          description: "All to anywhere",
          ipProtocol: "-1",
        }),
      ];
    return egress.map((port) => {
      const name = port === HTTPS ? "HTTPS" : `TCP ${port}`;
      return new VpcSecurityGroupEgressRule(this, port === HTTPS ? "HttpsOut" : `Port${port}Out`, {
        ...anywhere,
        description: `${name} to anywhere`,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
      });
    });
  }
}
