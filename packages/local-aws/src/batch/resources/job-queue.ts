import { clientException } from "../endpoint/api-error";
import { isArn, nameOf } from "../../arn";
import type { ChangeableResource } from "../batch-context";
import type { ComputeEnvironment } from "./compute-environment";
import type { JobStateTimeLimitAction } from "./job-queue-schemas";
import { defined } from "../endpoint/operation";
import type { Tags } from "../../tags";

export interface JobQueue extends ChangeableResource {
  readonly jobQueueName: string;
  readonly jobQueueArn: string;
  state: "ENABLED" | "DISABLED";
  priority: number;
  schedulingPolicyArn: string | undefined;
  /** In the order in which the scheduler tries them. */
  computeEnvironments: readonly { readonly order: number; readonly environment: ComputeEnvironment }[];
  jobStateTimeLimitActions: readonly JobStateTimeLimitAction[] | undefined;
  tags: Tags;
  readonly platform: "EC2" | "FARGATE";
}

export function describeJobQueue(queue: JobQueue): object {
  const { computeEnvironments, platform, ...described } = queue;
  return defined({
    ...described,
    statusReason: "JobQueue Healthy",
    jobQueueType: platform === "FARGATE" ? "ECS_FARGATE" : "ECS",
    computeEnvironmentOrder: computeEnvironments.map(({ order, environment }) => ({
      order,
      computeEnvironment: environment.computeEnvironmentArn,
    })),
  });
}

/** Job queues by name. Every lookup accepts a name or an ARN. */
export class JobQueueStore {
  private readonly byName = new Map<string, JobQueue>();

  add(queue: JobQueue): void {
    this.byName.set(queue.jobQueueName, queue);
  }

  remove(queue: JobQueue): void {
    this.byName.delete(queue.jobQueueName);
  }

  all(): JobQueue[] {
    return [...this.byName.values()];
  }

  find(nameOrArn: string): JobQueue | undefined {
    const found = this.byName.get(nameOf(nameOrArn));
    return found !== undefined && isArn(nameOrArn) && found.jobQueueArn !== nameOrArn ? undefined : found;
  }

  /** @throws BatchApiError (ClientException) if it does not exist */
  get(nameOrArn: string): JobQueue {
    const found = this.find(nameOrArn);
    if (found === undefined) throw clientException(`${nameOrArn} does not exist`);
    return found;
  }

  usesComputeEnvironment(computeEnvironmentArn: string): boolean {
    return this.all().some((queue) =>
      queue.computeEnvironments.some(({ environment }) => environment.computeEnvironmentArn === computeEnvironmentArn),
    );
  }
}
