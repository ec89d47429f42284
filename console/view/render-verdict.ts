import type { JobResult } from "../../workflow/result/job-result";
import type { ExecutionModel } from "../model/execution-model";
import { explainEnd } from "../model/explain-end";
import { describeHeadline } from "../model/progress/describe-headline";
import { describeSuccess } from "../model/describe-success";
import { clip } from "../format/visible-text";
import { html, type Html, type HtmlPart } from "./html";
import { renderFacts, renderLink } from "./parts";
import { EXECUTION_STATUS_VIEWS } from "./standing-view";

/** Maximum length of a reason in a narrow field, in characters. */
const MAX_NARROW_REASON_LENGTH = 24;
/** Maximum length of a shown reason, in characters. The output contains all of it. */
const MAX_REASON_LENGTH = 1_000;

export interface VerdictOptions {
  /** Current time, for the progress of a running execution. */
  readonly now: Date;
  /** Whether to include links to the AWS console. */
  readonly showLinks: boolean;
  /** Whether to name the log stream. The page names it above the log. @default true */
  readonly namesLog?: boolean;
}

/** Renders the result with reason, exit code, log and next steps; for a running execution, its progress. */
export function renderVerdict(model: ExecutionModel, options: VerdictOptions): Html {
  const { end, progress, status } = model;
  const key = EXECUTION_STATUS_VIEWS[status].key;
  if (end === undefined) {
    const [job, ...others] = describeHeadline(progress, options.now).split(/(?<=\.) /);
    return html`<section class="verdict verdict-${key}">
      <p class="what">${job} <span class="checks">${others.join(" ")}</span></p>
    </section>`;
  }
  const explanation = explainEnd(model);
  const what = explanation?.what ?? describeSuccess(model.result);
  return html`<section class="verdict verdict-${key}">
    <p class="what">${what}.</p>
    ${renderWhy(model, explanation?.reason, options)}${
      explanation &&
      html`<div class="next">
        <h3>Next steps</h3>
        <ul>
          ${explanation.next.map((line) => html`<li>${line}</li>`)}
        </ul>
      </div>`
    }
  </section>`;
}

function renderWhy(model: ExecutionModel, reason: string | undefined, options: VerdictOptions): Html {
  const { end, result, job } = model;
  const { showLinks } = options;
  return renderFacts([
    ["Error", end?.error && html`<code>${end.error}</code>`],
    ["Exit code", job && describeExitCode(job)],
    ["Retryable", result?.category && (result.retryable ? "Yes" : "No")],
    [
      "Reason",
      reason && clip(reason, MAX_REASON_LENGTH),
      reason !== undefined && reason.length > MAX_NARROW_REASON_LENGTH ? "wide" : undefined,
    ],
    ["Log", job && renderLog(job, options), "wide"],
    ["Job", renderJob(model, showLinks), "wide"],
  ]);
}

function describeExitCode({ exitCode, attempts, category }: JobResult): HtmlPart {
  if (exitCode !== null || category === null) return exitCode;
  return attempts.length === 0 ? "none (no container ran)" : "none (not reported)";
}

function renderLog(
  { attempts, logGroup, logUrl }: JobResult,
  { showLinks, namesLog = true }: VerdictOptions,
): HtmlPart {
  const logStream = attempts.at(-1)?.logStreamName ?? null;
  if (logGroup === null || logStream === null) return null;
  const link = showLinks && logUrl !== null ? renderLink(logUrl, "Open the log in CloudWatch") : null;
  if (!namesLog) return link;
  return html`<code>${logGroup}</code> / <code>${logStream}</code>${link && html`<br />${link}`}`;
}

/** Renders the job, with its status if the execution ended without a result. */
function renderJob({ result, job, progress }: ExecutionModel, showLinks: boolean): HtmlPart {
  const jobId = job?.jobId ?? progress.jobId;
  if (jobId === undefined) return null;
  const consoleUrl = job?.consoleUrl ?? null;
  const status = result === undefined ? (job?.status ?? "status not known") : undefined;
  const link =
    showLinks && consoleUrl !== null ? html`<br />${renderLink(consoleUrl, "Open the job in AWS Batch")}` : null;
  return html`${job?.jobName ?? progress.jobName} <code>${jobId}</code>${status && html`, ${status}`}${link}`;
}
