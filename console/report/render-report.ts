import { createHash } from "node:crypto";
import type { ExecutionModel } from "../model/execution-model";
import { html, Html, type HtmlPart } from "../view/html";
import { layoutGraph } from "../view/layout-graph";
import { renderTime } from "../view/parts";
import { renderGraph } from "../view/render-graph";
import { renderHistory, renderStates } from "../view/render-history";
import { renderAttempts } from "../view/render-attempts";
import { renderJson } from "../view/render-json";
import { renderOverview } from "../view/render-overview";
import { EXECUTION_STATUS_VIEWS } from "../view/standing-view";
import { renderBadge } from "../view/status-badge";
import { renderTimes } from "../view/render-times";
import { renderVerdict } from "../view/render-verdict";
import { readStylesheet } from "./read-stylesheet";
import type { ReportOptions } from "./report-options";

/**
 * Renders an execution as one self-contained HTML page, without scripts or network requests.
 * The result, its reason and the next steps come first.
 */
export function renderReport(model: ExecutionModel, options: ReportOptions): string {
  const { now, showLinks, logLines } = options;
  const stylesheet = readStylesheet();
  const body = html`<main>
    <div class="heading">
      <h1>Execution ${model.name}</h1>
      ${renderBadge(EXECUTION_STATUS_VIEWS[model.status])}
    </div>
    ${renderVerdict(model, { now, showLinks })} ${panel("Timeline", renderTimes(model, now))} ${renderLog(logLines)}
    ${panel("Details", renderOverview(model, now))}
    <div class="columns">
      ${panel("Visual workflow", renderPicture(model))} ${panel("Visited states", renderStates(model, now))}
    </div>
    ${renderAttemptsPanel(model)}
    <div class="columns">${panel("Input", renderJson(model.input, "Execution input"))} ${renderOutcome(model)}</div>
    ${panel("Event history", renderCount(model), renderHistory(model))}
    <p class="quiet">Report generated at ${renderTime(now)}. Times are in UTC.</p>
  </main>`;
  return renderPage(`${model.name}: ${model.status}`, stylesheet, body);
}

const panel = (title: string, ...content: readonly HtmlPart[]): Html =>
  html`<section class="panel">
    <h2>${title}</h2>
    ${content}
  </section>`;

function renderLog(lines: readonly string[]): Html | undefined {
  if (lines.length === 0) return undefined;
  return panel(
    "Last log lines",
    html`<pre class="code" tabindex="0" role="region" aria-label="Last log lines">${lines.join("\n")}</pre>`,
  );
}

function renderPicture(model: ExecutionModel): Html {
  if (model.graph.states.length === 0)
    return html`<p class="quiet">No diagram: the state machine's definition could not be read.</p>`;
  return html`<div tabindex="0" role="region" aria-label="Visual workflow">
    ${renderGraph(layoutGraph(model.graph), model)}
  </div>`;
}

function renderAttemptsPanel({ job }: ExecutionModel): Html | undefined {
  const attempts = job === undefined ? undefined : renderAttempts(job);
  return attempts && panel("Attempts", attempts);
}

function renderOutcome({ end }: ExecutionModel): Html {
  if (end === undefined) return panel("Output", html`<p class="quiet">No output yet. The execution is running.</p>`);
  if (end.output !== undefined) return panel("Output", renderJson(end.output, "Execution output"));
  return panel("Cause", renderJson(end.cause, "Cause"));
}

function renderCount({ events, rows }: ExecutionModel): Html {
  const count = events.length.toLocaleString("en-US");
  return html`<p class="quiet">
    ${count} events in ${rows.length} rows. Consecutive identical loop iterations share one row.
  </p>`;
}

/** The Content-Security-Policy allows only this page's style, by its hash. */
function renderPage(title: string, stylesheet: string, body: Html): string {
  const hash = createHash("sha256").update(stylesheet).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  // Kept outside the template: a formatter could indent it and change the hash.
  const style = new Html(`<style>${stylesheet}</style>`);
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <title>${title}</title>
      ${style}
    </head>
    <body>
      ${body}
    </body>
  </html>`;
  return `<!doctype html>\n${page.toString()}\n`;
}
