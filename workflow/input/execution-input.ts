import type * as z from "zod";
import { DEPTH_RULE, describeViolations, isTooDeep } from "./describe-violations";
import type { PollingIntegration } from "../pacing";
import { attachInputSchema, INPUT_FIELDS, submitInputSchema, type SubmitJobFields } from "./execution-input-schema";

/**
 * Maximum pause between two checks of the job unless the input has a wait_time, in seconds. With `events`, the pauses
 * are the protection against a lost event.
 */
export const DEFAULT_WAIT_SECONDS: Readonly<Record<PollingIntegration, number>> = { poll: 60, events: 3_600 };

/** Times of a run, in whole seconds. */
interface WaitSettings {
  /** Maximum pause between two checks; 1 to 86,400. */
  readonly waitTimeSeconds: number;
  /** Longest time from the job's creation until it runs. */
  readonly queueTimeoutSeconds: number | undefined;
  /** Longest time that one attempt of the job may run; at least 60. Batch enforces it. */
  readonly runTimeoutSeconds: number | undefined;
  /** Longest time from the execution's start until the job has ended. */
  readonly overallTimeoutSeconds: number | undefined;
}

/** A checked input: a job to submit, or the ID of one that exists. */
export type ExecutionInput = { readonly wait: WaitSettings } & (
  { readonly mode: "submit"; readonly submitJob: SubmitJobFields } | { readonly mode: "attach"; readonly jobId: string }
);

/** The input broke one rule or several; `violations` has a line for each: path, rule, and what was given. */
export class InvalidInputError extends Error {
  override readonly name = "BatchJob.InvalidRequest";

  constructor(readonly violations: readonly string[]) {
    super(violations.join("; "));
  }
}

/**
 * Checks an execution's input against every rule that can be checked without asking AWS, so that nothing is spent on
 * one that cannot succeed. An optional field that is null counts as absent.
 * @param integration - decides the default of wait_time
 * @throws InvalidInputError with all violations at once
 */
export function parseExecutionInput(input: unknown, integration: PollingIntegration = "poll"): ExecutionInput {
  if (isTooDeep(input)) throw new InvalidInputError([`the input ${DEPTH_RULE}`]);
  const attaches = typeof input === "object" && input !== null && "jobId" in input && (input.jobId ?? null) !== null;
  if (attaches) {
    const { jobId, ...wait } = parse(attachInputSchema, input);
    return { mode: "attach", jobId, wait: toWaitSettings(wait, integration) };
  }
  const { wait_time, queue_timeout, run_timeout, overall_timeout, ...submitJob } = parse(submitInputSchema, input);
  return {
    mode: "submit",
    submitJob:
      run_timeout === undefined ? submitJob : { ...submitJob, timeout: { attemptDurationSeconds: run_timeout } },
    wait: toWaitSettings({ wait_time, queue_timeout, run_timeout, overall_timeout }, integration),
  };
}

function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(describeViolations(parsed.error, input, INPUT_FIELDS));
}

interface WaitFields {
  readonly wait_time?: number | undefined;
  readonly queue_timeout?: number | undefined;
  readonly run_timeout?: number | undefined;
  readonly overall_timeout?: number | undefined;
}

const toWaitSettings = (fields: WaitFields, integration: PollingIntegration): WaitSettings => ({
  waitTimeSeconds: fields.wait_time ?? DEFAULT_WAIT_SECONDS[integration],
  queueTimeoutSeconds: fields.queue_timeout,
  runTimeoutSeconds: fields.run_timeout,
  overallTimeoutSeconds: fields.overall_timeout,
});
