import * as z from "zod";
import { EMPTY_RESULT, type JobResult } from "../../workflow/result/job-result";
import { FAILURE_CATEGORIES } from "../../workflow/result/failure";

const text = z.string().nullable();
const number = z.number().nullable();

export const jobResultSchema = z.object({
  jobId: text,
  jobArn: text,
  jobName: text,
  status: text,
  category: z.enum(FAILURE_CATEGORIES).nullable(),
  retryable: z.boolean(),
  exitCode: number,
  statusReason: text,
  containerReason: text,
  attempts: z
    .array(
      z.object({
        number: z.number(),
        exitCode: number,
        reason: text,
        startedAt: text,
        stoppedAt: text,
        logStreamName: text,
      }),
    )
    .readonly(),
  logGroup: text,
  logUrl: text,
  consoleUrl: text,
  createdAt: text,
  startedAt: text,
  stoppedAt: text,
  queuedSeconds: number,
  runSeconds: number,
  polls: z.number(),
  reused: z.boolean(),
  duplicates: z.array(z.string()).readonly(),
});

/** Parses a JobResult from an execution's output or Cause; undefined if the text is not a JobResult. */
export function findJobResult(text: string | undefined): JobResult | undefined {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || !("attempts" in value)) return undefined;
  return jobResultSchema.safeParse({ ...EMPTY_RESULT, ...value }).data;
}

/** Parses JSON; undefined if the text is not JSON. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
