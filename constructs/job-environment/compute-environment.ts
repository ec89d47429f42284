import { BatchComputeEnvironment } from "@cdktf/provider-aws/lib/batch-compute-environment";
import { Construct } from "constructs";
import { providerVersionOf } from "../provider-version";

export interface ComputeEnvironmentProps {
  /** Name prefix; the capacity type and a Terraform suffix are appended. 1 to 85 letters, digits, `-` or `_`. */
  readonly name: string;
  /** `FARGATE_SPOT` is cheaper, but AWS can interrupt jobs with a two-minute warning. */
  readonly capacityType: "FARGATE" | "FARGATE_SPOT";
  /** Maximum vCPUs of all running jobs; at least 1. */
  readonly maxVcpus: number;
  /** Subnets of the jobs; at least one. */
  readonly subnetIds: readonly string[];
  /** Security groups of the jobs. */
  readonly securityGroupIds: readonly string[];
}

const NAME_OF_TYPE = { FARGATE: "fargate", FARGATE_SPOT: "fargate-spot" };

/**
 * Managed Fargate compute environment that uses the AWS Batch service-linked role.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html
 */
export class ComputeEnvironment extends Construct {
  readonly computeEnvironmentArn: string;

  /** @throws RangeError when `maxVcpus` is below 1 */
  constructor(scope: Construct, id: string, props: ComputeEnvironmentProps) {
    super(scope, id);
    if (props.maxVcpus < 1)
      throw new RangeError(`maxVcpus of compute environment ${props.name} must be at least 1, got ${props.maxVcpus}`);
    const resource = new BatchComputeEnvironment(this, "Resource", {
      type: "MANAGED",
      state: "ENABLED",
      computeResources: {
        type: props.capacityType,
        maxVcpus: props.maxVcpus,
        subnets: [...props.subnetIds],
        securityGroupIds: [...props.securityGroupIds],
      },
      lifecycle: { createBeforeDestroy: true },
    });
    // A prefix, because the replacement must exist before the job queue switches to it. It contains the type, so that
    // a new type replaces the environment: the provider would update it in place, which Batch rejects on Fargate.
    const prefix = `${props.name}-${NAME_OF_TYPE[props.capacityType]}-`;
    // Renamed in provider 6, in the bindings too.
    const isProvider5 = providerVersionOf(resource).startsWith("5.");
    resource.addOverride(isProvider5 ? "compute_environment_name_prefix" : "name_prefix", prefix);
    this.computeEnvironmentArn = resource.arn;
  }
}
