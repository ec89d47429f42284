import { ComputeEnvironment } from "../../../constructs/job-environment/compute-environment";
import { onlyOf, synthConstruct } from "../synth-construct";

function synthComputeEnvironment(
  maxVcpus: number,
  capacityType: "FARGATE" | "FARGATE_SPOT" = "FARGATE",
): ReturnType<typeof synthConstruct> {
  return synthConstruct((scope) => {
    new ComputeEnvironment(scope, "compute-environment", {
      name: "poller-dev",
      capacityType,
      maxVcpus,
      subnetIds: ["subnet-1"],
      securityGroupIds: ["sg-1"],
    });
  });
}

describe("ComputeEnvironment", () => {
  it.each([0, -1])("rejects maxVcpus %d and names the compute environment", (maxVcpus) => {
    expect(() => synthComputeEnvironment(maxVcpus)).toThrow(
      `maxVcpus of compute environment poller-dev must be at least 1, got ${maxVcpus}`,
    );
  });

  it("uses a name prefix and create_before_destroy, so that it can be replaced while in use", () => {
    const { resource } = synthComputeEnvironment(1);

    const computeEnvironment = onlyOf(resource, "aws_batch_compute_environment");
    expect(computeEnvironment).toMatchObject({
      compute_environment_name_prefix: "poller-dev-fargate-",
      lifecycle: { create_before_destroy: true },
    });
    expect(computeEnvironment).not.toHaveProperty("service_role");
  });

  it("changes its name prefix with its type, because Batch cannot change the type on Fargate", () => {
    const { resource } = synthComputeEnvironment(1, "FARGATE_SPOT");

    expect(onlyOf(resource, "aws_batch_compute_environment")).toMatchObject({
      compute_environment_name_prefix: "poller-dev-fargate-spot-",
      compute_resources: { type: "FARGATE_SPOT" },
    });
  });
});
