import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { setDependencyRoots } from "../aspects";

export interface JobNetworkProps {
  /** Name tag of the network's resources. */
  readonly name: string;
}

const VPC_CIDR = "10.0.0.0/16";
/**
 * One subnet in each of two Availability Zones, with 4,091 addresses each. Jobs can run if one zone has no capacity.
 */
const SUBNET_CIDRS = ["10.0.0.0/20", "10.0.16.0/20"];
const ANYWHERE = "0.0.0.0/0";

/**
 * VPC with public subnets and no NAT gateway. Jobs reach the registry and CloudWatch through their own public IP
 * address, which costs nothing while no job runs. JobSecurityGroup denies all inbound traffic. A dependency on the
 * network is one on the routes of its subnets: a job cannot start without them.
 */
export class JobNetwork extends Construct {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: JobNetworkProps) {
    super(scope, id);
    const tags = { Name: props.name };
    const vpc = new Vpc(this, "Resource", {
      cidrBlock: VPC_CIDR,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags,
    });
    const gateway = new InternetGateway(this, "InternetGateway", { vpcId: vpc.id, tags });
    const routeTable = new RouteTable(this, "RouteTable", { vpcId: vpc.id, tags });
    const route = new Route(this, "InternetRoute", {
      routeTableId: routeTable.id,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    });
    const zones = new DataAwsAvailabilityZones(this, "AvailabilityZones", {
      state: "available",
      // Excludes Local Zones, which are listed after an opt-in: Fargate does not run there.
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
    this.vpcId = vpc.id;
    const subnets = SUBNET_CIDRS.map((cidrBlock, index) => {
      const subnet = new Subnet(this, `Subnet${index + 1}`, {
        vpcId: vpc.id,
        cidrBlock,
        availabilityZone: Token.asString(Fn.element(zones.names, index)),
        tags: { Name: `${props.name}-${index + 1}` },
        // The list changes when AWS adds a zone, and that must not replace a subnet in use.
        lifecycle: { ignoreChanges: ["availability_zone"] },
      });
      const association = new RouteTableAssociation(this, `Subnet${index + 1}Routes`, {
        subnetId: subnet.id,
        routeTableId: routeTable.id,
      });
      return { subnetId: subnet.id, association };
    });
    this.subnetIds = subnets.map(({ subnetId }) => subnetId);
    setDependencyRoots(this, route, ...subnets.map(({ association }) => association));
  }
}
