import { z } from "zod";
import type { FaultNamed } from "./fault-schemas";

/** A job as DescribeJobs shows it, as far as its shape matters here. */
export const shownJobSchema = z.looseObject({
  jobId: z.string(),
  jobArn: z.string(),
  jobName: z.string(),
  createdAt: z.number(),
  container: z.looseObject({}).optional(),
  attempts: z.array(z.looseObject({ container: z.looseObject({}).optional() })).optional(),
});
export type ShownJob = z.output<typeof shownJobSchema>;

/** The same job as one of another kind would be shown: what it ends with is then somewhere else than in `container`. */
export function reshapeJob(job: ShownJob, shape: FaultNamed<"JobShape">["shape"]): ShownJob {
  switch (shape) {
    case "MULTI_CONTAINER":
      return toMultiContainer(job);
    case "EKS":
      return toEks(job);
    case "MULTI_NODE":
      return toMultiNode(job);
  }
}

/** Every container of the task has its own end; `container` is empty, and so is that of each attempt. */
function toMultiContainer(job: ShownJob): ShownJob {
  const sidecar = { name: "sidecar", essential: false, exitCode: 0 };
  const containers = [sidecar, { ...job.container, name: "main", essential: true }];
  return {
    ...job,
    container: {},
    ecsProperties: { taskProperties: [{ containers }] },
    attempts: (job.attempts ?? []).map(({ container, ...attempt }) => ({
      ...attempt,
      container: {},
      taskProperties: [
        {
          containers: [
            { name: "sidecar", exitCode: 0 },
            { ...container, name: "main" },
          ],
        },
      ],
    })),
  };
}

/** Containers of a pod; its attempts are listed apart, and the log is wherever the cluster sends it. */
function toEks(job: ShownJob): ShownJob {
  const { container, attempts = [] } = job;
  const pick = (from: ShownJob["container"]) => ({
    name: "main",
    exitCode: from?.["exitCode"],
    // Kubernetes has a word of its own.
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

/** The job as a whole has no container; each node is a job of its own, `ID#INDEX`. */
function toMultiNode(job: ShownJob): ShownJob {
  return { ...job, container: undefined, nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] } };
}
