import type { Job } from "../../../workflow/result/job";
import type { JobResult } from "../../../workflow/result/job-result";

/** A job from a DescribeJobs reply, and its expected result. */
export interface JobShape {
  readonly title: string;
  readonly job: Job;
  /** Failed children of an array job, or the nodes of a multi-node job. */
  readonly children?: readonly Job[];
  readonly expected: {
    /** Accepted categories. Empty if the job succeeded. */
    readonly categories?: readonly string[];
    readonly retryable?: boolean;
    readonly exitCode?: number | null;
    readonly containerReason?: string | null;
    readonly logGroup?: string | null;
    /** Substring of the URL. */
    readonly logUrl?: string;
    readonly firstExitCode?: number | null;
    readonly firstLogStream?: string | null;
  };
}

/** The parts of a result that the shape describes, in the shape's form. */
export function summarize(result: JobResult, { expected }: JobShape): JobShape["expected"] {
  const [first] = result.attempts;
  const found = {
    categories: expected.categories?.includes(result.category ?? "") === true ? expected.categories : [result.category],
    retryable: result.retryable,
    exitCode: result.exitCode,
    containerReason: result.containerReason,
    logGroup: result.logGroup,
    logUrl: result.logUrl?.includes(expected.logUrl ?? "") === true ? expected.logUrl : result.logUrl,
    firstExitCode: first?.exitCode ?? null,
    firstLogStream: first?.logStreamName ?? null,
  };
  const asked = { ...expected, categories: expected.categories ?? [null] };
  return Object.fromEntries(Object.entries(found).filter(([key]) => key in asked));
}

/** Expected result of `summarize`. */
export const expectedOf = ({ expected }: JobShape): object => ({ categories: [null], ...expected });
