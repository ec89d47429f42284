import { clientException } from "../endpoint/api-error";
import type { BatchContext } from "../batch-context";
import { changeResource, refuseWhileChanging } from "./resource-store";
import { platformOf, type ComputeEnvironmentStore } from "./compute-environment";
import {
  describeJobQueue,
  jobQueueTypeOf,
  type JobQueue,
  type JobQueueStore,
  type ComputeEnvironmentOrder,
  createJobQueueSchema,
  deleteJobQueueSchema,
  describeJobQueuesSchema,
  updateJobQueueSchema,
} from "./job-queue";
import { defined, operation, type Operation } from "../endpoint/operation";
import { takePage } from "../../paging";
import { toPageRequest } from "../endpoint/common-schemas";
import type { SchedulingPolicyStore } from "./scheduling-policy";

/**
 * CreateJobQueue, UpdateJobQueue, DeleteJobQueue and DescribeJobQueues.
 * @param onDelete - called before a queue is deleted, to end its remaining jobs
 */
export function jobQueueOperations(
  context: BatchContext,
  queues: JobQueueStore,
  { environments, policies }: { environments: ComputeEnvironmentStore; policies: SchedulingPolicyStore },
  onDelete: (queue: JobQueue) => void,
): Operation[] {
  return [
    operation("CreateJobQueue", createJobQueueSchema, (input) => {
      if (queues.find(input.jobQueueName) !== undefined) throw clientException("Object already exists");
      const { computeEnvironmentOrder, jobQueueType, ...settings } = input;
      checkPolicy(policies, input.schedulingPolicyArn);
      const resolved = resolveOrder(environments, computeEnvironmentOrder);
      const ownType = jobQueueTypeOf(resolved.platform);
      if (jobQueueType !== undefined && jobQueueType !== ownType)
        throw clientException(`jobQueueType must be ${ownType} for these compute environments, got ${jobQueueType}`);
      const queue: JobQueue = {
        ...settings,
        jobQueueArn: context.arns.jobQueue(input.jobQueueName),
        status: "VALID",
        schedulingPolicyArn: input.schedulingPolicyArn,
        jobStateTimeLimitActions: input.jobStateTimeLimitActions,
        ...resolved,
      };
      queues.add(queue);
      changeResource(context, queue, "CREATING");
      return nameAndArn(queue);
    }),
    operation("UpdateJobQueue", updateJobQueueSchema, (input) => {
      const queue = queues.get(input.jobQueue);
      refuseWhileChanging(queue, "update");
      checkPolicy(policies, input.schedulingPolicyArn);
      if (input.schedulingPolicyArn !== undefined && queue.schedulingPolicyArn === undefined)
        throw clientException("a scheduling policy can only be set when the job queue is created");
      if (input.computeEnvironmentOrder !== undefined) {
        const resolved = resolveOrder(environments, input.computeEnvironmentOrder);
        if (resolved.platform !== queue.platform)
          throw clientException(
            `compute environments of job queue ${queue.jobQueueName} must remain ${queue.platform}`,
          );
        queue.computeEnvironments = resolved.computeEnvironments;
      }
      queue.state = input.state ?? queue.state;
      queue.priority = input.priority ?? queue.priority;
      queue.schedulingPolicyArn = input.schedulingPolicyArn ?? queue.schedulingPolicyArn;
      queue.jobStateTimeLimitActions = input.jobStateTimeLimitActions ?? queue.jobStateTimeLimitActions;
      changeResource(context, queue, "UPDATING");
      return nameAndArn(queue);
    }),
    operation("DeleteJobQueue", deleteJobQueueSchema, (input) => {
      const queue = queues.get(input.jobQueue);
      refuseWhileChanging(queue, "delete");
      if (queue.state !== "DISABLED") throw clientException("Cannot delete, job queue state must be DISABLED");
      onDelete(queue);
      changeResource(context, queue, "DELETING", () => {
        queues.remove(queue);
      });
      return {};
    }),
    operation("DescribeJobQueues", describeJobQueuesSchema, (input) => {
      const found = input.jobQueues?.flatMap((name) => queues.find(name) ?? []) ?? queues.all();
      const { items, nextToken } = takePage(found, toPageRequest(input, 100));
      return defined({ jobQueues: items.map(describeJobQueue), nextToken });
    }),
  ];
}

function checkPolicy(policies: SchedulingPolicyStore, arn: string | undefined): void {
  if (arn !== undefined && policies.find(arn) === undefined)
    throw clientException(`scheduling policy ${arn} does not exist`);
}

/**
 * @throws BatchApiError (ClientException) if a compute environment does not exist or is not VALID, if a compute
 *   environment or an order occurs twice, or if EC2 and Fargate are mixed
 * @see https://github.com/badmintoncryer/cdk-preflight/tree/main/rules/batch for the messages, measured on AWS
 */
function resolveOrder(
  environments: ComputeEnvironmentStore,
  order: ComputeEnvironmentOrder,
): Pick<JobQueue, "computeEnvironments" | "platform"> {
  if (order.length === 0) throw clientException("computeEnvironmentOrder is required.");
  if (new Set(order.map((entry) => entry.order)).size < order.length)
    throw clientException("Duplicate ComputeEnvironment order values.");
  const resolved = order
    .map((entry) => ({ order: entry.order, environment: environments.get(entry.computeEnvironment) }))
    .sort((one, other) => one.order - other.order);
  for (const { environment } of resolved) {
    if (environment.status !== "VALID")
      throw clientException(`${environment.computeEnvironmentArn} is not in VALID status, got ${environment.status}`);
  }
  if (new Set(resolved.map(({ environment }) => environment)).size < order.length)
    throw clientException("computeEnvironmentOrder must name each compute environment once");
  const platforms = [...new Set(resolved.map(({ environment }) => platformOf(environment)))];
  const platform = platforms[0] ?? "EC2";
  if (platforms.length > 1) throw clientException("Fargate and EC2 compute environments can not be mixed.");
  return { computeEnvironments: resolved, platform };
}

const nameAndArn = ({ jobQueueName, jobQueueArn }: JobQueue): object => ({ jobQueueName, jobQueueArn });
