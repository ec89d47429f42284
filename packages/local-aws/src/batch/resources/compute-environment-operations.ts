import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { clientException } from "../endpoint/api-error";
import type { BatchContext } from "../batch-context";
import { changeResource, refuseWhileChanging } from "./resource-store";
import {
  checkComputeEnvironment,
  describeComputeEnvironment,
  type ComputeEnvironment,
  type ComputeEnvironmentStore,
  createComputeEnvironmentSchema,
  deleteComputeEnvironmentSchema,
  describeComputeEnvironmentsSchema,
  updateComputeEnvironmentSchema,
} from "./compute-environment";
import { computeResourcesSchema, type computeResourcesUpdateSchema } from "./compute-resources";
import type { JobQueueStore } from "./job-queue";
import { defined, operation, parseInput, type Operation } from "../endpoint/operation";
import { takePage } from "../../paging";
import { toPageRequest } from "../endpoint/common-schemas";

/** CreateComputeEnvironment, UpdateComputeEnvironment, DeleteComputeEnvironment and DescribeComputeEnvironments. */
export function computeEnvironmentOperations(
  context: BatchContext,
  environments: ComputeEnvironmentStore,
  jobQueues: JobQueueStore,
): Operation[] {
  return [
    operation("CreateComputeEnvironment", createComputeEnvironmentSchema, (input) => {
      if (environments.find(input.computeEnvironmentName) !== undefined) throw clientException("Object already exists");
      checkComputeEnvironment(input);
      if (input.state !== "ENABLED") throw clientException("Compute Environment must be created in ENABLED state.");
      const environment = create(context, input);
      environments.add(environment);
      changeResource(context, environment, "CREATING");
      return nameAndArn(environment);
    }),
    operation("UpdateComputeEnvironment", updateComputeEnvironmentSchema, (input) => {
      const environment = environments.get(input.computeEnvironment);
      refuseWhileChanging(environment, "update");
      update(environment, input);
      changeResource(context, environment, "UPDATING");
      return nameAndArn(environment);
    }),
    operation("DeleteComputeEnvironment", deleteComputeEnvironmentSchema, (input) => {
      const environment = environments.get(input.computeEnvironment);
      refuseWhileChanging(environment, "delete");
      if (environment.state !== "DISABLED")
        throw clientException("Cannot delete, compute environment state must be DISABLED");
      if (jobQueues.usesComputeEnvironment(environment.computeEnvironmentArn))
        throw clientException("Cannot delete, found existing JobQueue relationship");
      changeResource(context, environment, "DELETING", () => {
        environments.remove(environment);
      });
      return {};
    }),
    operation("DescribeComputeEnvironments", describeComputeEnvironmentsSchema, (input) => {
      const found = input.computeEnvironments?.flatMap((name) => environments.find(name) ?? []) ?? environments.all();
      const { items, nextToken } = takePage(found, toPageRequest(input, 100));
      return defined({ computeEnvironments: items.map(describeComputeEnvironment), nextToken });
    }),
  ];
}

function create({ arns }: BatchContext, input: z.output<typeof createComputeEnvironmentSchema>): ComputeEnvironment {
  const uuid = randomUUID();
  const ecsClusterName = `AWSBatch-${input.computeEnvironmentName}-${uuid}`;
  return {
    computeEnvironmentName: input.computeEnvironmentName,
    computeEnvironmentArn: arns.computeEnvironment(input.computeEnvironmentName),
    uuid,
    ecsClusterName,
    ecsClusterArn: arns.ecsCluster(ecsClusterName),
    type: input.type,
    state: input.state,
    status: "VALID",
    serviceRole: input.serviceRole ?? arns.serviceLinkedRole(),
    tags: input.tags,
    computeResources: input.computeResources,
    unmanagedvCpus: input.unmanagedvCpus,
    updatePolicy: undefined,
    context: input.context,
  };
}

function update(environment: ComputeEnvironment, input: z.output<typeof updateComputeEnvironmentSchema>): void {
  const computeResources = mergeResources(environment, input.computeResources);
  const serviceRole = input.serviceRole ?? environment.serviceRole;
  const unmanagedvCpus = input.unmanagedvCpus ?? environment.unmanagedvCpus;
  checkComputeEnvironment({ type: environment.type, computeResources, serviceRole, unmanagedvCpus });
  environment.computeResources = computeResources;
  environment.serviceRole = serviceRole;
  environment.unmanagedvCpus = unmanagedvCpus;
  environment.state = input.state ?? environment.state;
  environment.updatePolicy = input.updatePolicy ?? environment.updatePolicy;
  environment.context = input.context ?? environment.context;
}

function mergeResources(
  { computeEnvironmentName, computeResources }: ComputeEnvironment,
  update: z.output<typeof computeResourcesUpdateSchema> | undefined,
): ComputeEnvironment["computeResources"] {
  if (update === undefined) return computeResources;
  if (computeResources === undefined)
    throw clientException(`computeResources is not applicable for ${computeEnvironmentName}`);
  // It is an action, not a setting, and has no effect here.
  const changes = Object.entries(update).filter(([name]) => name !== "updateToLatestImageVersion");
  return parseInput(computeResourcesSchema, { ...computeResources, ...Object.fromEntries(changes) });
}

const nameAndArn = ({ computeEnvironmentName, computeEnvironmentArn }: ComputeEnvironment): object => ({
  computeEnvironmentName,
  computeEnvironmentArn,
});
