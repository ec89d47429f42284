import type { JobContainer } from "./job";

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
export function findDecisive(containers: readonly JobContainer[], succeeded: boolean): JobContainer | undefined {
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
