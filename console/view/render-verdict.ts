import type { JobResult } from "../../workflow/result/job-result";
import type { ExecutionModel } from "../model/execution-model";
import { explainEnd } from "../model/explain-end";
import { describeProgress } from "../model/progress/describe-progress";
import { html, type Html, type HtmlPart } from "./html";
import { renderFacts, renderLink } from "./parts";
import { EXECUTION_STATUS_VIEWS } from "./standing-view";

/** Maximum length of a reason in a narrow field, in characters. */
const MAX_NARROW_REASON_LENGTH = 50;

export interface VerdictOptions {
  /** Current time, for the progress of a running execution. */
  readonly now: Date;
  /** Whether to include links to the AWS console. */
  readonly showLinks: boolean;
}

/** Renders the result with reason, exit code, log and next steps; for a running execution, its progress. */
export function renderVerdict(model: ExecutionModel, { now, showLinks }: VerdictOptions): Html {
  const { end, progress, status } = model;
  const key = EXECUTION_STATUS_VIEWS[status].key;
  if (end === undefined) {
    const sinceMs = Math.max(0, now.getTime() - (progress.lastEventAt ?? now).getTime());
    return html`<section class="verdict verdict-${key}">
      <p class="what">${sentence(describeProgress(progress, sinceMs))}</p>
    </section>`;
  }
  const explanation = explainEnd(model);
  const what = explanation?.what ?? (model.result === undefined ? "The execution succeeded" : "The job succeeded");
  return html`<section class="verdict verdict-${key}">
    <p class="what">${what}.</p>
    ${renderWhy(model, explanation?.reason, showLinks)}${
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

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function renderWhy({ end, result }: ExecutionModel, reason: string | undefined, showLinks: boolean): Html {
  return renderFacts([
    ["Error", end?.error && html`<code>${end.error}</code>`],
    ["Exit code", result && describeExitCode(result)],
    ["Retryable", result?.category && (result.retryable ? "Yes" : "No")],
    ["Reason", reason, reason !== undefined && reason.length > MAX_NARROW_REASON_LENGTH ? "wide" : undefined],
    ["Log", result && renderLog(result, showLinks), "wide"],
    ["Job", result && renderJob(result, showLinks), "wide"],
  ]);
}

function describeExitCode({ exitCode, attempts, category }: JobResult): HtmlPart {
  if (exitCode !== null || category === null) return exitCode;
  return attempts.length === 0 ? "none (no container ran)" : "none (not reported)";
}

function renderLog({ attempts, logGroup, logUrl }: JobResult, showLinks: boolean): HtmlPart {
  const logStream = attempts.at(-1)?.logStreamName ?? null;
  if (logGroup === null || logStream === null) return null;
  const link = showLinks && logUrl !== null ? html`<br />${renderLink(logUrl, "Open the log in CloudWatch")}` : null;
  return html`<code>${logGroup}</code> / <code>${logStream}</code>${link}`;
}

function renderJob({ jobName, jobId, consoleUrl }: JobResult, showLinks: boolean): HtmlPart {
  const link =
    showLinks && consoleUrl !== null ? html`<br />${renderLink(consoleUrl, "Open the job in AWS Batch")}` : null;
  return html`${jobName} ${jobId && html`<code>${jobId}</code>`}${link}`;
}
