import {
  findText,
  type Job,
  type JobAttempt,
  type JobContainer,
  type NodeRange,
  type PodContainers,
  type TaskProperties,
} from "./job";

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

/** Exit codes of a container that was stopped: 128 + SIGTERM, 128 + SIGKILL. */
export const STOPPED_EXIT_CODES: readonly number[] = [143, 137];
/**
 * Reasons that only repeat the exit code or say that the container waited. Lower case.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export const EMPTY_REASONS: readonly string[] = ["error", "completed", "podinitializing", "containercreating"];
/** Reasons that name another container's failure, or a failure while the container was being stopped. Lower case. */
export const CONSEQUENCE_REASONS: readonly string[] = ["dependenc", "cannotstopcontainererror"];

/**
 * The container whose end is the job's end. One that is not essential counts only if others wait for it and no
 * essential container ran. A stopped container is a consequence if another one failed.
 * @param succeeded - whether the job, or the attempt, succeeded
 * @returns undefined if no container is essential
 */
function findDecisive(containers: readonly JobContainer[], succeeded: boolean): JobContainer | undefined {
  const essential = containers.filter((container) => container.essential !== false);
  if (succeeded) return essential.find(({ exitCode }) => exitCode === 0) ?? essential[0];
  return (
    essential.find(failedOnItsOwn) ??
    (essential.some(hasEnded) ? undefined : findFailedDependency(containers)) ??
    // SIGKILL may be the kernel's; SIGTERM is how ECS stops a container.
    essential.find(({ exitCode }) => exitCode === 137) ??
    essential.find(hasFailed) ??
    essential[0]
  );
}

function findFailedDependency(containers: readonly JobContainer[]): JobContainer | undefined {
  const conditions = (name: string | undefined): (string | undefined)[] =>
    containers
      .flatMap(({ dependsOn }) => dependsOn ?? [])
      .filter(({ containerName }) => containerName === name)
      .map(({ condition }) => condition);
  const failed = containers.filter(
    (container) => container.essential === false && hasFailed(container) && blocks(container, conditions),
  );
  return failed.find(failedOnItsOwn) ?? failed[0];
}

/** Whether others waited for this container. One that only had to start did so if it was stopped later. */
function blocks(container: JobContainer, conditions: (name: string | undefined) => (string | undefined)[]): boolean {
  if (container.isInit === true) return true;
  const waited = conditions(container.name);
  return failedOnItsOwn(container) ? waited.length > 0 : waited.some((condition) => condition !== "START");
}

const hasEnded = (container: JobContainer): boolean => container.exitCode !== undefined || hasOwnReason(container);

const hasFailed = (container: JobContainer): boolean =>
  container.exitCode === undefined ? hasOwnReason(container) : container.exitCode !== 0;

const failedOnItsOwn = (container: JobContainer): boolean =>
  hasFailed(container) &&
  (hasOwnReason(container) || (container.exitCode !== undefined && !STOPPED_EXIT_CODES.includes(container.exitCode)));

function hasOwnReason({ reason }: JobContainer): boolean {
  const text = reason?.toLowerCase() ?? "";
  return text !== "" && !EMPTY_REASONS.includes(text) && !CONSEQUENCE_REASONS.some((part) => text.includes(part));
}

/** Nodes of a range; an open end is Infinity. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The node range with the main node of a multi-node job; the narrowest one, because it overrides the others.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeRangeProperty.html
 */
function findMainNodeRange({ nodeProperties }: Job): NodeRange | undefined {
  const mainNode = nodeProperties?.mainNode ?? 0;
  return (nodeProperties?.nodeRangeProperties ?? [])
    .flatMap((range) => {
      const span = parseTargetNodes(range.targetNodes);
      return span !== undefined && span.from <= mainNode && mainNode <= span.to ? { range, span } : [];
    })
    .sort((one, other) => width(one.span) - width(other.span))[0]?.range;
}

/** Highest number that an open range reaches; Batch allows 1,000 nodes. */
export const LAST_NODE = 999_999;

function parseTargetNodes(targetNodes: string | undefined): Span | undefined {
  const match = /^(\d*)(?::(\d*))?$/.exec(targetNodes ?? "none");
  if (match === null) return undefined;
  const from = Number(match[1]);
  return { from, to: match[2] === undefined ? from : match[2] === "" ? LAST_NODE : Number(match[2]) };
}

const width = ({ from, to }: Span): number => to - from;
