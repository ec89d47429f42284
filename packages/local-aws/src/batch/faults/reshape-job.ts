import { z } from "zod";
import type { FaultNamed } from "./fault-schemas";

/** Members of a DescribeJobs job that reshaping reads or changes. */
export const shownJobSchema = z.looseObject({
  jobId: z.string(),
  jobArn: z.string(),
  jobName: z.string(),
  createdAt: z.number(),
  container: z.looseObject({}).optional(),
  attempts: z.array(z.looseObject({ container: z.looseObject({}).optional() })).optional(),
});
export type ShownJob = z.output<typeof shownJobSchema>;

/** Returns the job as Batch describes a job of another kind, whose exit code and reason are not in `container`. */
export function reshapeJob(job: ShownJob, shape: FaultNamed<"JobShape">["shape"]): ShownJob {
  switch (shape) {
    case "MULTI_CONTAINER":
      return toMultiContainer(job, { essential: false, exitCodeOf: () => 0 });
    case "EKS":
      return toEks(job);
    case "MULTI_NODE":
      return toMultiNode(job);
  }
}

/**
 * Returns the job as a multi-container job whose essential sidecar failed in the first attempts. ECS stops the task
 * when an essential container ends.
 */
export const reshapeWithSidecar = (
  job: ShownJob,
  { exitCode, times }: Pick<FaultNamed<"SidecarFailed">, "exitCode" | "times">,
): ShownJob => toMultiContainer(job, { essential: true, exitCodeOf: (index) => (index < times ? exitCode : 0) });

/** Container next to the main one. */
interface Sidecar {
  readonly essential: boolean;
  /** @param attemptIndex - starting at 0 */
  readonly exitCodeOf: (attemptIndex: number) => number;
}

/**
 * Describes a multi-container job: every container has its own result, and `container` is empty, also in each
 * attempt. Only the last attempt is in `ecsProperties`.
 */
function toMultiContainer(job: ShownJob, { essential, exitCodeOf }: Sidecar): ShownJob {
  const ended = job.attempts?.length ?? 0;
  const sidecar = { name: "sidecar", essential, exitCode: ended === 0 ? 0 : exitCodeOf(ended - 1) };
  const containers = [sidecar, { ...job.container, name: "main", essential: true }];
  return {
    ...job,
    container: {},
    ecsProperties: { taskProperties: [{ containers }] },
    attempts: (job.attempts ?? []).map(({ container, ...attempt }, index) => ({
      ...attempt,
      container: {},
      taskProperties: [
        {
          containers: [
            { name: "sidecar", exitCode: exitCodeOf(index) },
            { ...container, name: "main" },
          ],
        },
      ],
    })),
  };
}

/**
 * Describes a job on EKS: the containers belong to a pod, attempts are listed separately, and the cluster determines
 * the log destination.
 */
function toEks(job: ShownJob): ShownJob {
  const { container, attempts = [] } = job;
  const pick = (from: ShownJob["container"]) => ({
    name: "main",
    exitCode: from?.["exitCode"],
    // Kubernetes uses its own term.
    reason: String(from?.["reason"]).startsWith("OutOfMemoryError") ? "OOMKilled" : from?.["reason"],
  });
  return {
    ...job,
    container: undefined,
    attempts: [],
    eksProperties: { podProperties: { containers: [pick(container)] } },
    eksAttempts: attempts.map(({ container: own, ...attempt }) => ({ ...attempt, containers: [pick(own)] })),
  };
}

/** Describes a multi-node job: the job has no container, and each node is a job of its own, `ID#INDEX`. */
function toMultiNode(job: ShownJob): ShownJob {
  return { ...job, container: undefined, nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] } };
}
