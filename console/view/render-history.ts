import type { ExecutionModel } from "../model/execution-model";
import type { EventRow, HistoryRow, LoopRow } from "../model/history-rows";
import { formatDuration } from "../format/format-duration";
import { formatTimeOfDay } from "../format/format-time";
import { clip } from "../format/visible-text";
import { spentMs } from "../model/state-runs";
import { html, type Html } from "./html";
import { durationBetween, renderTable } from "./parts";
import { STATE_STATUS_VIEWS } from "./standing-view";
import { renderBadge } from "./status-badge";

/** Renders the visited states, with retries if there are any. @param now - end time for a visit in progress */
export function renderStates({ runs, closedAt }: ExecutionModel, now: Date): Html {
  const hasRetries = runs.some(({ retries }) => retries > 0);
  return renderTable(
    "Visited states",
    ["State", "Status", "Visits", "Time spent", ...(hasRetries ? ["Retries"] : [])],
    runs.map((run) => [
      run.name,
      renderBadge(STATE_STATUS_VIEWS[run.status]),
      run.visits.toLocaleString("en-US"),
      html`<span class="short">${formatDuration(spentMs(run, closedAt ?? now) / 1000)}</span>`,
      ...(hasRetries ? [run.retries === 0 ? "" : run.retries.toLocaleString("en-US")] : []),
    ]),
  );
}

/** Maximum length of the detail of an event, in characters. The opened event contains all of it. */
const MAX_DETAIL_LENGTH = 500;

export const HISTORY_HEADINGS = ["ID", "Event", "State", "Time", "After", "Detail"] as const;

/** Renders the history, with collapsed loops, as a table. */
export const renderHistory = ({ rows, startedAt }: ExecutionModel): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Event history">
    <table class="history">
      <thead>
        <tr>
          ${HISTORY_HEADINGS.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => renderHistoryRow(row, startedAt))}
      </tbody>
    </table>
  </div>`;

/** Renders one row as `<tr>`. `data-first` and `data-last` are the IDs of its first and last event. */
export const renderHistoryRow = (row: HistoryRow, startedAt: Date | undefined): Html =>
  row.kind === "event" ? renderEventRow(row, startedAt) : renderLoopRow(row, startedAt);

const renderEventRow = ({ id, type, stateName, at, detail, tone }: EventRow, startedAt: Date | undefined): Html =>
  html`<tr class="event tone-${tone}" data-first="${id}" data-last="${id}">
    <td>${id}</td>
    <td class="event-type">${type}</td>
    <td>${stateName}</td>
    <td>${renderClock(at)}</td>
    <td>${durationBetween(startedAt, at)}</td>
    <td class="detail">${detail && clip(detail, MAX_DETAIL_LENGTH)}</td>
  </tr>`;

function renderLoopRow(row: LoopRow, startedAt: Date | undefined): Html {
  const { firstEventId, lastEventId, states, from, to } = row;
  return html`<tr class="loop" data-first="${firstEventId}" data-last="${lastEventId}">
    <td>${firstEventId === lastEventId ? firstEventId : `${firstEventId}–${lastEventId}`}</td>
    <td><strong>${describeIterations(row)}</strong></td>
    <td>${states.join(" → ")}</td>
    <td>
      ${renderClock(from)}${formatTimeOfDay(from) === formatTimeOfDay(to) ? undefined : html` – ${renderClock(to)}`}
    </td>
    <td>${durationBetween(startedAt, from)}</td>
    <td class="detail">${describeLoop(row)}</td>
  </tr>`;
}

/** Returns `polls 3 to 12 found RUNNING (10 total)`; for loops that do not poll a job, `iterations`. */
function describeIterations({ firstIteration, lastIteration, isPoll, isOpen, found }: LoopRow): string {
  const word = isPoll ? "poll" : "iteration";
  const show = (value: number): string => value.toLocaleString("en-US");
  const finding = found === undefined ? "" : ` found ${found}`;
  if (firstIteration === lastIteration)
    return `${word} ${show(firstIteration)}${finding}${isOpen && found === undefined ? ", in progress" : ""}`;
  return `${word}s ${show(firstIteration)} to ${show(lastIteration)}${finding} (${show(lastIteration - firstIteration + 1)} total)`;
}

function describeLoop({ jobStatusReason, leadsTo, failures, wakes }: LoopRow): string {
  const parts = [
    jobStatusReason,
    failures === 0 ? undefined : failures === 1 ? "1 failed attempt" : `${failures} failed attempts`,
    wakes === 0 ? undefined : "the wait was ended by an event of the job",
    leadsTo === undefined ? undefined : `then ${leadsTo}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

const renderClock = (at: Date): Html => html`<time datetime="${at.toISOString()}">${formatTimeOfDay(at)}</time>`;
