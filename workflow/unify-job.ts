import type { Job, JobContainer } from "./job";

/**
 * A job of several containers, or on EKS, in the form of one that has a single container: the one that decides how the
 * job ends takes its place. Any other job comes back as it is.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EcsPropertiesDetail.html
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EksPropertiesDetail.html
 */
export function unifyJob(job: Job): Job {
  const { containers = [], initContainers = [] } = job.eksProperties?.podProperties ?? {};
  const own = findDecisive([...listTaskContainers(job.ecsProperties), ...containers, ...initContainers]);
  if (own === undefined) return job;
  const eksAttempts = job.eksAttempts?.map((attempt) => ({
    ...attempt,
    container: findDecisive([...(attempt.containers ?? []), ...(attempt.initContainers ?? [])]),
  }));
  const attempts = job.attempts?.map((attempt) => ({
    ...attempt,
    container: findDecisive(listTaskContainers(attempt)) ?? attempt.container,
  }));
  return { ...job, container: own, attempts: eksAttempts ?? attempts };
}

type TaskProperties = NonNullable<Job["ecsProperties"]>;

const listTaskContainers = (properties: TaskProperties | undefined): readonly JobContainer[] =>
  (properties?.taskProperties ?? []).flatMap(({ containers }) => containers ?? []);

/** The first that failed, or else the first; one that is not essential does not end its job. */
function findDecisive(containers: readonly JobContainer[]): JobContainer | undefined {
  const essential = containers.filter((container) => container.essential !== false);
  return essential.find(({ exitCode = 0 }) => exitCode !== 0) ?? essential[0];
}
