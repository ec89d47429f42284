import type { JobResult } from "../../workflow/job-result";
import type { ExecutionModel } from "../model/execution-model";
import { explainEnd } from "../model/explain-end";
import { describeProgress } from "../model/progress/describe-progress";
import { html, type Html, type HtmlPart } from "./html";
import { renderFacts, renderLink } from "./parts";
import { STATUS_VIEWS } from "./standing-view";

/** In characters. */
const LONGEST_NARROW_REASON = 50;

export interface VerdictOptions {
  /** Up to when a running execution has come. */
  readonly now: Date;
  /** Whether addresses in the AWS console lead anywhere. */
  readonly showLinks: boolean;
}

/** What became of it: what failed, why, the exit code, where the log is, and what to do next; or how far it has come. */
export function renderVerdict(model: ExecutionModel, { now, showLinks }: VerdictOptions): Html {
  const { end, progress, status } = model;
  const key = STATUS_VIEWS[status].key;
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
        <h3>What to do next</h3>
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
    ["Worth another try", result?.category && (result.retryable ? "Yes, as it is" : "Not as it is")],
    ["Reason", reason, reason !== undefined && reason.length > LONGEST_NARROW_REASON ? "wide" : undefined],
    ["Log", result && renderLog(result, showLinks), "wide"],
    ["Job", result && renderJob(result, showLinks), "wide"],
  ]);
}

function describeExitCode({ exitCode, attempts, category }: JobResult): HtmlPart {
  if (exitCode !== null || category === null) return exitCode;
  return attempts.length === 0 ? "none, no container ran" : "none was reported";
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
