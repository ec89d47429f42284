import { findDecisive } from "./decisive-container";
import {
  findText,
  type Job,
  type JobAttempt,
  type JobContainer,
  type NodeRange,
  type PodContainers,
  type TaskProperties,
} from "./job";
import { findMainNodeRange } from "./main-node";

/**
 * A job of several containers, of several nodes or on EKS in the form of one that has a single container: the
 * container that decides how the job ends takes its place. Any other job is returned unchanged.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EcsPropertiesDetail.html
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EksPropertiesDetail.html
 */
export function unifyJob(job: Job): Job {
  const range = findMainNodeRange(job);
  const defined = listContainers(job, range);
  const attempts = listAttempts(job);
  const last = attempts?.at(-1);
  const succeeded = job.status === "SUCCEEDED";
  const own = findDecisive(matchContainers(defined, last?.said ?? [], preferFirst), succeeded);
  if (own === undefined && range?.container === undefined && !isOnEks(job)) return job;
  return {
    ...withoutContainers(job),
    // The parent of a multi-node job has no container of its own; its log group is in the node range.
    container: own ?? { logConfiguration: range?.container?.logConfiguration, ...job.container },
    attempts: attempts?.map(({ attempt, said }) => {
      const isLast = attempt === last?.attempt;
      const matched = matchContainers(defined, said, isLast ? preferSecond : onlySecond);
      return {
        ...attempt,
        taskProperties: undefined,
        container: said.length === 0 ? attempt.container : findDecisive(matched, succeeded && isLast),
      };
    }),
  };
}

/** Returns the job without its containers, once one stands for all. */
const withoutContainers = (job: Job): Job => ({
  ...job,
  ecsProperties: undefined,
  eksProperties: undefined,
  eksAttempts: undefined,
  nodeProperties: undefined,
});

function listContainers(job: Job, range: NodeRange | undefined): readonly JobContainer[] {
  const own = [...listTaskContainers(job.ecsProperties), ...listPodContainers(job.eksProperties?.podProperties)];
  if (own.length > 0) return own;
  return [...listTaskContainers(range?.ecsProperties), ...listPodContainers(range?.eksProperties?.podProperties)];
}

const listTaskContainers = (properties: TaskProperties | undefined): readonly JobContainer[] =>
  (properties?.taskProperties ?? []).flatMap(({ containers }) => containers ?? []);

const listPodContainers = (pod: PodContainers | undefined): readonly JobContainer[] => [
  ...(pod?.containers ?? []),
  ...(pod?.initContainers ?? []).map((container) => ({ ...container, essential: false, isInit: true })),
];

interface ListedAttempt {
  readonly attempt: JobAttempt;
  /** Ends of the attempt's containers. */
  readonly said: readonly JobContainer[];
}

const isOnEks = ({ eksAttempts }: Job): boolean => eksAttempts !== undefined && eksAttempts.length > 0;

function listAttempts(job: Job): readonly ListedAttempt[] | undefined {
  if (isOnEks(job)) return job.eksAttempts?.map((attempt) => ({ attempt, said: listPodContainers(attempt) }));
  return job.attempts?.map((attempt) => ({ attempt, said: listTaskContainers(attempt) }));
}

type Outcome = Pick<JobContainer, "exitCode" | "reason" | "logStreamName">;
type Choice = (defined: Outcome, said: Outcome | undefined) => Outcome;

const preferFirst: Choice = (first, second) => ({
  exitCode: first.exitCode ?? second?.exitCode,
  reason: findText(first.reason) ?? second?.reason,
  logStreamName: first.logStreamName ?? second?.logStreamName,
});
const preferSecond: Choice = (defined, said) => preferFirst(said ?? {}, defined);
const onlySecond: Choice = (_defined, said) => preferFirst(said ?? {}, undefined);

/**
 * The defined containers with how they ended. Attempts do not repeat what is essential, and list containers in any
 * order: they match by name, or by position where a name is missing. A named container that is not defined was added
 * by AWS, as GuardDuty's agent is, and is ignored.
 */
function matchContainers(
  defined: readonly JobContainer[],
  said: readonly JobContainer[],
  choose: Choice,
): readonly JobContainer[] {
  if (defined.length === 0) return said;
  const surplus = said.filter(({ name }, index) => name === undefined && index >= defined.length);
  const matched = defined.map((container, index) => {
    const atIndex = said[index];
    const isUnnamed = container.name === undefined || atIndex?.name === undefined;
    const match = said.find(({ name }) => name !== undefined && name === container.name);
    return { ...container, ...choose(container, match ?? (isUnnamed ? atIndex : undefined)) };
  });
  return [...matched, ...surplus];
}
