import { addDependencies } from "../../../constructs/aspects";
import { ComputeEnvironment } from "../../../constructs/job-environment/compute-environment";
import { JobNetwork } from "../../../constructs/job-environment/job-network";
import { JobSecurityGroup } from "../../../constructs/job-environment/job-security-group";
import { onlyOf, synthConstruct } from "../synth-construct";

describe("JobNetwork", () => {
  it("has a subnet in each of two zones and keeps them when AWS adds a zone", () => {
    const { resource } = synthConstruct((scope) => new JobNetwork(scope, "network", { name: "poller-dev" }));

    const subnets = Object.values(resource["aws_subnet"] ?? {});
    expect(subnets.map((subnet) => subnet["availability_zone"])).toEqual([
      expect.stringMatching(/^\$\{element\(data\.aws_availability_zones\..*\.names, 0\)\}$/),
      expect.stringMatching(/^\$\{element\(data\.aws_availability_zones\..*\.names, 1\)\}$/),
    ]);
    expect(subnets.map((subnet) => subnet["lifecycle"])).toEqual(
      Array(2).fill({ ignore_changes: ["availability_zone"] }),
    );
  });

  it("allows outbound HTTPS only and no inbound traffic", () => {
    const { resource } = synthConstruct(
      (scope) => new JobSecurityGroup(scope, "group", { name: "poller-dev", vpcId: "vpc-1" }),
    );

    expect(onlyOf(resource, "aws_vpc_security_group_egress_rule")).toMatchObject({
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    });
    expect(resource["aws_vpc_security_group_ingress_rule"]).toBeUndefined();
    expect(onlyOf(resource, "aws_security_group")).not.toHaveProperty("ingress");
  });

  it.each([
    [
      [443, 5432],
      ["443-443", "5432-5432"],
    ],
    ["all", ["all"]],
  ] as const)("allows outbound traffic to the ports %j", (egress, expected) => {
    const { resource } = synthConstruct(
      (scope) => new JobSecurityGroup(scope, "group", { name: "poller-dev", vpcId: "vpc-1", egress }),
    );

    const rules = Object.values(resource["aws_vpc_security_group_egress_rule"] ?? {});
    const ports = rules.map((rule) =>
      rule["ip_protocol"] === "-1" ? "all" : `${String(rule["from_port"])}-${String(rule["to_port"])}`,
    );
    expect(ports).toEqual(expected);
  });

  it("creates the routes before the compute environment and destroys them after it", () => {
    const { resource } = synthConstruct((scope) => {
      const network = new JobNetwork(scope, "network", { name: "poller-dev" });
      const computeEnvironment = new ComputeEnvironment(scope, "compute-environment", {
        name: "poller-dev",
        capacityType: "FARGATE_SPOT",
        maxVcpus: 1,
        subnetIds: network.subnetIds,
        securityGroupIds: [],
      });
      computeEnvironment.node.addDependency(network);
      addDependencies(scope);
    });

    expect(onlyOf(resource, "aws_batch_compute_environment")).toMatchObject({
      depends_on: [
        expect.stringMatching(/^aws_route\./),
        expect.stringMatching(/^aws_route_table_association\./),
        expect.stringMatching(/^aws_route_table_association\./),
      ],
    });
  });
});
