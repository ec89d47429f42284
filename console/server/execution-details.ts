import { DescribeExecutionCommand, type ExecutionListItem, type SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod";
import type { ExecutionListReply } from "../api/replies";
import { clip } from "../format/visible-text";
import { parseJson } from "../model/job-result-schema";
import { summarizeCause } from "../model/summarize-cause";

type Details = NonNullable<ExecutionListReply["executions"][number]["details"]>;

/**
 * Maximum number of DescribeExecution calls for one list. The others follow with the next lists, which leaves most of
 * the account's 10 to 15 requests per second to other tools.
 */
const MAX_CALLS = 25;
/** Maximum number of cached executions. */
const MAX_CACHED = 20_000;

/** Maximum length of a valid job name. An input that was rejected can have a longer one. */
const MAX_JOB_NAME_LENGTH = 128;

const inputSchema = z.object({ jobName: z.string() });

/** Job names, errors and reasons, which ListExecutions does not return. They are read once for each status. */
export class ExecutionDetailsCache {
  readonly #known = new Map<string, Details>();

  constructor(private readonly stepFunctions: SFNClient) {}

  /** Returns the details that are known, by execution ARN. Failed calls are repeated with the next list. */
  async find(executions: readonly ExecutionListItem[]): Promise<ReadonlyMap<string, Details>> {
    const unknown = executions.filter((execution) => !this.#known.has(keyOf(execution))).slice(0, MAX_CALLS);
    await Promise.allSettled(unknown.map((execution) => this.#describe(execution)));
    for (const key of [...this.#known.keys()].slice(0, Math.max(0, this.#known.size - MAX_CACHED)))
      this.#known.delete(key);
    return new Map(
      executions.flatMap((execution) => {
        const details = this.#known.get(keyOf(execution));
        return details === undefined ? [] : [[execution.executionArn ?? "", details] as const];
      }),
    );
  }

  async #describe(execution: ExecutionListItem): Promise<void> {
    const { executionArn } = execution;
    const { input, error, cause } = await this.stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const jobName = inputSchema.safeParse(parseJson(input)).data?.jobName ?? null;
    this.#known.set(keyOf(execution), {
      jobName: jobName && clip(jobName, MAX_JOB_NAME_LENGTH),
      error: error ?? null,
      reason: summarizeCause(cause),
    });
  }
}

/** The error of an execution is known when it has ended. */
const keyOf = ({ executionArn, status }: ExecutionListItem): string => `${executionArn} ${status}`;
