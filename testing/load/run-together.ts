import * as z from "zod";
import type { Clock, ExecutionStatusChange } from "local-aws";
import { INPUT, type Workflow } from "../workflow/workflow-fixture";

export interface Load {
  /** Executions to start at the same time, each with its own job. */
  readonly executions: number;
  readonly waitTimeSeconds: number;
  /** Whether all jobs have the same name, as if one input is started repeatedly. @default false */
  readonly sameName?: boolean;
}

/** Results of the executions of a load. */
export interface LoadEnds {
  /** Number of executions by status, or by error for failed executions. */
  readonly ends: Readonly<Record<string, number>>;
  /** Submitted jobs. */
  readonly jobs: number;
  /** Jobs that no execution reports. */
  readonly duplicates: number;
  /** Executions that report no job, or the job of another execution. */
  readonly lost: number;
  readonly polls: number;
}

type Ended = ExecutionStatusChange["detail"];

const jobResultSchema = z.object({ jobId: z.string(), polls: z.number() });

/**
 * Starts all executions at the same time and waits until all have ended.
 * @param countJobs - returns the number of jobs submitted since the workflow was created
 */
export async function runTogether(
  workflow: Workflow,
  clock: Clock,
  load: Load,
  countJobs: () => number,
): Promise<LoadEnds> {
  const { stepFunctions, stateMachineArn } = workflow;
  const { executions, waitTimeSeconds, sameName = false } = load;
  const jobsBefore = countJobs();
  const allEnded = untilEnded(workflow, executions);
  const release = clock.hold();
  for (let index = 0; index < executions; index += 1) {
    const jobName = sameName ? INPUT.jobName : `${INPUT.jobName}-${index}`;
    const input = JSON.stringify({ ...INPUT, jobName, wait_time: waitTimeSeconds });
    // Jitter follows from the name of the execution.
    const name = `run-${jobsBefore}-${index}`;
    const { status } = await stepFunctions.call("StartExecution", { stateMachineArn, name, input });
    if (status !== 200) throw new Error(`execution ${index} was not started, status ${status}`);
  }
  release();
  return summarize(await allEnded, countJobs() - jobsBefore);
}

function untilEnded({ stepFunctions }: Workflow, executions: number): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  return new Promise((resolve) => {
    const unsubscribe = stepFunctions.onExecutionStatusChange(({ detail }) => {
      if (detail.status === "RUNNING" || ended.push(detail) < executions) return;
      unsubscribe();
      resolve(ended);
    });
  });
}

function summarize(ended: readonly Ended[], jobs: number): LoadEnds {
  const results = ended.flatMap(({ output, cause }) => {
    const parsed = jobResultSchema.safeParse(parseText(output ?? cause));
    return parsed.success ? [parsed.data] : [];
  });
  const { size } = new Set(results.map(({ jobId }) => jobId));
  const ends: Record<string, number> = {};
  for (const { status, error } of ended) ends[error ?? status] = (ends[error ?? status] ?? 0) + 1;
  return {
    ends,
    jobs,
    duplicates: jobs - size,
    lost: ended.length - size,
    polls: results.reduce((sum, { polls }) => sum + polls, 0),
  };
}

function parseText(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
